"""Compare a parsed file of people with the network: whom to invite, whose role to change."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.accounts.names import canonical_name
from network.agencies.models import AGENCY_ROLES, Agency, Invitation, Membership, Role, RoleGroup
from network.agencies.models.querysets import over_before
from network.agencies.naming import with_code
from network.agencies.people.batch import (
    Offer,
    agencies_administered_by_membership,
    agencies_to_staff,
)
from network.agencies.people.terms import Terms
from network.core.dates import format_day
from network.core.private_mail import is_private_mail
from network.core.text import fold

from .outlook import APART, AgencyOutlook, foresee
from .reading import ParsedPeople, PersonRow, RowProblem

# A person of an agency: (agency id, normalized address).
type Place = tuple[int, str]
_SUGGESTED = 2


@dataclass(frozen=True, slots=True)
class RoleChange:
    """A member's role that the file replaces with another one, or with another decision."""

    line: int
    membership: Membership
    role: Role
    terms: Terms


@dataclass(frozen=True, slots=True)
class RowNote:
    """Something to look at in a line; it does not prevent the import."""

    line: int
    text: str


@dataclass(slots=True)
class PeoplePlan:
    """What the import of a file does. If there are `problems`, nothing is saved."""

    problems: list[RowProblem] = field(default_factory=list)
    notes: list[RowNote] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    changes: list[RoleChange] = field(default_factory=list)
    unchanged: int = 0
    outlook: list[AgencyOutlook] = field(default_factory=list)

    @property
    def letters(self) -> int:
        """Return the number of mails: one for each invited person."""
        return len({offer.email for offer in self.offers})

    @property
    def people(self) -> int:
        """Return the number of people who are invited or get another role."""
        changed = {canonical_name(each.membership.user.email) for each in self.changes}
        return len({offer.email for offer in self.offers} | changed)


def plan_people(parsed: ParsedPeople, *, actor: User, now: dt.datetime) -> PeoplePlan:
    """Return what importing the file would do. Reads only; six queries, whatever the number of
    rows."""
    plan = PeoplePlan(problems=list(parsed.problems))
    planner = _Planner(actor, timezone.localdate(now), plan, parsed.shown)
    rows = [(row, agency) for row in parsed.rows if (agency := planner.agency_of(row))]
    planner.load({agency.pk for _row, agency in rows})
    planner.refuse_repetitions(rows)
    planner.refuse_second_accounts(rows)
    wanted: dict[Place, set[Role]] = defaultdict(set)
    for row, agency in rows:
        wanted[agency.pk, row.email].add(row.role)
    for row, agency in rows:
        planner.take(row, agency, wanted[agency.pk, row.email])
    plan.problems.sort(key=lambda each: each.line)
    plan.outlook = foresee(
        [agency for _row, agency in rows],
        [(row.line, agency.pk, row.email, row.role) for row, agency in rows],
        planner.serving_after(),
        plan.problems,
    )
    plan.notes += [RowNote(each.line, each.doubt) for each in plan.outlook if each.doubt]
    plan.notes.sort(key=lambda each: each.line)
    return plan


