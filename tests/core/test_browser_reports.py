"""What browsers have stopped is counted, without anything about who saw it."""

import json

import pytest
from django.utils import timezone

from network.core import browser_reports
from network.core.browser_reports import check_reports
from network.core.system_checks.findings import Level
from network.core.system_checks.records import SystemRecord

pytestmark = pytest.mark.django_db
OLD = {
    "csp-report": {
        "document-uri": "http://testserver/dat-lai/KEY-OUT-OF-A-MAIL/?email=dan@example.vn",
        "violated-directive": "script-src 'self'",
        "blocked-uri": "https://evil.example.vn/x.js?who=dan",
        "script-sample": "dan@example.vn",
    }
}
NEW = [
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "http://testserver/admin/pages/5/",
            "effectiveDirective": "script-src-attr",
            "blockedURL": "inline",
        },
    }
]


def send(client, report, **headers):
    body = report if isinstance(report, bytes) else json.dumps(report)
    kind = "application/csp-report"
    return client.post("/bao-cao-trinh-duyet/", body, content_type=kind, **headers)


def counted() -> dict[str, int]:
    record = SystemRecord.objects.filter(name="browser_reports").first()
    return {} if record is None else record.data[str(timezone.localdate())]


def test_a_report_is_counted_by_what_was_stopped_and_nothing_else(client):
    assert send(client, OLD).status_code == 204
    assert send(client, NEW).status_code == 204
    assert counted() == {
        "script-src evil.example.vn site": 1,
        "script-src-attr inline admin": 1,
    }
    everything = json.dumps(list(SystemRecord.objects.values("data")))
    assert all(word not in everything for word in ("KEY-OUT", "dan@", "x.js", "who"))


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"no json", b"[" * 5000, b"5", b'{"csp-report": 5}', b"[[]]"),
        b'{"csp-report": {"violated-directive": "<b>"}}',
        b'{"csp-report": {"violated-directive": 7}}',
    ],
)
def test_nonsense_is_answered_and_not_counted(client, body):
    assert send(client, body).status_code == 204
    assert counted() == {}


def test_a_report_that_is_too_large_is_refused_unread(client):
    assert send(client, b"x" * 20_000).status_code == 413
    assert client.get("/bao-cao-trinh-duyet/").status_code == 405


def test_nobody_fills_the_counts(client, monkeypatch):
    for _ in range(browser_reports.PER_ADDRESS + 5):
        send(client, OLD)
    assert sum(counted().values()) == browser_reports.PER_ADDRESS
    kinds = [f"script-src host{number} site" for number in range(100)]
    browser_reports.count_reports(kinds, now=timezone.now())
    assert len(counted()) == browser_reports.KINDS_OF_A_DAY + 1
    assert counted()["other"] > 50


def test_many_reports_are_said_on_the_screen(settings):
    now = timezone.now()
    assert check_reports(now).level == Level.GOOD
    browser_reports.count_reports(["img-src a.vn site"] * 49, now=now)
    assert check_reports(now).level == Level.GOOD
    browser_reports.count_reports(["img-src a.vn site"], now=now)
    assert "img-src a.vn site" in check_reports(now).what
    assert check_reports(now).level == Level.WARNING


def test_browsers_are_told_where_to_report(client):
    headers = client.get("/khong-co/").headers
    assert "report-uri /bao-cao-trinh-duyet/" in headers["Content-Security-Policy"]
    assert "report-to csp" in headers["Content-Security-Policy"]
    assert headers["Reporting-Endpoints"] == 'csp="/bao-cao-trinh-duyet/"'
