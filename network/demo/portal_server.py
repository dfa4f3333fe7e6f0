"""HTTP server for the demo's sample portals, on the loopback address only.

The demo's feed pipeline thus runs exactly as with real portals, including content types, entity
tags, dates and 304 responses.

The launcher runs `python -m network.demo.portal_server PORT`.
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
    """Return a bound server that is not serving yet. Port 0 selects any free port.

    Raises ValueError if `host` is no loopback address, OSError if the port is in use.
    """
    if not _is_loopback(host):
        raise ValueError(
            f"The sample portals are served on a loopback address only, not on {host}."
        )
    return ThreadingHTTPServer((host, port), PortalHandler)


def serve(host: str, port: int) -> None:
    """Serve the sample portals until interrupted. Raises the same exceptions as make_server."""
    with make_server(host, port) as server:
        server.serve_forever()


def main(arguments: Sequence[str]) -> int:
    """Serve on the given port. Returns exit code 1, with one line on stderr, if the port is
    unusable."""
    try:
        serve("127.0.0.1", int(arguments[0]))
    except OSError as error:
        sys.stderr.write(f"Cannot serve on port {arguments[0]}: {error.strerror}\n")
    return 1


def feed_paths() -> list[Path]:
    """Return the sample feed files, sorted by name."""
    return sorted(path for path in PORTALS.iterdir() if path.suffix in FEED_TYPES)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    # The server supports only IPv4.
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
    """Answers GET and HEAD for the index and the feeds by exact name, and 404 for other paths."""

    protocol_version = "HTTP/1.1"
    server_version = "SamplePortals"
    sys_version = ""
    # A client that opens a connection and sends nothing must not block a thread forever.
    timeout = 30

    def do_GET(self) -> None:
        """Respond with headers and body."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Respond with headers only."""
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the terminal is for the output of web server and worker."""

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
        """Return whether the client's copy is current. The tag takes precedence (RFC 9110,
        13.2.2)."""
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