class _Planner:
    """The network as the file's author may see it, and the plan under construction."""

    def __init__(
        self, actor: User, today: dt.date, plan: PeoplePlan, shown: Mapping[str, str]
    ) -> None:
        self.actor, self.today, self.plan, self.shown = actor, today, plan, shown
        self.me = canonical_name(actor.email)
        self.own_agencies = agencies_administered_by_membership(actor, today=today)
        opened = RoleGroup.objects.filter(agency=OuterRef("pk"))
        self.by_name: dict[str, set[Agency]] = defaultdict(set)
        for agency in agencies_to_staff(actor).annotate(is_open=Exists(opened)):
            names = (agency.name, agency.short_name, agency.code, with_code(agency))
            for name in (*names, *agency.aliases):
                self.by_name[fold(name)].add(agency)

    def load(self, agencies: set[int]) -> None:
        """Load the people and open invitations of the agencies in the file. Two queries."""
        self.held: dict[Place, dict[str, Membership]] = defaultdict(dict)
        rows = Membership.objects.filter(
            agency__in=agencies, role__in=AGENCY_ROLES, stands_in_for=None
        ).exclude(over_before(self.today))
        for row in rows.select_related("user", "agency").order_by("valid_from", "pk"):
            self.held[row.agency_id or 0, canonical_name(row.user.email)][row.role] = row
        self.invited = {
            (each.agency_id, canonical_name(each.email), each.role): each
            for each in Invitation.objects.unanswered().filter(
                Q(valid_to=None) | Q(valid_to__gte=self.today), agency__in=agencies
            )
        }
        # Roles that the file replaces; a role can be replaced once only.
        self.replaced: set[int] = set()

    def agency_of(self, row: PersonRow) -> Agency | None:
        """Return the agency of a row, or None after recording why it cannot get people."""
        found = [
            (key, words, self.by_name.get(fold(words), set()))
            for key, words in (("agency", row.agency), ("agency_name", row.agency_name))
            if words
        ]
        for key, words, agencies in found:
            if not agencies:
                self.refuse(row, key, words, _("no such agency"), self.suggestion(words))
                return None
            if len(agencies) > 1:
                listed = "; ".join(sorted(map(with_code, agencies)))
                self.refuse(row, key, words, _("several agencies are called so"), listed)
                return None
        agencies = set.intersection(*(each for _key, _words, each in found))
        if not agencies:
            key, words, _agencies = found[-1]
            reason = _("this is the name of another agency than the code's")
            self.refuse(row, key, words, reason)
            return None
        [agency] = agencies
        key, words, _agencies = found[0]
        if agency.gone_since(self.today):
            self.refuse(row, key, words, _("this agency has ended"))
        elif not agency.is_open:  # type: ignore[attr-defined]
            self.refuse(row, key, words, _("this agency has no section yet"), _("open it first"))
        else:
            return agency
        return None

    def suggestion(self, words: str) -> str:
        """Return a question with the agencies whose names are most similar, or where to look."""
        near = get_close_matches(fold(words), list(self.by_name), n=_SUGGESTED, cutoff=0.6)
        named = {with_code(agency): None for name in near for agency in self.by_name[name]}
        if not named:
            return _("take the code from the list of agencies")
        return _("is it %s?") % ", ".join(list(named)[:_SUGGESTED])

    def refuse_repetitions(self, rows: Sequence[tuple[PersonRow, Agency]]) -> None:
        """Record a problem for a role that stands twice, and for an address of two people."""
        lines: dict[tuple[int, str, str], int] = {}
        names: dict[str, PersonRow] = {}
        for row, agency in rows:
            first = lines.setdefault((agency.pk, row.email, row.role), row.line)
            if first != row.line:
                reason = _("the same as line %d") % first
                self.refuse(row, "email", row.email, reason, _("delete one of the two lines"))
            known = names.setdefault(row.email, row)
            if fold(known.full_name) != fold(row.full_name):
                reason = _("line %(line)d has it too, of another person: “%(one)s”, “%(other)s”")
                values = {"line": known.line, "one": known.full_name, "other": row.full_name}
                fix = _("each person needs an address of their own")
                self.refuse(row, "email", row.email, reason % values, fix)

    def refuse_second_accounts(self, rows: Sequence[tuple[PersonRow, Agency]]) -> None:
        """Record a problem for a row that gives a person, by another address, a role that another
        person must have: the same mailbox with a tag, or the same name in the agency."""
        people: dict[tuple[int, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for (agency_id, email), roles in self.held.items():
            for role, membership in roles.items():
                for trait in _traits(email, membership.user.get_full_name()):
                    people[agency_id, trait][email].add(role)
        for row, agency in rows:
            for trait in _traits(row.email, row.full_name):
                people[agency.pk, trait][row.email].add(row.role)
        for row, agency in rows:
            self._refuse_second_account(row, agency, people)

    def _refuse_second_account(
        self,
        row: PersonRow,
        agency: Agency,
        people: Mapping[tuple[int, str], Mapping[str, set[str]]],
    ) -> None:
        """Record a problem if one of the row's traits has another address with a role apart from
        the row's."""
        apart = {*APART} - {row.role} if row.role in APART else set()
        for trait in _traits(row.email, row.full_name):
            for email, roles in people[agency.pk, trait].items():
                if email != row.email and roles & apart:
                    reason = _("%s is the same person: these two roles need two people")
                    fix = _(
                        "name another person; if two people have one name, add the birth year: "
                        "Lê Thị Lan (1980)"
                    )
                    self.refuse(row, "email", row.email, reason % email, fix)
                    return

    def take(self, row: PersonRow, agency: Agency, wanted: set[Role]) -> None:
        """Add a row to the plan: unchanged, a changed role, or an invitation."""
        terms = Terms(
            row.decision_number, row.valid_from or self.today, row.valid_to, row.decided_on
        )
        held = self.held[agency.pk, row.email]
        before: Membership | Invitation | None = held.get(row.role) or self.invited.get(
            (agency.pk, row.email, row.role)
        )
        if before and _same(before, terms):
            self.plan.unchanged += 1
            return
        if not self.check(row, agency):
            return
        spare = [each for role, each in held.items() if Role(role) not in wanted]
        spare = [each for each in spare if each.pk not in self.replaced]
        replaced = held.get(row.role) or (spare[0] if spare else None)
        if replaced:
            self.replaced.add(replaced.pk)
            self.plan.changes.append(RoleChange(row.line, replaced, row.role, terms))
        else:
            self.plan.offers.append(Offer(agency, row.email, row.full_name, row.role, terms))
        self.look_at(row)

    def check(self, row: PersonRow, agency: Agency) -> bool:
        """Record problems of the days, and of a role for the file's author. Returns whether there
        are none."""
        before = len(self.plan.problems)
        begins = row.valid_from or self.today
        if begins < self.today:
            fix = _("leave the cell empty: the role begins with the import")
            reason = _("the role cannot begin in the past")
            self.refuse(row, "valid_from", format_day(begins), reason, fix)
        if row.valid_to and row.valid_to < begins:
            reason = _("the last day lies before the first")
            self.refuse(row, "valid_to", format_day(row.valid_to), reason)
        if row.decided_on and row.decided_on > self.today:
            reason = _("the decision would be of a day to come")
            self.refuse(row, "decided_on", format_day(row.decided_on), reason)
        if row.email == self.me and agency.pk not in self.own_agencies:
            self.refuse(row, "email", row.email, _("you cannot give yourself a role"))
        return len(self.plan.problems) == before

    def look_at(self, row: PersonRow) -> None:
        """Add notes for a role that begins later, and for a private mail address."""
        if row.valid_from and row.valid_from > self.today:
            text = _("The role begins on %s; the letter is sent at once.")
            self.plan.notes.append(RowNote(row.line, text % format_day(row.valid_from)))
        if is_private_mail(row.email):
            text = _("An address of a private mail provider; one of the agency is better.")
            self.plan.notes.append(RowNote(row.line, text))

    def refuse(self, row: PersonRow, key: str, value: str, reason: str, fix: str = "") -> None:
        """Record a problem in the cell `key` of a row."""
        problem = RowProblem(row.line, reason, self.shown.get(key, ""), value, fix)
        self.plan.problems.append(problem)

    def serving_after(self) -> Iterable[tuple[int, str, str]]:
        """Yield (agency id, address, role) of everybody who serves or is invited after the
        import."""
        for (agency, email), roles in self.held.items():
            for role, membership in roles.items():
                if membership.pk not in self.replaced and membership.user.is_active:
                    yield agency, email, role
        yield from ((agency or 0, email, role) for agency, email, role in self.invited)
        for change in self.plan.changes:
            user = change.membership.user
            yield change.membership.agency_id or 0, canonical_name(user.email), change.role
        yield from ((each.agency.pk, each.email, each.role) for each in self.plan.offers)


def _traits(email: str, full_name: str) -> tuple[str, str]:
    """Return what tells that two addresses are of one person: the mailbox without tag, the name."""
    name, _at, domain = email.partition("@")
    return f"{name.partition('+')[0]}@{domain}", fold(full_name)


def _same(before: Membership | Invitation, terms: Terms) -> bool:
    """Return whether a role is held or offered by the same decision until the same day.

    The first day does not count: a role begins on the day of acceptance at the earliest.
    """
    known = (fold(before.decision_number), before.valid_to)
    return known == (fold(terms.decision_number), terms.valid_to)
