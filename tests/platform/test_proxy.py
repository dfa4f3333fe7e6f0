"""The shipped proxy file, run by nginx before web processes that only say what they were asked."""

import contextlib
import gzip
import http.client
import re
import socket
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import pytest

from tests.drill.servers import SHIPPED, internal_socket, proxy
from tests.scale.feeds_server import free_port

FILE = b"0123456789"
SENT = {
    "X-Accel-Redirect": "/stored-media/documents/a.mp4",
    "Content-Type": "video/mp4",
    "Content-Disposition": 'inline; filename="a.mp4"',
    "Content-Security-Policy": "default-src 'none'",
    "Cache-Control": "private, no-store",
}
type Reply = Callable[[bytes], bytes]


def page(headers: dict[str, str], body: bytes = b"") -> bytes:
    """Return an answer of a web process."""
    lines = [f"{name}: {value}" for name, value in headers.items()]
    head = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *lines, "", ""]
    return "\r\n".join(head).encode() + body


def greet(request: bytes) -> bytes:
    """Answer as usual."""
    return page({"Content-Type": "text/plain"}, b"Xin chao")


def killed(request: bytes) -> bytes:
    """Answer as a process that is killed in the middle."""
    return b""


class Server(socketserver.ThreadingUnixStreamServer):
    """Whoever comes waits to be heard; none is turned away."""

    request_queue_size = 1024


class Machine(socketserver.ThreadingTCPServer):
    """A web process at an address."""


