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


def test_the_large_scripts_are_loaded_late_under_their_hashed_names_too():
    folder = "/static/wagtailadmin/js/vendor"
    addresses = {
        "ui": f"{folder}/jquery-ui-1.13.2.min.c31c158b9d0c.js",
        "dates": f"{folder}/jquery.datetimepicker.695e601ad562.js",
        "tags": f"{folder}/tag-it.f3fbc3e61e77.js",
    }
    scripts = "".join(f'<script src="{address}"></script>' for address in addresses.values())
    late = BeautifulSoup(load_late(scripts), "html.parser").script
    assert {name: late[f"data-{name}"] for name in addresses} == addresses


def test_unknown_scripts_stay_and_formatted_text_still_finds_its_loader():
    scripts = '<script src="/static/wagtailadmin/js/vendor/jquery-ui-2.min.js"></script>'
    answer = load_late(scripts)
    assert answer.startswith(scripts)
    assert "late_scripts" in answer
