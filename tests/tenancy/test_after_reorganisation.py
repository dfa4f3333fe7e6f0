"""The walls between agencies after a reorganisation: former, later and other people's.

The foreign house has gone into a later one. Whoever served it serves it no more, its successor's
people correct its section, and nobody publishes anything new there. The later one is closed in its
turn, and another keeps the archive of both.
"""

from collections import defaultdict
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
from network.agencies.scope import scope_of
from network.agencies.slugs import slug_of_agency
from network.provisioning.models import PartState
from network.provisioning.services import open_agency
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.reorganisations import carry_out, make_plan
from tests.tenancy.conftest import LEFT, OF_TWO, make_person, serve
from tests.tenancy.crawl import IS_DRILL, Crawl, names_of_part
from tests.tenancy.crossing import SHARED
from tests.tenancy.visits import Visit

pytestmark = pytest.mark.long
# The admin of another agency, whose guard is asked first as everybody's; who served the ended
# agency until the plan, beside another or alone; its successor's people; the keeper's.
OTHER_ADMIN, FORMER, ENDED = "other_admin", "former", "ended"
HEIR, HEIR_OF_TWO, KEEPER = "heir", "heir_of_two", "keeper"
# Who serves the own house has one scope, whatever else they served. So have the successor's people.
FROM_OWN, FROM_HEIR = (OTHER_ADMIN, LEFT, OF_TWO, FORMER), (HEIR, HEIR_OF_TWO)
# A run takes one share of the addresses, the next day's the next; `make drill` takes all of them.
PARTS, SHARES = 18, 6


def names_of_today(cast):
    """Return the names of the addresses of this day's share, or of all in the drill."""
    share = timezone.localdate().toordinal() % SHARES
    parts = range(PARTS) if IS_DRILL else range(share, PARTS, SHARES)
    return set().union(*(names_of_part(cast, part, PARTS) for part in parts))


@pytest.fixture(scope="module")
def after(built, once):
    """Return the cast after the foreign house has gone into a later one, seen from the own house,
    and seen from the later one."""
    return once(reorganise, built)


def reorganise(cast):
    ended = cast.foreign
    agency = open_new("HEIR", "Sở Kế thừa")
    people = dict(cast.people) | {
        OTHER_ADMIN: cast.people["agency_admin"],
        FORMER: make_person("cuu-can-bo", "CHUNG", ended.agency, Role.APPROVER),
        ENDED: make_person("het-nhiem-vu", "CHUNG", ended.agency, Role.AGENCY_ADMIN),
        HEIR: make_person("ke-thua", "CHUNG", agency, Role.APPROVER),
        HEIR_OF_TWO: make_person("ke-thua-hai-noi", "CHUNG", agency, Role.AUTHOR),
    }
    serve(people[FORMER], cast.own, Role.AUTHOR)
    serve(people[HEIR_OF_TWO], ended, Role.AUTHOR)
    carry_out_now(cast, ("sap_nhap", ended.agency, agency))
    seen_from_own = replace(cast, people=people)
    # Everybody's pages may cite a document of the law, whichever house has added it.
    rows = {model: keys for model, keys in cast.own.rows.items() if model not in SHARED}
    third = replace(cast.own, rows=defaultdict(set, rows))
    seen_from_heir = replace(cast, own=ended, foreign=third, people=people, corrector=agency)
    return seen_from_own, seen_from_heir, agency


def open_new(code, name):
    """Return a new agency with an empty section."""
    agency = Agency.objects.create(
        code=code, name=name, short_name=name, kind="so", slug=slug_of_agency(name)
    )
    open_agency(agency=agency, now=timezone.now())
    return agency


def carry_out_now(cast, *steps, **fields):
    """Carry out a plan of the network admin, and what it leaves to be done: else each request
    tried would do it again."""
    admin = cast.people[Role.NETWORK_ADMIN.value]
    plan = carry_out(make_plan(*steps, **fields), admin)
    assert set(plan.parts.values_list("state", "error")) == {(PartState.DONE, "")}
    run_jobs()
    mail.outbox.clear()


def leaks_of(cast, personas, reads, record_property):
    """Let the people, who have one scope, ask and write everything, and return what should not
    have been."""
    crawl, found = Crawl(cast, names_of_today(cast), reads, of_one_scope=personas), []
    for persona in personas:
        visit = crawl.send(persona)
        record_property("leaked", visit.count(visit.leaks, visit.asked + visit.tried))
        record_property("passed", visit.count(visit.writes, visit.tried))
        found += [f"{persona}: {each}" for each in visit.found]
    return found


@pytest.mark.parametrize("personas", [FROM_OWN, (ENDED,)], ids=["own", "ended"])
def test_nobody_of_another_agency_meets_the_ended_one(
    after, personas, reads, plain_refusals, record_property
):
    """Neither those who once served it, nor those whose membership the plan has ended."""
    assert leaks_of(after[0], personas, reads, record_property) == []


def test_the_successor_s_people_meet_no_third_agency(after, reads, plain_refusals, record_property):
    assert leaks_of(after[1], FROM_HEIR, reads, record_property) == []


def test_once_the_successor_is_closed_its_keeper_meets_no_third_agency(
    after, db, reads, plain_refusals, record_property
):
    """The keeper corrects the pages of both, and those who served the successor nothing more."""
    _seen_from_own, cast, successor = after
    agency = open_new("KEEP", "Sở Lưu trữ")
    person = make_person("luu-tru", "CHUNG", agency, Role.APPROVER)
    carry_out_now(cast, ("giai_the", successor, None), keeper=agency)
    kept = replace(cast, people=cast.people | {KEEPER: person}, corrector=agency)
    assert scope_of(person).writes_page(cast.own.home.path)
    assert leaks_of(kept, (KEEPER,), reads, record_property) == []
    turned = replace(cast, own=cast.foreign, foreign=cast.own, corrector=None)
    assert leaks_of(turned, (HEIR,), reads, record_property) == []


def test_a_membership_that_the_plan_left_in_place_is_found(after, reads, plain_refusals):
    """Without the end of the memberships the same requests do leak."""
    cast = after[0]
    with transaction.atomic():
        gone = Membership.objects.filter(agency=cast.foreign.agency, user=cast.people[FORMER])
        gone.update(valid_to=None)
        Agency.objects.filter(pk=cast.foreign.agency.pk).update(valid_to=None, status="active")
        crawl = Crawl(cast, names_of_part(cast, 0, PARTS), reads)
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
