"""The sidebar's page tree."""

import pytest
from django.urls import reverse

from sites.models import ArticlePage, SectionIndexPage
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article

pytestmark = pytest.mark.django_db


def test_pages_come_with_their_parent_and_their_status(client):
    agency = make_agency()
    place = SectionIndexPage.objects.descendant_of(agency.home_page).get(key="van_ban_moi")
    live, changed = make_article(place), make_article(place)
    changed.save_revision()
    draft = make_article(place, live=False)
    signed_in(client, make_member(agency))
    query = {"child_of": place.pk, "for_explorer": 1, "fields": "parent"}
    answer = client.get(reverse("wagtailadmin_api:pages:listing"), query).json()
    found = {item["id"]: item["meta"] for item in answer["items"]}
    assert {meta["parent"]["id"] for meta in found.values()} == {place.pk}
    told = {pk: meta["status"]["status"] for pk, meta in found.items()}
    pages = ArticlePage.objects.filter(pk__in=[live.pk, changed.pk, draft.pk])
    assert told == {page.pk: str(page.status_string) for page in pages}
    assert len(set(told.values())) == 3
