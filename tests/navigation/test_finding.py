"""The search of the admin finds directives by number, pages by title and agencies by name."""

import pytest
from django.test import Client
from django.urls import reverse
from modelsearch import index

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.directives import make_directive, make_overseer, receipt_of
from tests.factories.moderation import make_draft, make_member, make_office

pytestmark = pytest.mark.django_db


def found(person, typed):
    """Return (label, URL) of what the person finds."""
    answer = signed_in(Client(), person).get(reverse("navigation:found"), {"q": typed})
    return [(row.label, row.url) for row in answer.context["rows"]]


def written(office, title):
    draft = make_draft(office, title=title)
    index.insert_or_update_object(draft)
    return draft


def test_a_directive_is_found_by_its_number_by_those_who_may_read_it():
    office, other = make_office("STP"), make_office("YTE")
    overseer = make_overseer(office.agency)
    directive = make_directive(overseer, other.agency, number="1510/STP-PBGDPL")
    draft = make_directive(overseer, other.agency, number="1511/STP-PBGDPL", is_sent=False)
    whole = [("Công văn 1510/STP-PBGDPL", reverse("directives:directive", args=[directive.pk]))]
    assert found(overseer, "1510/stp") == whole
    receipt = reverse("directives:receipt", args=[receipt_of(directive, other.agency).pk])
    assert found(other.author, " 1510 ") == [("Công văn 1510/STP-PBGDPL", receipt)]
    assert found(office.author, "1510") == []
    assert [found(each, draft.number) for each in (other.author, other.agency_admin)] == [[], []]
    assert Client().get(reverse("navigation:found"), {"q": "1510"}).status_code == 302


def test_the_list_of_pages_finds_articles_below_it_without_marks(client):
    office = make_office("STP")
    own = written(office, "Luật Đất đai có gì mới")
    for place in ("wagtailadmin_explore_root", "wagtailadmin_explore"):
        url = reverse(place, args=[office.home.pk] if place.endswith("explore") else [])
        for typed in ("luat", "luật", "dat dai", "luat dat"):
            answer = signed_in(client, office.author).get(url, {"q": typed}, follow=True)
            assert own.title in answer.content.decode(), (place, typed)


def test_pages_are_found_by_their_title_within_the_own_sections():
    office, other = make_office("STP"), make_office("YTE")
    own, foreign = written(office, "Lũ quét ở Krông Pa"), written(other, "Lũ quét ở Chư Sê")
    edit = reverse("wagtailadmin_pages:edit", args=[own.pk])
    assert found(office.author, "lu quet") == [("Lũ quét ở Krông Pa", edit)]
    # Colleagues see the draft of somebody else in its list.
    place = reverse("wagtailadmin_explore", args=[own.get_parent().pk])
    colleague = make_member(office.agency, Role.AUTHOR)
    assert found(colleague, "Lũ quét") == [("Lũ quét ở Krông Pa", place)]
    assert found(other.author, "lũ quét")[0][0] == foreign.title


def test_agencies_are_found_by_those_who_keep_their_list():
    office = make_office("YTE")
    admin = make_member(office.agency, Role.NETWORK_ADMIN)
    edit = reverse("agencies_agency_modeladmin_edit", args=[office.agency.pk])
    assert ("Sở YTE", edit) in found(admin, "Sở yte")
    assert edit not in dict(found(office.author, "Sở yte")).values()


def test_a_single_letter_finds_nothing():
    office = make_office("STP")
    written(office, "Lũ quét ở Krông Pa")
    assert (found(office.author, "l"), found(office.author, "")) == ([], [])
