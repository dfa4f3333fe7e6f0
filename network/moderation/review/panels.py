"""The start page: what waits for this person, one click from doing it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component

from network.agencies.figures import Figure
from network.agencies.models import AGENCY_ROLES, Role
from network.agencies.scope import scope_now
from network.agencies.wagtail_hooks import roles_now

from ..deadlines import overdue_since
from ..stages import Stage
from . import worklists
from .access import Desks, administered, desks_of
from .agency_lists import may_be_urgent, waiting_in
from .items import Item, items_of
from .worklists import Rows

ROWS_SHOWN = 10
# Beyond this the badge says "more than": counting a board's thousands would cost every screen.
COUNTED = 99


class WorkPanel(Component):
    """The head of a work list, and the way to the whole of it."""

    template_name = "moderation/review/panel.html"

    def __init__(
        self, name: str, *, heading: str | Promise, rows: Rows, empty: str | Promise, order: int
    ) -> None:
        self.name, self.heading, self.empty, self.order = name, heading, empty, order
        self.rows = rows

    @cached_property
    def items(self) -> list[Item]:
        """Return one row more than is shown: it tells that there are more. One query."""
        return items_of(self.rows[: ROWS_SHOWN + 1], timezone.now())

    @property
    def media(self) -> Media:
        """Return the style of the lists."""
        return Media(css={"all": ["moderation/review.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "panel": self,
            "items": self.items[:ROWS_SHOWN],
            "more": len(self.items) > ROWS_SHOWN,
            "url": reverse(f"moderation:{self.name}"),
        }


class WatchPanel(WorkPanel):
    """What waits for others: what waits too long says so."""

    @cached_property
    def items(self) -> list[Item]:
        """Return one row more than is shown, as in every panel."""
        now = timezone.now()
        return items_of(self.rows[: ROWS_SHOWN + 1], now, late_since=overdue_since(now))


class NetworkPanel(WatchPanel):
    """What the overseer watches: how much is open, what is late, what has waited longest."""

    template_name = "moderation/review/network_panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the numbers; two queries."""
        return {**super().get_context_data(parent_context), "figures": _figures()}


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panels of this person's start page; of several roles, those of each."""
    roles = roles_now(request)
    panels: list[WorkPanel] = []
    if desks_now(request):
        panels += _deciding_panels(request)
    if roles & set(AGENCY_ROLES):
        panels += _own_panels(request, is_author=Role.AUTHOR in roles)
    if Role.AGENCY_ADMIN in roles:
        panels.append(_agency_panel(request))
    if Role.OVERSEER in roles:
        panels.append(
            NetworkPanel(
                "open",
                heading=gettext_lazy("Waiting in the network"),
                rows=worklists.waiting_anywhere(),
                empty=gettext_lazy("Nothing waits."),
                order=150,
            )
        )
    return list(panels)


def desks_now(request: HttpRequest) -> Desks:
    """Return the desks of who is signed in, asked once for all of the screen."""
    known: Desks | None = getattr(request, "review_desks", None)
    if known is None:
        user: Any = request.user
        known = desks_of(user, timezone.localdate())
        request.review_desks = known  # type: ignore[attr-defined]
    return known


def count_waiting(request: HttpRequest) -> int:
    """Return how much waits for who is signed in, COUNTED + 1 for more than that; one query."""
    desks = desks_now(request)
    if not desks:
        return 0
    user: Any = request.user
    return worklists.waiting_for(user, desks).order_by()[: COUNTED + 1].count()


def _deciding_panels(request: HttpRequest) -> Iterable[WorkPanel]:
    """Return what waits for the person, and what they could publish before its appraisal."""
    user: Any = request.user
    yield WorkPanel(
        "waiting",
        heading=gettext_lazy("Waiting for me"),
        rows=worklists.waiting_for(user, desks_now(request)),
        empty=gettext_lazy("Nothing waits for your decision."),
        order=100,
    )
    if desks_now(request).approved:
        urgent = WorkPanel(
            "urgent",
            heading=gettext_lazy("May be published urgently"),
            rows=may_be_urgent(user, desks_now(request)),
            empty="",
            order=105,
        )
        yield from [urgent] if urgent.items else []


def _agency_panel(request: HttpRequest) -> WorkPanel:
    return WatchPanel(
        "agency",
        heading=gettext_lazy("Waiting in the agency"),
        rows=waiting_in(administered(request), day=timezone.localdate()),
        empty=gettext_lazy("Nothing waits in your agency."),
        order=140,
    )


def _own_panels(request: HttpRequest, *, is_author: bool) -> Iterable[WorkPanel]:
    """Return the panels on one's own texts; who is no author sees none that is empty."""
    user: Any = request.user
    agencies = scope_now(request).agency_roles
    returned = WorkPanel(
        "returned",
        heading=gettext_lazy("Returned to me"),
        rows=worklists.returned_to(user, agencies),
        empty="",
        order=110,
    )
    submitted = WorkPanel(
        "submitted",
        heading=gettext_lazy("Handed in by me"),
        rows=worklists.submitted_by(user, agencies, now=timezone.now()),
        empty=gettext_lazy("Nothing of yours is on its way. Open a draft and hand it in."),
        order=120,
    )
    drafts = WorkPanel(
        "drafts",
        heading=gettext_lazy("My drafts"),
        rows=worklists.drafts_of(user, agencies),
        empty=gettext_lazy("You have no drafts. Choose “Pages” in the menu to begin one."),
        order=130,
    )
    always = {submitted, drafts} if is_author else set()
    return [panel for panel in (returned, submitted, drafts) if panel in always or panel.items]


def _figures() -> list[Figure]:
    now = timezone.now()
    counts = worklists.counts_anywhere(late_since=overdue_since(now))
    overdue = worklists.overdue_anywhere(now).count()
    stages = (Stage.WAITING_APPRAISAL, Stage.WAITING_APPROVAL, Stage.RETURNED)
    address = reverse("moderation:open")
    return [
        Figure(
            overdue,
            _("urgent publications overdue"),
            reverse("moderation:overdue"),
            serious=overdue > 0,
        ),
        Figure(
            counts.late,
            _("texts waiting too long"),
            f"{address}?qua-han=1",
            serious=counts.late > 0,
        ),
        *(
            Figure(
                counts.open.get(stage, 0), str(stage.label).lower(), f"{address}?buoc={stage.value}"
            )
            for stage in stages
        ),
    ]
