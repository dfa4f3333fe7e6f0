"""A portal on loopback that answers what a test tells it to, and remembers what it was asked."""

import contextlib
import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


class Portal:
    """Answers by path: bytes are a feed with validators, a tuple is status, headers and body."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes | Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        # Called before each answer: a test makes a request wait here.
        self.before: Callable[[], object] = lambda: None
        handler = type("Bound", (_Handler,), {"portal": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path: str, headers: dict[str, str]) -> Answer:
        """Return what the portal says; a feed that is known to the caller is 304."""
        page = self.pages.get(path, (404, {}, b""))
        if isinstance(page, tuple):
            return page
        etag = f'"{hashlib.sha256(page).hexdigest()[:16]}"'
        known = headers.get("If-None-Match") == etag
        return (304, {"ETag": etag}, b"") if known else (200, {"ETag": etag}, page)


class _Handler(BaseHTTPRequestHandler):
    portal: Portal

    def do_GET(self) -> None:
        headers = dict(self.headers)
        self.portal.asked.append((self.path, headers))
        self.portal.before()
        status, answered, body = self.portal.answer(self.path, headers)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **answered}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Say nothing: pytest shows what matters."""


@contextlib.contextmanager
def running_portal() -> Iterator[Portal]:
    """Serve a portal while the block runs."""
    portal = Portal()
    thread = threading.Thread(target=portal.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield portal
    finally:
        portal.server.shutdown()
        portal.server.server_close()
        thread.join()


def make_feed(*entries: dict[str, str]) -> bytes:
    """Return an RSS feed; an entry may name title, link, guid, description and pubDate."""
    names = ("title", "link", "guid", "description", "pubDate")
    items = (
        "<item>"
        + "".join(f"<{name}>{entry[name]}</{name}>" for name in names if name in entry)
        + "</item>"
        for entry in entries
    )
    return (
        "<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel>"
        "<title>Cổng thông tin</title><link>https://portal.example.vn/</link>"
        f"{''.join(items)}</channel></rss>"
    ).encode()


def entry(number: int, **fields: str) -> dict[str, str]:
    """Return one entry of a feed, different for each number."""
    return {
        "title": f"Nghị định {number}/2026/NĐ-CP về việc số {number}",
        "link": f"https://portal.example.vn/tin/{number}.html",
        "guid": f"tin-{number}",
        "description": f"Trích yếu của văn bản số {number}.",
        "pubDate": "Wed, 25 Nov 2026 08:00:00 +0700",
    } | fields
