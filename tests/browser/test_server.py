"""The browser tests' own server."""

import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.request import urlopen

import pytest
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail.contrib.redirects.models import Redirect

COMPANY_SECONDS = 0.5
ENTERED = {name: threading.Event() for name in ("one", "other")}


def meet(request: HttpRequest, me: str, whom: str) -> HttpResponse:
    """Answer whether another request is being answered meanwhile."""
    ENTERED[me].set()
    return HttpResponse("together" if ENTERED[whom].wait(COMPANY_SECONDS) else "alone")


urlpatterns = [
    path("one/", meet, {"me": "one", "whom": "other"}),
    path("other/", meet, {"me": "other", "whom": "one"}),
    # The middleware asks where the admin is.
    path("", include("network.urls")),
]


@pytest.mark.browser
def test_the_browser_meets_what_the_orm_wrote(chromium, address) -> None:
    page = chromium.new_page()
    page.goto(f"{address}/cu")
    Redirect.add_redirect("/cu", "/moi/", is_permanent=False)
    page.goto(f"{address}/cu")
    assert page.url == f"{address}/moi/"
    page.close()


def test_one_answer_begins_when_the_other_has_ended(address, settings) -> None:
    settings.ROOT_URLCONF = __name__
    for entered in ENTERED.values():
        entered.clear()
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda name: urlopen(f"{address}/{name}/").read(), ENTERED))
    assert b"alone" in found
