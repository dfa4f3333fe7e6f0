"""What the test suite promises about itself."""

import socket

import pytest
from wagtail.contrib.redirects.models import Redirect


def test_a_test_that_reaches_out_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_names_of_other_machines_do_not_resolve() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_meets_what_the_orm_wrote(chromium, live_server) -> None:
    page = chromium.new_page()
    page.goto(f"{live_server.url}/cu")
    Redirect.add_redirect("/cu", "/moi/", is_permanent=False)
    page.goto(f"{live_server.url}/cu")
    assert page.url == f"{live_server.url}/moi/"
    page.close()
