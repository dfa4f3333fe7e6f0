"""Who rates a page leaves no trace: in no row, in no line of the log, in no backup."""

import http.client
import re
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from network.core.backup.making import _DUMP_OPTIONS
from network.core.backup.programs import Programs
from network.feedback.models import DayKey, RatingToday, Satisfaction
from tests.factories.sections import make_article, make_section
from tests.factories.servers import Web, copied_database, web_processes

pytestmark = [pytest.mark.drill, pytest.mark.real_clock]
PLAIN = "--compress=none"
READER = {
    "User-Agent": "Mozilla/5.0 Nguoi-danh-gia",
    "X-Forwarded-For": "203.0.113.77",
    "Referer": "http://localhost/rieng-tu/",
}
TRACE = re.compile(rb"203\.0\.113|Nguoi-danh-gia|rieng-tu")


def rate_kept_page(web: Web, path: str) -> None:
    """Send the form of a cached page, as a browser without scripts does."""
    for _ in range(3):
        page = web.get(path).text
    fields = BeautifulSoup(page, "html.parser").select("form.rating input")
    sent = {field["name"]: field.get("value", "") for field in fields}
    sent |= {"answer": str(Satisfaction.DISSATISFIED)}
    asking = http.client.HTTPConnection("127.0.0.1", web.port, timeout=30)
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    asking.request("POST", "/danh-gia/", urlencode(sent), READER | kind)
    answer = asking.getresponse()
    assert (answer.status, answer.getheader("Set-Cookie")) == (303, None)
    asking.close()


def dumped(*options: str) -> bytes:
    return b"".join(Programs.of_server().read("pg_dump", *options))


def test_a_rating_leaves_no_trace_of_who_gave_it(django_db_setup, django_db_blocker, capfd):
    with django_db_blocker.unblock(), copied_database():
        path = make_article(make_section()).url
        with web_processes(1) as (web,):
            rate_kept_page(web, path)
        marks = [bytes(RatingToday.objects.get().mark), bytes(DayKey.objects.get().key)]
        kept = dumped(*_DUMP_OPTIONS, PLAIN)
        everything = dumped(PLAIN)
        logged = "".join(capfd.readouterr()).encode()
    assert path.encode() in kept
    assert path.encode() in logged
    assert not TRACE.search(kept + everything + logged)
    for mark in marks:
        assert mark.hex().encode() not in kept + logged
        # The guard: with the rows of unlogged tables a backup would outlive the day.
        assert mark.hex().encode() in everything
