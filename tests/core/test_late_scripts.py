"""Large scripts of Wagtail are loaded late, unless Wagtail names them differently."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from network.core.templatetags.late_scripts import load_late
from tests.factories.accounts import signed_in


@pytest.mark.django_db
def test_the_large_scripts_of_every_admin_page_are_loaded_late(client, office):
    signed_in(client, office.author)
    page = BeautifulSoup(client.get(reverse("wagtailadmin_home")).content, "html.parser")
    late = page.select_one("script[data-ui]")
    for name in ("ui", "tags", "dates"):
        address = late[f"data-{name}"]
        assert address.startswith("/static/wagtailadmin/js/vendor/")
        assert not page.select(f'script[src="{address}"]')


def test_unknown_scripts_stay():
    scripts = '<script src="/static/wagtailadmin/js/vendor/jquery-ui-2.min.js"></script>'
    assert load_late(scripts) == scripts
