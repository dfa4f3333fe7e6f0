"""Two agencies, people with every pair of roles, and what each of them did to which row."""

import datetime as dt
import itertools
import random
from collections import defaultdict
from dataclasses import dataclass, field

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Role
from network.agencies.scope import Scope, scope_of
from network.agencies.services import grant_membership
from network.channels.models import ChannelPlan
from network.oversight.models import Finding, Requirement, Status
from network.reporting.models import Report
from tests.factories.accounts import make_user
from tests.factories.channels import approved_plan
from tests.factories.moderation import Office, make_draft, make_office
from tests.factories.reports import open_period, write

# A role, and where it is held: in the first or the second agency, or in the network.
SLOTS = (
    *((0, role) for role in (Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN)),
    *((1, role) for role in (Role.AUTHOR, Role.APPROVER, Role.AGENCY_ADMIN)),
    *((None, role) for role in (Role.OVERSEER, Role.NETWORK_ADMIN, Role.REPORT_VIEWER)),
)
SINCE = dt.date(2026, 1, 1)
PLACES = ("first", "second", "network")


class SamePerson(AssertionError):
    """One person took both steps of a pair."""


@dataclass
class World:
    """The cast of all sequences; `rows` and `done` are those of the sequence under way."""

    offices: list[Office]
    # By "first approver + network overseer".
    people: dict[str, User]
    rows: dict[str, list[int]] = field(default_factory=dict)
    # For each pair and row: who took the first step, and who the second.
    done: dict[tuple[str, int], tuple[set[int], set[int]]] = field(default_factory=dict)

    @property
    def agencies(self) -> list[Agency]:
        return [office.agency for office in self.offices]

    def begin(self) -> None:
        """Forget the sequence before; its rows were rolled back."""
        self.rows = defaultdict(list) | {
            "report": list(Report.objects.order_by("pk").values_list("pk", flat=True)),
            "page": [make_draft(office).pk for office in self.offices],
        }
        self.done = defaultdict(lambda: (set(), set()))

    def recent(self, kind: str, chance: random.Random) -> list[int]:
        """Return the rows that a step may be taken at: two of each kind, so that they get far."""
        rows = self.rows[kind]
        return rows[-2:] if kind != "report" else rows[: chance.choice((2, len(rows)))]

    def mark(self, pair: str, how: str, row: int, person: User) -> None:
        """Note a step. Raises SamePerson if this person took the other step at the row.

        A step that is "overtaken" must be taken again, by anybody who did not take the first one.
        """
        first, second = self.done[pair, row]
        if how in {"restart", "overtaken"}:
            second.clear()
            if how == "restart":
                first.clear()
            return
        (first if how == "first" else second).add(person.pk)
        if first & second:
            raise SamePerson(f"{pair} of row {row}: user {person.pk} took both steps")

    def cast(self, chance: random.Random) -> list[User]:
        """Return five people of a sequence: two overseers, who can act, and three others.

        Pages are decided on by memberships alone: an appraiser and an approver are among them.
        """
        names = [
            chance.choice(sorted(name for name in self.people if role in name))
            for role in ("overseer", "overseer", "first appraiser", "first approver", "")
        ]
        return [self.people[name] for name in names]


def make_world() -> World:
    """Build it: 45 people, three periods with their reports, plans and findings."""
    offices = [make_office("STP"), make_office("SYT")]
    people = {}
    for pair in itertools.combinations(SLOTS, 2):
        name = " + ".join(f"{PLACES[2 if at is None else at]} {role}" for at, role in pair)
        people[name] = make_user()
        for at, role in pair:
            agency = None if at is None else offices[at].agency
            grant_membership(user=people[name], agency=agency, role=role, valid_from=SINCE)
    overseer = people["network overseer + network network_admin"]
    for months in range(3):
        last = timezone.localdate() - dt.timedelta(days=31 * months)
        open_period(overseer, first=last - dt.timedelta(days=20), last=last)
    by_agency = {office.agency.pk: office for office in offices}
    # Those of the first period are not begun: the overseer may still enter them from paper.
    begun = Report.objects.exclude(period=Report.objects.earliest("pk").period_id)
    for report in begun.select_related("agency", "period__indicator_set"):
        write(report, by_agency[report.agency_id].author, f1_1=7)
    for office in offices:
        approved_plan(office.agency, office.author, office.approver)
        for requirement in Requirement.objects.all()[:6]:
            Finding.objects.create(
                agency=office.agency,
                requirement=requirement,
                status=Status.NOT_MET,
                since=timezone.now(),
            )
    assert ChannelPlan.objects.count() == len(offices)
    return World(offices, people)


def fresh_scope(person: User) -> Scope:
    """Return the scope of this moment, as the next request of the person asks for it."""
    return scope_of(User.objects.get(pk=person.pk))
