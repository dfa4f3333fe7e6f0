"""Warnings and events are written in a section and go live as every article does."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from sites.models import EventPage, SectionIndexPage, WarningPage
from tests.factories.accounts import signed_in
from tests.factories.moderation import appraise, approve, hand_in
from tests.factories.sections import SOURCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(office) -> SectionIndexPage:
    return SectionIndexPage.objects.descendant_of(office.home).get(slug="tin-tuc")


KINDS = [
    (WarningPage, {"level": "urgent"}, "/canh-bao/"),
    (
        EventPage,
        {"begins": timezone.now() + dt.timedelta(days=3), "place": "Làng Kép"},
        "/su-kien/",
    ),
]


@pytest.mark.parametrize(("kind", "fields", "address"), KINDS)
def test_nothing_is_shown_before_it_is_approved(client, office, place, kind, fields, address):
    page = kind(
        title="Tin quan trọng",
        slug="tin",
        summary="Tóm tắt.",
        body=[("paragraph", "<p>Nội dung.</p>")],
        live=False,
        owner=office.author,
        **fields | SOURCE,
    )
    place.add_child(instance=page)
    page.save_revision(user=office.author)
    hand_in(page, office.author)
    appraise(page, office.appraiser)
    assert "Tin quan trọng" not in client.get(address).content.decode()
    approve(page, office.approver)
    assert "Tin quan trọng" in client.get(address).content.decode()
    page.refresh_from_db()
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize(("kind", "fields", "address"), KINDS)
def test_an_author_finds_its_form(client, office, place, kind, fields, address):
    browser = signed_in(client, office.author)
    assert kind in place.allowed_subpage_models()
    form = reverse("wagtailadmin_pages:add", args=["agency_sites", kind._meta.model_name, place.pk])
    text = browser.get(form).content.decode()
    for field in fields:
        assert f'name="{field}"' in text
