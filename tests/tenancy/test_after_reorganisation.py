"""The walls between agencies after a reorganisation: former, later and other people's.

The foreign house has gone into a later one. Whoever served it serves it no more, its successor's
people correct its section, and nobody publishes anything new there.
"""

from dataclasses import replace

import pytest
from django.core import mail
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.provisioning.models import PartState
from network.provisioning.services import open_agency
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.reorganisations import carry_out, make_plan
from tests.tenancy.conftest import LEFT, OF_TWO, make_person, serve
from tests.tenancy.crawl import Crawl, names_of_part
from tests.tenancy.forms import hostile_form
from tests.tenancy.visits import Visit

pytestmark = pytest.mark.long
FORMER, HEIR, HEIR_OF_TWO = "former", "heir", "heir_of_two"
# One part of the addresses for each person, two for those whose rights the plan has changed. The
# files of the matrix try all addresses; this one stays within a minute of a processor.
PARTS, FIRST, SECOND = 18, 0, 9
FROM_OWN = [(each, FIRST) for each in ("agency_admin", LEFT, OF_TWO, FORMER)] + [(FORMER, SECOND)]
FROM_HEIR = [(HEIR, FIRST), (HEIR_OF_TWO, FIRST), (HEIR, SECOND)]


@pytest.fixture(scope="module")
def after(built, once):
    """Return the cast after the foreign house has gone into a later one, seen from the own house,
    and seen from the later one."""
    return once(reorganise, built)


def reorganise(cast):
    ended = cast.foreign
    agency = Agency.objects.create(
        code="HEIR", name="Sở Kế thừa", short_name="Sở Kế thừa", kind="so", slug="so-ke-thua"
    )
    open_agency(agency=agency, now=timezone.now())
    people = dict(cast.people) | {
        FORMER: make_person("cuu-can-bo", "CHUNG", ended.agency, Role.APPROVER),
        HEIR: make_person("ke-thua", "CHUNG", agency, Role.APPROVER),
        HEIR_OF_TWO: make_person("ke-thua-hai-noi", "CHUNG", agency, Role.AUTHOR),
    }
    serve(people[FORMER], cast.own, Role.AUTHOR)
    serve(people[HEIR_OF_TWO], ended, Role.AUTHOR)
    plan = carry_out(
        make_plan(("sap_nhap", ended.agency, agency)), cast.people[Role.NETWORK_ADMIN.value]
    )
    assert set(plan.parts.values_list("state", "error")) == {(PartState.DONE, "")}
    # Else each request tried would deliver again what the plan has left to be done.
    run_jobs()
    mail.outbox.clear()
    seen_from_own = replace(cast, people=people)
    seen_from_heir = replace(cast, own=ended, foreign=cast.own, people=people)
    return seen_from_own, seen_from_heir, agency


def leaks_of(cast, persona, part, reads, record_property):
    """Look everywhere as one person, post a hostile form to each foreign address, and return what
    should not have been."""
    crawl = Crawl(cast, names_of_part(cast, part, PARTS), reads)
    visit = Visit(Client(), cast, persona, before=crawl.rows, reads=reads)
    crawl.look_everywhere(visit)
    hostile = hostile_form(cast)
    for address in crawl.foreign.values():
        if address.name != "wagtailadmin_logout":
            visit.post(address, hostile)
    record_property("leaked", visit.count(visit.leaks, visit.asked + visit.tried))
    record_property("passed", visit.count(visit.writes, visit.tried))
    return visit.found


@pytest.mark.parametrize(("persona", "part"), FROM_OWN)
def test_nobody_of_another_agency_meets_the_ended_one(
    after, persona, part, reads, plain_refusals, record_property
):
    """Neither those who once served it, nor those whose membership the plan has ended."""
    assert leaks_of(after[0], persona, part, reads, record_property) == []


@pytest.mark.parametrize(("persona", "part"), FROM_HEIR)
def test_the_successor_s_people_meet_no_third_agency(
    after, persona, part, reads, plain_refusals, record_property
):
    assert leaks_of(after[1], persona, part, reads, record_property) == []


def test_a_membership_that_the_plan_left_in_place_is_found(after, reads, plain_refusals):
    """Without the end of the memberships the same requests do leak."""
    cast = after[0]
    with transaction.atomic():
        gone = Membership.objects.filter(agency=cast.foreign.agency, user=cast.people[FORMER])
        gone.update(valid_to=None)
        Agency.objects.filter(pk=cast.foreign.agency.pk).update(valid_to=None, status="active")
        crawl = Crawl(cast, names_of_part(cast, FIRST, PARTS), reads)
        visit = Visit(Client(), cast, FORMER, before=crawl.rows)
        crawl.look_everywhere(visit)
        assert visit.leaks
        transaction.set_rollback(True)


def test_nobody_publishes_for_the_ended_agency_and_its_pages_have_an_editor(after):
    cast, _seen_from_heir, _agency = after
    home = cast.foreign.home
    pages = Page.objects.live().filter(path__startswith=home.path).specific()
    assert pages
    people = User.objects.filter(is_active=True)
    assert people.count() > 15
    for person in people:
        allowed = home.permissions_for_user(person)
        assert not (allowed.can_add_subpage() or allowed.can_publish()), person
    heir = cast.people[HEIR]
    nobody_s = [page for page in pages if not page.permissions_for_user(heir).can_edit()]
    assert nobody_s == []


def test_the_successor_opens_a_page_of_the_ended_agency_and_its_former_people_do_not(client, after):
    cast, _seen_from_heir, _agency = after
    page = Page.objects.live().filter(path__startswith=cast.foreign.home.path, depth__gt=4)[0]
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    for persona, status in ((HEIR, 200), (HEIR_OF_TWO, 200), (FORMER, 404), (LEFT, 404)):
        signed_in(client, cast.people[persona])
        assert client.get(address).status_code == status, persona
        client.logout()
