"""People of a merged agency go on at its successor: where they write, and what becomes of the texts
that they had submitted."""

import pytest
from django.urls import reverse

from network.agencies.scope import scope_of
from network.guide.addresses import address_of
from network.guide.chapters import FIRST_PLACE, OWN_HOME
from sites.models import SectionIndexPage
from tests.factories.accounts import signed_in
from tests.factories.invited import accept_invitation
from tests.factories.moderation import make_draft, make_office
from tests.factories.reorganisations import carry_out, make_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def former():
    return make_office("STTTT")


@pytest.fixture
def heir(former):
    return make_office("SKHCN")


def test_who_accepts_the_invitation_writes_at_the_successor(client, former, heir):
    person = former.author
    make_draft(former)
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    accept_invitation(person, heir.agency)
    shown = signed_in(client, person).get("/admin/").context["panels"]
    [panel] = [panel for panel in shown if getattr(panel, "name", "") == "write"]
    offered = panel.get_context_data()
    buttons = [offered["first"], *offered["kinds"], *offered["places"]]
    places = SectionIndexPage.objects.descendant_of(heir.home)
    assert len(buttons) > 6
    for _label, url in buttons:
        assert int(url.rstrip("/").rpartition("/")[2]) in {place.pk for place in places}
        assert client.get(url).status_code == 200


def test_the_tour_of_the_first_day_shows_the_successor_s_section(former, heir):
    carry_out(make_plan(("sap_nhap", former.agency, heir.agency)))
    person = heir.agency_admin
    scope = scope_of(person)
    assert address_of(OWN_HOME, person, scope) == reverse(
        "wagtailadmin_pages:edit", args=[heir.home.pk]
    )
    place = int(address_of(FIRST_PLACE, person, scope).rstrip("/").split("/")[-2])
    assert SectionIndexPage.objects.descendant_of(heir.home).filter(pk=place).exists()
