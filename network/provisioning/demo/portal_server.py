"""Serve the demo's sample portals over real HTTP, on the loopback address only.

The feed pipeline of the demo network then runs the whole way it runs against real portals:
content types, entity tags, dates and answers 304 included.

`python -m network.provisioning.demo.portal_server PORT`, which the launcher starts.
"""

import hashlib
import html
import ipaddress
import json
import sys
from collections.abc import Sequence
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PORTALS = Path(__file__).resolve().parent / "portals"
SOURCES = PORTALS.parent / "sources.json"
FEED_TYPES = {".rss": "application/rss+xml", ".atom": "application/atom+xml"}


def make_server(host: str, port: int) -> ThreadingHTTPServer:
    """Return a bound server that is not serving yet; port 0 takes any free port.

    Raises ValueError where `host` is not a loopback address, OSError where the port is taken.
    """
    if not _is_loopback(host):
        raise ValueError(
            f"The sample portals are served on a loopback address only, not on {host}."
        )
    return ThreadingHTTPServer((host, port), PortalHandler)


def serve(host: str, port: int) -> None:
    """Serve the sample portals until the process is interrupted; errors as in make_server."""
    with make_server(host, port) as server:
        server.serve_forever()


def main(arguments: Sequence[str]) -> int:
    """Serve on the given port; the exit code is 1, with one line, if the port cannot be used."""
    try:
        serve("127.0.0.1", int(arguments[0]))
    except OSError as error:
        sys.stderr.write(f"Cannot serve on port {arguments[0]}: {error.strerror}\n")
    return 1


def feed_paths() -> list[Path]:
    """Files of the sample feeds, by name."""
    return sorted(path for path in PORTALS.iterdir() if path.suffix in FEED_TYPES)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # The server speaks IPv4 only.
    return address.version == 4 and address.is_loopback


def _index_page() -> bytes:
    sources = json.loads(SOURCES.read_text(encoding="utf-8"))
    titles = {source["file"]: source["name"] for source in sources}
    links, items = [], []
    for path in feed_paths():
        title = html.escape(titles.get(path.name, path.stem))
        kind = FEED_TYPES[path.suffix]
        links.append(f'<link rel="alternate" type="{kind}" title="{title}" href="/{path.name}">')
        items.append(f'<li><a href="/{path.name}">{title}</a></li>')
    return (
        '<!doctype html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        f"<title>Các cổng mẫu</title>\n{'\n'.join(links)}\n</head>\n<body>\n"
        "<h1>Các cổng mẫu</h1>\n<p>Dữ liệu minh họa: văn bản là thật, tin tức là đặt ra.</p>\n"
        f"<ul>\n{'\n'.join(items)}\n</ul>\n</body>\n</html>\n"
    ).encode()


class PortalHandler(BaseHTTPRequestHandler):
    """Answer GET and HEAD for the index and the feeds by their exact names, 404 for the rest."""

    protocol_version = "HTTP/1.1"
    server_version = "SamplePortals"
    sys_version = ""
    # A visitor that opens a connection and says nothing must not keep a thread for ever.
    timeout = 30

    def do_GET(self) -> None:
        """Answer with headers and body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the headers alone."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo's terminal belongs to the web server and the worker."""

    def _answer(self, *, with_body: bool) -> None:
        name = self.path.split("?", 1)[0].removeprefix("/")
        feeds = {path.name: path for path in feed_paths()}
        if name in feeds:
            path = feeds[name]
            self._send(path.read_bytes(), FEED_TYPES[path.suffix], path.stat().st_mtime, with_body)
        elif name == "":
            newest = max(path.stat().st_mtime for path in feeds.values())
            self._send(_index_page(), "text/html", newest, with_body)
        else:
            self._send_missing(with_body)

    def _send(self, body: bytes, kind: str, changed: float, with_body: bool) -> None:
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        unchanged = self._is_unchanged(etag, changed)
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
        self.send_header("ETag", etag)
        self.send_header("Last-Modified", formatdate(changed, usegmt=True))
        self.send_header("Cache-Control", "no-cache")
        if not unchanged:
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(body)

    def _is_unchanged(self, etag: str, changed: float) -> bool:
        """Whether the visitor's copy is still good; the tag outranks the date (RFC 9110 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            offered = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
            return etag in offered or "*" in offered
        since = self.headers.get("If-Modified-Since")
        try:
            return since is not None and int(changed) <= parsedate_to_datetime(since).timestamp()
        except ValueError:
            return False

    def _send_missing(self, with_body: bool) -> None:
        body = "Không có trang này.\n".encode()
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
