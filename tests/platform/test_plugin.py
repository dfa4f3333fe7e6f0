"""What the test suite promises about itself."""

import socket

import pytest
from django.contrib.auth import get_user_model


def test_a_test_that_reaches_out_fails() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)


def test_names_of_other_machines_do_not_resolve() -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("example.org", 443)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_sees_what_the_orm_wrote(chromium, live_server) -> None:
    get_user_model().objects.create_superuser("chi-huong", "huong@example.org", "mat-khau-dai-12")
    page = chromium.new_page()
    page.goto(f"{live_server.url}/admin/login/")
    page.fill("[name=username]", "chi-huong")
    page.fill("[name=password]", "mat-khau-dai-12")
    page.click("[type=submit]")
    page.wait_for_url(f"{live_server.url}/admin/")
    page.close()
