"""Build the WSGI environ of a request (PEP 3333)."""

import sys
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from granian.rsgi import Scope

from .pages import FileToSend

ALWAYS: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    "wsgi.file_wrapper": FileToSend,
}
# Headers that WSGI names without the HTTP_ prefix.
_OF_THE_BODY = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ_of(scope: Scope) -> dict[str, Any]:
    """Return the environ of a request whose body has not been received yet."""
    host, port = _host_and_port(scope.server)
    environ = ALWAYS | {
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": _as_bytes_are(scope.path),
        "QUERY_STRING": _as_bytes_are(scope.query_string),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": _host_and_port(scope.client)[0],
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(),
    }
    for name, value in scope.headers.items():
        # WSGI turns "-" into "_", so a client's header with "_" could pass for a header that our
        # proxy sets.
        if "_" not in name:
            key = _OF_THE_BODY.get(name) or f"HTTP_{name.upper().replace('-', '_')}"
            between = "; " if name == "cookie" else ","
            environ[key] = f"{environ[key]}{between}{value}" if key in environ else value
    environ.setdefault("HTTP_HOST", scope.authority or "")
    return environ


def environ_in_advance(path: str) -> dict[str, Any]:
    """Return the environ of a GET request for a public page by no visitor. Its view is not
    counted."""
    base = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    return ALWAYS | {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": _as_bytes_are(unquote(path)),
        "QUERY_STRING": "",
        "SERVER_NAME": base.hostname,
        "SERVER_PORT": str(base.port or 80),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": base.netloc,
        "HTTP_X_FORWARDED_PROTO": base.scheme,
        "HTTP_PURPOSE": "prefetch",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }


def _host_and_port(address: str) -> tuple[str, str]:
    """Return host and port of an address; ("", "80") for a Unix socket."""
    host, _, port = address.rpartition(":")
    return (host.strip("[]"), port) if port.isdecimal() else ("", "80")


def _as_bytes_are(text: str) -> str:
    """Return UTF-8 text in the form of WSGI strings: its bytes decoded as latin-1."""
    return text.encode().decode("latin-1")
