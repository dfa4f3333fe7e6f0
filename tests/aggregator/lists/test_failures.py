"""Each reason why an address cannot be read is one sentence, followed by what to do."""

import datetime as dt
import ssl

import pytest

from aggregator.models import FetchOutcome
from aggregator.preview_services import preview_source
from aggregator.preview_wording import advise_preview, explain_failure
from network.core import http

NOW = dt.datetime(2026, 12, 1, 3, 0, tzinfo=dt.UTC)
HTML = {"Content-Type": "text/html; charset=utf-8"}
SCRIPT = "<!doctype html><title>Cổng</title><body><div id=app></div><script src=/main.js></script>"
LOGIN = "<!doctype html><form><input name=u><input type=password name=p><button>Vào</button></form>"
ARTICLE = "<!doctype html><h1>Một bài</h1><p>Chỉ có chữ.</p><a href=/gioi-thieu>Giới thiệu</a>"
CASES = {
    "filled by a script": ((200, HTML, SCRIPT.encode()), "mã trong trình duyệt", "JSON"),
    "sign-in page": ((200, HTML, LOGIN.encode()), "trang đăng nhập", "không cần đăng nhập"),
    "no list": ((200, HTML, ARTICLE.encode()), "Không tìm thấy", "chuyên mục"),
    "blocked": ((403, HTML, b""), "từ chối", "cho phép hệ thống"),
    "a file": ((200, {}, b"%PDF-1.7 ..."), "trả về một tệp", "trang liệt kê tin"),
    "plain text": ((200, {}, "Xin chào".encode()), "trả về một tệp", "trang liệt kê tin"),
    "too many parts": ((200, HTML, b"<html>" + b"<i>" * 210_000), "quá lớn", "chuyên mục"),
    "announced too large": ((200, {"Content-Length": "99999999"}, b""), "quá lớn", "chuyên mục"),
    "JSON without a list": ((200, {}, b'{"ok": true}'), "Không tìm thấy", "chuyên mục"),
    "JSON without links": (
        (200, {}, b'{"a": [{"t": "1"}, {"t": "2"}, {"t": "3"}]}'),
        "JSON",
        "JSON có danh sách tin",
    ),
}


def tried(url: str):
    preview = preview_source(url=url, kind="rss", options={}, person_id=1, now=NOW)
    assert preview.outcome is not None
    return preview, explain_failure(preview.outcome, preview.detail), advise_preview(preview)


@pytest.mark.django_db
@pytest.mark.parametrize(("answer", "sentence", "step"), CASES.values(), ids=CASES)
def test_a_failure_is_said_with_the_next_step(portal, answer, sentence, step):
    portal.pages["/tin"] = answer
    preview, said, advice = tried(f"{portal.url}/tin")
    assert sentence in said
    assert step in advice
    assert not preview.lists


@pytest.mark.django_db
def test_a_portal_without_https_is_offered_with_http(portal):
    portal.pages["/tin"] = (200, HTML, ARTICLE.encode())
    preview, said, _advice = tried(portal.url.replace("http:", "https:") + "/tin")
    assert "không nhận https://" in said
    assert [each.url for each in preview.candidates] == [f"{portal.url}/tin"]


@pytest.mark.django_db
def test_a_bad_certificate_is_never_worked_around(portal, monkeypatch):
    def refuse(url, **options):
        raise http.TlsFailure(url, str(ssl.SSLCertVerificationError("CERTIFICATE_VERIFY_FAILED")))

    monkeypatch.setattr(http, "fetch", refuse)
    preview, said, advice = tried("https://cong.example.vn/tin")
    assert (preview.outcome, preview.candidates) == (FetchOutcome.CERTIFICATE, ())
    assert "Chứng thư" in said
    assert "gia hạn chứng thư" in advice
