"""The dry run: per agency everything that it holds, and what becomes of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from network.core.dates import format_day
from network.core.export import RowValue
from network.hub.routing import public_path
from sites.models import AgencyHomePage

from ..models import ReorganisationPart, ReorganisationPlan, ReorganisationStep
from .held_rows import HeldRows, held_rows
from .planning import AgencyChange, planned_changes
from .receiving import owner_after

# So many agencies are listed above the button that changes or restores them.
_MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class ChangeOutlook:
    """What a plan does to one agency, before it is carried out."""

    change: AgencyChange
    held: list[HeldRows]
    part: ReorganisationPart | None

    @property
    def address(self) -> tuple[str, str]:
        """Return the address of the section before, "" for an agency that the plan adds, and
        after."""
        before = "" if self.change.is_founded else f"/{self.change.agency.slug}/"
        return before, f"/{self.change.slug}/"


def outlooks_of(
    plan: ReorganisationPlan, changes: Sequence[AgencyChange] | None = None
) -> list[ChangeOutlook]:
    """Return what the plan does to each agency, or to those of `changes`. The number of queries
    does not depend on the number of agencies."""
    wanted = planned_changes(plan) if changes is None else changes
    agencies = [change.agency.pk for change in wanted]
    held = held_rows(wanted)
    parts = {part.agency_id: part for part in plan.parts.filter(agency__in=agencies)}
    return [
        ChangeOutlook(change, held[change.agency.pk], parts.get(change.agency.pk))
        for change in wanted
    ]


def page_addresses(change: AgencyChange, most: int) -> list[tuple[str, str]]:
    """Return the addresses before and after of live pages whose address changes, `most` at
    most."""
    home = AgencyHomePage.objects.filter(agency=change.agency).first()
    if home is None or not change.moves:
        return []
    root = home.url_path.removesuffix(f"{home.slug}/")
    pages = home.get_descendants(inclusive=True).live().order_by("path")
    paths = [path.removeprefix(root) for path in pages.values_list("url_path", flat=True)[:most]]
    return [(f"/{path}", f"/{change.slug}/{path.partition('/')[2]}") for path in paths]


def public_addresses(request: HttpRequest, changes: Sequence[AgencyChange]) -> dict[int, str]:
    """Return the addresses of the live sections of the agencies that go on, by their ids. One
    query."""
    lasting = [change.agency.pk for change in changes if not change.ends]
    homes = AgencyHomePage.objects.live().filter(agency__in=lasting)
    return {home.agency_id: public_path(request, home) for home in homes}


def words_of(change: AgencyChange) -> list[str]:
    """Return a sentence for each step that concerns the agency."""
    return [sentence for sentence, _step in sentences_of(change)]


def sentences_of(change: AgencyChange) -> list[tuple[str, ReorganisationStep]]:
    """Return a sentence for each step that concerns the agency, with the step."""
    # Without a named part the sentence would end with a space.
    leaving = [(_outgoing(step).strip(), step) for step in change.outgoing]
    return leaving + [(_incoming(step).strip(), step) for step in change.incoming]


def _outgoing(step: ReorganisationStep) -> str:
    if step.renames:
        former = _former_name(step)
        text = _("was called %(former)s, and is called %(name)s from now on")
        text = text if former else _("is called %(name)s from now on")
        return text % {"former": former, "name": step.new_name} + _new_owner(step)
    if step.successor is None:
        if step.keeper is None:
            return _("ends without a successor")
        text = _("ends without a successor; %(agency)s keeps the archive")
        return text % {"agency": step.keeper.name}
    words = {"kind": step.get_kind_display(), "agency": step.successor.name, "part": step.part}
    if step.partial:
        return _("%(kind)s: a part goes to %(agency)s %(part)s") % words
    return _("%(kind)s: goes to %(agency)s %(part)s") % words


def _new_owner(step: ReorganisationStep) -> str:
    """Return what a renaming changes at the foot of all pages, or ""."""
    owner = owner_after(step)
    if owner == step.predecessor.owner:
        return ""
    return _("; the governing body at the foot of its pages becomes %(owner)s") % {"owner": owner}


def _former_name(step: ReorganisationStep) -> str:
    """Return the former name of an agency that a plan has renamed; "" before that."""
    agency = step.predecessor
    # `rename_agency` puts the former name before the other names.
    return agency.aliases[0] if agency.name == step.new_name and agency.aliases else ""


def _incoming(step: ReorganisationStep) -> str:
    words = {"kind": step.get_kind_display(), "agency": step.predecessor.name, "part": step.part}
    if step.partial:
        return _("%(kind)s: receives a part of %(agency)s %(part)s") % words
    return _("%(kind)s: receives %(agency)s %(part)s") % words


def changes_as_list(changes: Sequence[AgencyChange]) -> SafeString:
    """Return what happens to each agency as a list in HTML: for a large plan, to the first ones."""
    rows = [(change.agency.name, "; ".join(words_of(change))) for change in changes[:_MOST_LISTED]]
    items = format_html_join("", "<li><strong>{}</strong>: {}</li>", rows)
    more = len(changes) - len(rows)
    text = ngettext("And %(number)d more agency.", "And %(number)d more agencies.", more)
    rest = format_html("<li>{}</li>", text % {"number": more}) if more else ""
    return format_html("<ul>{}{}</ul>", items, rest)


@dataclass(frozen=True, slots=True)
class OutlookLine:
    """A line of the exported file: one kind of rows of one agency."""

    outlook: ChangeOutlook
    held: HeldRows | None


def lines_of(outlooks: Sequence[ChangeOutlook]) -> Iterator[OutlookLine]:
    """Yield the lines of the file: one for each kind of rows of an agency that ends, and one for
    any other agency."""
    for outlook in outlooks:
        rows: list[HeldRows | None] = [*outlook.held] if outlook.change.ends else []
        rows = rows or [_all_that_stays(outlook)]
        yield from (OutlookLine(outlook, held) for held in rows)


def _all_that_stays(outlook: ChangeOutlook) -> HeldRows | None:
    number = sum(held.number for held in outlook.held)
    if not number:
        return None
    return HeldRows(_("Everything that the agency holds"), number, _("stays with this agency"))


def facts_of(plan: ReorganisationPlan) -> list[tuple[str, str]]:
    """Return what the file says of the plan itself, line by line."""
    return [
        (_("Reorganisation"), plan.name),
        (_("In force from"), format_day(plan.effective_on)),
        (_("Legal basis"), plan.legal_basis),
        (_("State"), plan.get_state_display()),
    ]


COLUMNS = (
    RowValue(gettext_lazy("Code"), lambda line: line.outlook.change.agency.code),
    RowValue(gettext_lazy("Agency"), lambda line: line.outlook.change.agency.name),
    RowValue(gettext_lazy("What happens"), lambda line: "; ".join(words_of(line.outlook.change))),
    RowValue(gettext_lazy("Address before"), lambda line: line.outlook.address[0]),
    RowValue(gettext_lazy("Address after"), lambda line: line.outlook.address[1]),
    RowValue(
        gettext_lazy("To be solved"),
        lambda line: "; ".join(p.text for p in line.outlook.change.problems),
    ),
    RowValue(gettext_lazy("Concerned"), lambda line: line.held.label if line.held else ""),
    RowValue(gettext_lazy("How many"), lambda line: line.held.number if line.held else ""),
    RowValue(gettext_lazy("What becomes of it"), lambda line: line.held.fate if line.held else ""),
)
