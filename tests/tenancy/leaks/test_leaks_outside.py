"""L54-L70, where tenants meet: settings, interfaces for programs, and what visitors reach."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.contrib.settings.registry import registry
from wagtail.models import Site

from aggregator.models import LibraryItem, Source
from network.agencies.models import Agency
from tests.tenancy.leaks.asking import (
    assert_closed,
    body_of,
)

pytestmark = pytest.mark.django_db


def views_outside_admin(resolver: URLResolver, route: str = ""):
    """Yield the module of every view that is not mounted under /admin/."""
    for entry in resolver.url_patterns:
        here = route + str(entry.pattern)
        if here.startswith("admin/"):
            continue
        if isinstance(entry, URLPattern):
            yield getattr(entry.callback, "__module__", "")
        else:
            yield from views_outside_admin(entry, here)


def test_l54_l55_settings_are_closed_to_agencies(cast):
    assert list(registry)
    for model in registry:
        names = [model._meta.app_label, model._meta.model_name]
        assert_closed(
            cast,
            reverse("wagtailsettings:edit", args=names),
            reverse("wagtailsettings:edit", args=[*names, Site.objects.get().pk]),
        )


@pytest.mark.parametrize("kind", ["pages", "images", "documents"])
def test_l56_l57_nobody_reads_the_admins_api(cast, kind):
    house = cast.foreign
    row = {"pages": house.article, "images": house.image, "documents": house.document}[kind]
    listing = reverse(f"wagtailadmin_api:{kind}:listing")
    assert_closed(
        cast,
        listing,
        f"{listing}?search=NHA",
        f"{reverse(f'wagtailadmin_api:{kind}:find')}?id={row.pk}",
        reverse(f"wagtailadmin_api:{kind}:detail", args=[row.pk]),
    )


def test_l58_l59_no_interface_for_programs_is_open_to_visitors():
    modules = set(views_outside_admin(get_resolver()))
    assert modules
    assert not [name for name in modules if name.startswith("wagtail.api")]
    assert not apps.is_installed("wagtail.api.v3")


@pytest.mark.parametrize("address", ["/", "/tim-kiem/", "/admin/", "/khong-co/"])
def test_l62_an_unknown_host_is_shown_no_section(cast, settings, address):
    settings.ALLOWED_HOSTS = ["pbgdpl.example.vn"]
    visitor = Client(raise_request_exception=False)
    answer = visitor.get(address, headers={"host": "la.example.vn"})
    assert answer.status_code == 400
    assert cast.own.marker not in body_of(answer)


def test_l65_l66_visitors_find_nothing_that_is_not_published(cast):
    visitor = Client(raise_request_exception=False)
    addresses = [
        cast.foreign.home.url,
        cast.foreign.contents.live.url,
        "/",
        *(f"/tim-kiem/?q={words}" for words in ("nhap", cast.foreign.secret, "Hẹn")),
    ]
    for address in addresses:
        answer = visitor.get(address)
        assert answer.status_code == 200, address
        shown = body_of(answer).replace(f"q={cast.foreign.secret}", "")
        assert f"nháp {cast.foreign.secret}" not in shown, address
        assert f"Hẹn giờ {cast.foreign.secret}" not in shown, address
    assert visitor.get(cast.foreign.article.full_url).status_code == 404


@pytest.mark.parametrize("address", ["/admin/failwhale/", "/admin/test404/"])
def test_l69_no_page_that_breaks_on_purpose(cast, address):
    assert_closed(cast, address)
    assert Client(raise_request_exception=False).get(address).status_code in (302, 404)


def test_l70_what_is_fetched_belongs_to_no_agency():
    """So no background job can write it to the wrong one; jobs of agencies name theirs."""
    for model in (Source, LibraryItem):
        related = {field.related_model for field in model._meta.get_fields() if field.is_relation}
        assert Agency not in related