@dataclass
class Behind:
    """What stands behind the proxy: the requests each web process got, and what it answers."""

    folder: Path
    port: int = 0
    asked: list[bytes] = field(default_factory=list)
    reply: Reply = greet

    @contextlib.contextmanager
    def listening(self, name: str) -> Iterator[None]:
        """Answer on a socket of this name, or at HOST:PORT, while the block runs."""
        behind = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data = self.request.recv(65536)
                behind.asked.append(data)
                self.request.sendall(behind.reply(data))

        host, _, port = name.partition(":")
        place = self.folder / name
        made = Machine((host, int(port)), Handler) if port else Server(str(place), Handler)
        with made as server:
            threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
            yield
            server.shutdown()
        place.unlink(missing_ok=True)

    def ask(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        """Ask the proxy; `headers` with underscores for dashes. The body is in `answer.text`."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        asking.request(method, path, headers=named, body=b"a=b" if method == "POST" else None)
        answer = asking.getresponse()
        answer.text = answer.read()
        asking.close()
        return answer


@pytest.fixture(scope="module")
def running(roomy_folder_for_module: Path) -> Iterator[Behind]:
    folder = roomy_folder_for_module
    (folder / "media" / "documents").mkdir(parents=True)
    (folder / "media" / "documents" / "a.mp4").write_bytes(FILE)
    (folder / "static" / "core").mkdir(parents=True)
    for name in ("base.css", "base.0123456789ab.css"):
        (folder / "static" / "core" / name).write_text("body {}")
    behind = Behind(folder)
    with proxy(folder, media=folder / "media", static=folder / "static") as behind.port:
        yield behind


@pytest.fixture
def behind(running: Behind) -> Iterator[Behind]:
    """The proxy with both web processes, who are asked for the first time."""
    running.asked.clear()
    running.reply = greet
    with running.listening("web1.sock"), running.listening("web2.sock"):
        yield running


def test_a_process_learns_who_asks_for_what_from_the_one_that_ends_tls(behind):
    answer = behind.ask("/a%20b/?q=1", Host="pbgdpl.example.vn", X_Forwarded_For="192.0.2.7")
    assert (answer.status, answer.text) == (200, b"Xin chao")
    lines = behind.asked[0].decode().split("\r\n")
    assert lines[0] == "GET /a%20b/?q=1 HTTP/1.1"
    assert {"Host: pbgdpl.example.vn", "X-Forwarded-For: 192.0.2.7"} <= set(lines)


def test_while_the_database_is_upgraded_the_proxy_says_so_whatever_runs_behind(behind):
    flag = behind.folder / "maintenance"
    flag.write_text("")
    try:
        for path, method in (("/", "GET"), ("/admin/", "POST")):
            answer = behind.ask(path, method)
            assert answer.status == 503
            assert answer.headers["Retry-After"] == "300"
            assert "đang được nâng cấp" in answer.text.decode()
        assert behind.asked == []
        assert behind.ask("/static/core/base.css").status == 200
    finally:
        flag.unlink()
    assert behind.ask("/").status == 200


def test_a_process_learns_the_id_of_a_request_from_the_proxy_alone(behind):
    behind.ask("/", X_Request_Id="forged-by-a-visitor")
    (line,) = [line for line in behind.asked[0].decode().split("\r\n") if "X-Request-Id" in line]
    assert re.fullmatch("X-Request-Id: [0-9a-f]{32}", line)


@pytest.mark.parametrize("path", ["/suc-khoe/", "/so-do/", "/so-do/1/"])
def test_health_and_metrics_are_for_the_internal_port_alone(behind, path):
    if path != "/so-do/1/":
        assert behind.ask(path).status == 404
        assert behind.asked == []
    with socket.socket(socket.AF_UNIX) as asking:
        asking.connect(str(internal_socket(behind.folder)))
        asking.sendall(f"GET {path} HTTP/1.0\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n".encode())
        status = asking.makefile("rb").readline()
    if path == "/so-do/":
        assert b" 404 " in status
        return
    assert b" 200 " in status
    lines = behind.asked[0].decode().split("\r\n")
    assert lines[0].split()[1] == path.replace("/1/", "/")
    assert "X-Forwarded-For: 127.0.0.1" in lines


def test_a_get_is_asked_again_of_the_other_process(behind):
    replies = iter([killed, greet])
    behind.reply = lambda request: next(replies)(request)
    assert behind.ask("/").status == 200
    assert len(behind.asked) == 2


def test_a_post_is_never_applied_twice(behind):
    behind.reply = killed
    answer = behind.ask("/hoi-dap/gui/", "POST")
    assert len(behind.asked) == 1
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert "Xin thử lại".encode() in answer.text


def test_a_post_goes_to_whoever_is_there(running):
    running.asked.clear()
    running.reply = greet
    with running.listening("web2.sock"):
        assert {running.ask("/", "POST").status for _ in range(6)} == {200}
    assert len(running.asked) == 6


def test_without_the_second_asking_the_end_of_a_process_is_seen(roomy_folder, monkeypatch):
    file = roomy_folder / "once.conf"
    again, once = "proxy_next_upstream error timeout http_503", "proxy_next_upstream off"
    file.write_text(SHIPPED.read_text().replace(again, once))
    monkeypatch.setattr("tests.drill.servers.SHIPPED", file)
    behind = Behind(roomy_folder)
    with (
        proxy(roomy_folder, media=roomy_folder, static=roomy_folder) as behind.port,
        behind.listening("web1.sock"),
    ):
        assert {behind.ask("/").status for _ in range(6)} == {200, 503}


def refuse(request: bytes) -> bytes:
    """Answer as a process without a saved copy of the page while the database is away."""
    head = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 4\r\n\r\n"
    return head + b"away"


def test_a_page_that_one_process_has_no_copy_of_is_asked_of_the_other(behind):
    replies = iter([refuse, greet])
    behind.reply = lambda request: next(replies)(request)
    assert behind.ask("/").status == 200
    assert len(behind.asked) == 2


@pytest.mark.parametrize(("method", "times"), [("GET", 2), ("POST", 1)])
def test_the_page_of_the_last_process_that_refuses_is_shown(behind, method, times):
    behind.reply = refuse
    answer = behind.ask("/", method)
    assert (answer.status, answer.headers["Retry-After"], answer.text) == (503, "10", b"away")
    assert len(behind.asked) == times


def test_machines_that_refuse_some_pages_are_asked_for_others(roomy_folder):
    behind = Behind(
        roomy_folder, reply=lambda asked: (refuse if b"/new/" in asked else greet)(asked)
    )
    machines = f"127.0.0.2:{free_port()} 127.0.0.3:{free_port()}"
    folder = {"media": roomy_folder, "static": roomy_folder}
    with contextlib.ExitStack() as running:
        for machine in machines.split():
            running.enter_context(behind.listening(machine))
        behind.port = running.enter_context(proxy(roomy_folder, **folder, WEB_SERVERS=machines))
        assert [behind.ask(path).status for path in ["/new/", "/kept/"] * 4] == [503, 200] * 4


def test_nobody_is_asked_before_the_form_is_whole(behind):
    head = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 6\r\n\r\n"
    with socket.create_connection(("127.0.0.1", behind.port), timeout=20) as sending:
        sending.sendall(head + b"abc")
        # Whoever comes later is answered before.
        assert behind.ask("/").status == 200
        assert len(behind.asked) == 1
        sending.sendall(b"def")
        assert sending.recv(65536).startswith(b"HTTP/1.1 200")
    assert behind.asked[1].endswith(b"\r\n\r\nabcdef")


def test_a_file_is_sent_by_the_proxy_with_the_words_of_django(behind):
    behind.reply = lambda request: page(SENT)
    answer = behind.ask("/documents/1/a.mp4")
    assert (answer.status, answer.text) == (200, FILE)
    for name, value in list(SENT.items())[1:]:
        assert answer.headers.get_all(name) == [value]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Accel-Redirect"] is None


@pytest.mark.parametrize(
    ("asked", "status", "sent"),
    [
        ({"Range": "bytes=2-4"}, 206, b"234"),
        ({"Range": "bytes=-2"}, 206, b"89"),
        ({"Range": "bytes=10-"}, 416, None),
        ({"Range": "bytes=0-1,3-4"}, 200, FILE),
        ({"Range": "bytes=2-4", "If_Range": '"old"'}, 200, FILE),
    ],
)
def test_a_player_may_jump(behind, asked, status, sent):
    behind.reply = lambda request: page(SENT)
    answer = behind.ask("/documents/1/a.mp4", **asked)
    assert answer.status == status
    assert sent is None or answer.text == sent


def test_what_a_reader_has_is_not_sent_again_and_a_head_has_no_body(behind):
    behind.reply = lambda request: page(SENT)
    first = behind.ask("/documents/1/a.mp4", "HEAD")
    assert (first.text, first.headers["Content-Length"]) == (b"", "10")
    for name, had in (("If_None_Match", "ETag"), ("If_Modified_Since", "Last-Modified")):
        assert behind.ask("/documents/1/a.mp4", **{name: first.headers[had]}).status == 304


@pytest.mark.parametrize(
    "path",
    [
        "/stored-media/documents/a.mp4",
        "/stored-media/",
        "/static/../stored-media/documents/a.mp4",
        "/static../media/documents/a.mp4",
        "/static/..%2fmedia/documents/a.mp4",
        "//stored-media/documents/a.mp4",
        "/%73tored-media/documents/a.mp4",
    ],
)
def test_no_address_leads_to_a_file_past_django(behind, path):
    answer = behind.ask(path)
    # The place is closed, or a web process is asked what this may be.
    assert (answer.status, len(behind.asked)) in {(404, 0), (400, 0), (200, 1)}
    assert FILE not in answer.text


def test_a_folder_leads_on_without_the_port_and_scheme_of_the_proxy(behind):
    answer = behind.ask("/static/core", Host="pbgdpl.example.vn")
    assert (answer.status, answer.headers["Location"]) == (301, "/static/core/")


def test_names_with_a_checksum_are_kept_for_good(behind):
    kept = {
        name: behind.ask(f"/static/core/{name}").headers["Cache-Control"]
        for name in ("base.css", "base.0123456789ab.css")
    }
    assert kept == {
        "base.css": "public, max-age=3600",
        "base.0123456789ab.css": "public, max-age=31536000, immutable",
    }
    assert behind.asked == []


# As Caddy asks.
HANDED_ON = {"Via": "2.0 Caddy"}


def test_a_static_file_is_sent_as_it_was_compressed_when_it_was_collected(behind):
    place = behind.folder / "static" / "core"
    (place / "base.css.gz").write_bytes(b"small")
    (place / "base.css.br").write_bytes(b"least")
    sent = {"": b"body {}", "gzip": b"small", "gzip, br": b"least"}
    for taken, text in sent.items():
        answer = behind.ask("/static/core/base.css", Accept_Encoding=taken, **HANDED_ON)
        assert answer.text == text
        assert answer.headers["Content-Encoding"] == (taken.split(", ")[-1] or None)
        assert answer.headers["Vary"] == "Accept-Encoding"


def test_what_a_web_process_writes_is_compressed_unless_it_is_so_already(behind):
    text = b"<p>Xin chao</p>" * 1000
    for kind, packed in (("text/html; charset=utf-8", True), ("image/webp", False)):
        behind.reply = lambda request, kind=kind: page({"Content-Type": kind}, text)
        answer = behind.ask("/", Accept_Encoding="gzip", **HANDED_ON)
        assert (gzip.decompress(answer.text) if packed else answer.text) == text
    assert behind.ask("/", **HANDED_ON).text == text


def test_more_searches_than_may_wait_are_refused_and_nothing_else_is(behind):
    wait = threading.Event()

    def held(request: bytes) -> bytes:
        if b"q=" in request:
            wait.wait(20)
        return greet(request)

    behind.reply = held
    with ThreadPoolExecutor(120) as people:
        paths = [f"/tim-kiem/?loai=article&q={number}" for number in range(110)]
        asked = [people.submit(behind.ask, path) for path in paths]
        refused = [each.result() for each in islice(as_completed(asked), 10)]
        assert {(each.status, each.headers["Retry-After"]) for each in refused} == {(503, "5")}
        assert behind.ask("/").status == 200
        wait.set()
        statuses = Counter(each.result().status for each in asked)
    assert statuses == {200: 100, 503: 10}


def test_what_is_too_large_is_said_in_vietnamese(behind):
    answer = behind.ask("/", "POST", Content_Length=str(101 * 1024 * 1024))
    assert (answer.status, behind.asked) == (413, [])
    assert "quá lớn".encode() in answer.text
