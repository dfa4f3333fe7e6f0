"""The browser tests' own server."""

import pytest
from wagtail.contrib.redirects.models import Redirect


@pytest.mark.browser
def test_the_browser_meets_what_the_orm_wrote(chromium, address) -> None:
    page = chromium.new_page()
    page.goto(f"{address}/cu")
    Redirect.add_redirect("/cu", "/moi/", is_permanent=False)
    page.goto(f"{address}/cu")
    assert page.url == f"{address}/moi/"
    page.close()
