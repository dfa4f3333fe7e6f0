"""Markup of Wagtail that bars people with screen readers, mended on our screens."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("query", ["khongco", "lich"])
@pytest.mark.parametrize(
    "name", ["wagtailadmin_pages:search", "wagtailimages:index", "wagtaildocs:index"]
)
def test_what_a_search_found_is_announced_and_headings_skip_no_level(office, name, query):
    answer = signed_in(Client(), office.author).get(reverse(name), {"q": query})
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert '<h2 role="alert"' not in page
    assert page.find("<h3") == -1 or page.find("<h2") < page.find("<h3")
