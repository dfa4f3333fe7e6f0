"""Reports of errors go to a server of one's own, without anything about persons."""

import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from network.error_reports import MOST_WAITING, ErrorReportHandler, endpoint_of
from network.log_lines import REQUEST_ID

SECRET = "lan@example.gov.vn"


class Receiver(ThreadingHTTPServer):
    """Takes reports as GlitchTip does."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.reports: Queue[tuple[str, str, str]] = Queue()


class _Taking(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.reports.put((self.path, self.headers["X-Sentry-Auth"], body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def logger_to(dsn: str) -> logging.Logger:
    logger = logging.Logger("network.x")
    logger.addHandler(ErrorReportHandler(dsn))
    return logger


def test_an_error_arrives_with_its_places_and_without_its_values(receiver):
    logger = logger_to(f"http://key@127.0.0.1:{receiver.server_port}/sub/7")
    token = REQUEST_ID.set("0123456789abcdef")
    try:
        password = "bi-mat-lam"
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"no account {SECRET}") from error
    except ValueError:
        logger.exception("request of %s failed", SECRET)
    finally:
        REQUEST_ID.reset(token)
    path, auth, body = receiver.reports.get(timeout=20)
    assert path == "/sub/api/7/envelope/"
    assert "sentry_key=key" in auth
    event = json.loads(body.splitlines()[2])
    assert [each["type"] for each in event["exception"]["values"]] == ["KeyError", "ValueError"]
    frame = event["exception"]["values"][-1]["stacktrace"]["frames"][-1]
    assert set(frame) == {"filename", "function", "lineno"}
    assert event["tags"] == {"request_id": "0123456789abcdef"}
    assert SECRET not in body
    assert password not in body


def test_a_server_that_is_away_holds_up_nobody():
    logger = logger_to("http://key@127.0.0.1:1/7")
    for _ in range(MOST_WAITING * 3):
        logger.error("again")


@pytest.mark.parametrize(
    "dsn", ["https://key@o1.ingest.sentry.io/7", "https://host/7", "ftp://key@host/7", "yes"]
)
def test_only_a_server_of_ones_own_gets_reports(dsn):
    with pytest.raises(ImproperlyConfigured):
        endpoint_of(dsn)


def test_nobody_gets_any_unless_the_settings_say_so():
    assert "reports" not in settings.LOGGING["handlers"]
