"""A request of the web server, as Django reads it."""

from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIRequest

from network.accounts.addresses import client_address
from network.serving.environ import environ_of


def request(*headers: tuple[str, str], **changed: str) -> WSGIRequest:
    """Return what Django makes of a request."""
    given = {
        "method": "GET",
        "path": "/",
        "query_string": "",
        "server": "127.0.0.1:8000",
        "client": "203.0.113.7:50000",
        "scheme": "http",
        "http_version": "1.1",
        "authority": None,
    }
    named = (("host", "localhost"), *headers)
    scope = SimpleNamespace(**given | changed, headers=SimpleNamespace(items=lambda: named))
    return WSGIRequest(environ_of(scope))


def test_an_address_in_vietnamese_is_read():
    read = request(path="/tìm/đất đai", query_string="q=đất+đai&loai=%C4%91")
    assert read.path == "/tìm/đất đai"
    assert read.GET.dict() == {"q": "đất đai", "loai": "đ"}


def test_cookies_and_headers_that_come_in_pieces_are_one():
    read = request(("cookie", "a=1"), ("cookie", "b=2"), ("accept", "x"), ("accept", "y"))
    assert read.COOKIES == {"a": "1", "b": "2"}
    assert read.headers["Accept"] == "x,y"


def test_no_header_passes_for_that_of_our_proxy(settings):
    settings.TRUSTED_PROXIES = 1
    proxy, forged = ("x-forwarded-for", "192.0.2.1"), ("x_forwarded_for", "198.51.100.9")
    for headers in ([proxy, forged], [forged, proxy]):
        assert client_address(request(*headers)) == "192.0.2.1"


@pytest.mark.parametrize(
    ("client", "address"),
    [("203.0.113.7:5", "203.0.113.7"), ("[2001:db8::1]:5", "2001:db8::1"), ("unix:/a.sock", None)],
)
def test_whoever_asks_is_known_by_address(client, address):
    assert client_address(request(client=client)) == address


def test_a_socket_has_a_port_for_whoever_looks_for_the_site():
    assert request(server="unix:/run/pbgdpl/web1.sock").get_port() == "80"
