"""The 135 communes of the real file open from one template, with one shared board, and each has
somebody who appraises and somebody who approves."""

import datetime as dt
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext

from network.agencies import importing
from network.agencies.import_services import import_agencies
from network.agencies.models import Agency, Membership, Role
from network.agencies.places import communes
from network.moderation.selectors import editorial_rules_of, memberships_for
from network.provisioning.models import PartState
from network.provisioning.reorganisation import execution, services
from network.provisioning.reorganisation.planning import changes_of, planned_changes
from network.provisioning.services import open_agencies
from sites.models import AgencyHomePage, SectionIndexPage
from tests.factories.moderation import make_member
from tests.factories.reorganisations import add_step, make_plan
from tests.factories.sections import make_hub

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DATA = Path(importing.__file__).resolve().parent / "data"
CODES = {each.code for each in communes()}
REFORM = dt.date(2025, 7, 1)


def bring_in(name):
    parsed = importing.read_agencies((DATA / name).read_bytes(), filename=name)
    assert import_agencies(parsed=parsed, dry_run=False).rejected == []


@pytest.fixture
def plan():
    """The reform of the real files, and one approver at each commune."""
    make_hub()
    for name in ("agencies_2019.csv", "agencies_2025.csv", "communes_2025.csv"):
        bring_in(name)
    board = Agency.objects.get(code="STP-2025")
    open_agencies(agencies=[board], now=timezone.now())
    plan = make_plan(day=REFORM)
    services.edit_plan(
        plan=plan,
        name=plan.name,
        legal_basis=plan.legal_basis,
        effective_on=REFORM,
        board=board,
        document=None,
    )
    services.add_linked_steps(plan=plan)
    # The districts of the other province were never in the network: one row stands for them.
    name = "Ủy ban nhân dân các huyện của tỉnh Bình Định"
    others = Agency.objects.create(
        code="HBD", name=name, short_name=name, kind="ubnd_huyen", slug="huyen-binh-dinh"
    )
    concerned = {change.agency.pk for change in changes_of(plan)}
    for commune in Agency.objects.filter(code__in=CODES).exclude(pk__in=concerned):
        add_step(plan, "chia_tach", others, commune, partial=True)
    plan.refresh_from_db()
    return plan


def lacking_approvers(plan):
    """Return the codes of the agencies that the dry run warns about."""
    text = gettext("Nobody approves at this agency on that day: assign people first.")
    changes = planned_changes(plan)
    warned = [each for each in changes if text in [why.text for why in each.problems]]
    return {change.agency.code for change in warned}


def carry_out_counting(plan):
    """Carry the plan out, and return the number of queries of each agency's change by its code."""
    actor = make_member(plan.board, Role.NETWORK_ADMIN)
    execution.start(plan=plan, actor=actor, now=timezone.now())
    plan.refresh_from_db()
    spent = {}
    for change in changes_of(plan):
        with CaptureQueriesContext(connection) as queries:
            execution.change_agency(plan=plan, change=change, now=timezone.now())
        spent[change.agency.code] = len(queries)
        # The log of queries holds 9,000 only.
        connection.queries_log.clear()
    execution.carry_on(now=timezone.now())
    assert set(plan.parts.values_list("state", "error")) == {(PartState.DONE, "")}
    return spent


def menu_of(home):
    menu = SectionIndexPage.objects.descendant_of(home).order_by("path")
    return tuple(menu.values_list("key", "title"))


def test_135_communes_open_alike_with_one_board_and_nobody_lacks_an_approver(plan):
    found = {each.code: each for each in Agency.objects.filter(code__in=CODES)}
    assert len(found) == 135
    assert lacking_approvers(plan) >= CODES
    approvers = {code: make_member(each, Role.APPROVER) for code, each in found.items()}
    # Their decisions of appointment are of the first day.
    Membership.objects.filter(role=Role.APPROVER).update(valid_from=REFORM)
    assert not lacking_approvers(plan) & CODES
    appraiser = make_member(plan.board, Role.APPRAISER)
    spent = carry_out_counting(plan)
    # The last commune costs what the first one costs, but for what a process reads once.
    costs = [spent[code] for code in CODES]
    assert max(costs) - min(costs) <= 5
    assert max(costs) <= 100
    homes = AgencyHomePage.objects.filter(agency__code__in=CODES, live=True)
    assert homes.count() == 135
    assert len({menu_of(home) for home in homes}) == 1
    for code, agency in found.items():
        asked = {"agency": agency, "board": editorial_rules_of(agency).board}
        roles = memberships_for(user=appraiser, **asked, now=timezone.now())
        assert Role.APPRAISER in roles
        assert Role.APPROVER in memberships_for(user=approvers[code], **asked, now=timezone.now())
