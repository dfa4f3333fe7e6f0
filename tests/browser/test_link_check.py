"""The link check in a real browser: what was pasted stands in no address, history or log."""

from typing import Any

import pytest

CHECK = "/trang-chinh-thuc/kiem-tra/"
SECRET = "facebook.com/bi-mat-cua-ba-lan"


@pytest.mark.browser
@pytest.mark.django_db
def test_what_was_pasted_stands_in_no_address_and_no_log(tab: Any, caplog: Any) -> None:
    requests: list[Any] = []
    tab.on("request", lambda request: requests.append(request))
    tab.goto("/trang-chinh-thuc/")
    caplog.set_level("DEBUG")
    tab.fill("#link", f"Chị xem giúp\n{SECRET} nhé")
    with tab.expect_navigation():
        tab.click(".link-check button")
    assert SECRET in tab.text_content("main")
    assert tab.url.endswith(CHECK)
    with tab.expect_navigation():
        tab.click("button[name=begin]")
    assert SECRET in tab.input_value("#id_link")
    tab.go_back()
    tab.go_back()
    entries = tab.evaluate("performance.getEntries().map(entry => entry.name)")
    stored = tab.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    addresses = [each.url for each in requests]
    referrers = [each.headers.get("referer", "") for each in requests]
    said = [each.getMessage() for each in caplog.records]
    for text in (*addresses, *referrers, *entries, *said, stored, tab.url):
        assert "bi-mat" not in text
    assert tab.context.cookies() == []
