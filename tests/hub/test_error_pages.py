"""Error pages stand in the same frame; the last resort needs nothing that may be broken."""

import pytest
from django.db import OperationalError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import path
from django.views.defaults import permission_denied

from network import urls
from network.core.error_views import server_error
from tests.factories.sections import make_hub


def away(request):
    """Fail as whoever asks a database that has been ended."""
    raise OperationalError("server closed the connection unexpectedly")


urlpatterns = [path("away/", away), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/khong-co/", "/so-y-te/khong-co/", "/wp-login.php", "/%E1%BA", "/%00/"]
)
def test_missing_page_offers_a_search(client, path):
    make_hub()
    response = client.get(path)
    assert response.status_code == 404
    text = response.content.decode()
    assert 'role="search"' in text
    assert 'class="site-footer"' in text


@pytest.mark.django_db
def test_refusal_says_what_to_do():
    make_hub()
    response = permission_denied(RequestFactory().get("/"), Exception())
    assert response.status_code == 403
    assert b'class="site-footer"' in response.content


def test_server_error_needs_no_database():
    response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert response.content.decode() == render_to_string("500.html")
    assert b'class="site-header"' in response.content


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_who_asks_while_the_database_is_away_is_told_to_come_again(client):
    client.raise_request_exception = False
    response = client.get("/away/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "Xin thử lại sau ít giây." in response.content.decode()
    assert "chưa được lưu" not in response.content.decode()


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_who_sends_something_meanwhile_is_told_that_it_may_be_lost(client):
    client.raise_request_exception = False
    response = client.post("/away/")
    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert "có thể chưa được lưu" in response.content.decode()
