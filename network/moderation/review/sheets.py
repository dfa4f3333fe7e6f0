"""The forms that the review desk offers, depending on the moves this person may make."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from network.core.dates import format_moment

from ..models import UrgentPublication
from ..rules import Move
from .desk import CaseDetails
from .forms import PostedMove


@dataclass(frozen=True, slots=True)
class Button:
    """A submit button of a desk form."""

    choice: PostedMove
    label: str
    # CSS class of a secondary or dangerous button.
    classname: str = ""


@dataclass(frozen=True, slots=True)
class DecisionSheet:
    """A form of the desk with its buttons: usual decision, urgent publication, or owed
    appraisal."""

    key: str
    heading: str
    comment_label: str
    buttons: tuple[Button, ...]
    explanation: str = ""
    with_checklist: bool = False
    # The buttons behind "Set an hour".
    hour_buttons: tuple[Button, ...] = ()
    # The revision to be read, if it is not the newest one.
    owed: int | None = None

    def offers(self, move: str) -> bool:
        """Return whether one of the buttons posts `move`."""
        return move in [button.choice for button in (*self.buttons, *self.hour_buttons)]


def sheets_of(desk: CaseDetails) -> list[DecisionSheet]:
    """Return the forms available to this person; that of an owed appraisal comes first."""
    return [*_owed_sheet(desk), *_usual_sheet(desk), *_urgent_sheet(desk)]


def _usual_sheet(desk: CaseDetails) -> Iterator[DecisionSheet]:
    buttons = []
    if Move.APPRAISE in desk.moves:
        buttons.append(Button(PostedMove.APPRAISE, _("Pass the appraisal")))
    if Move.APPROVE in desk.moves:
        buttons.append(Button(PostedMove.APPROVE, _approval_label(desk)))
    if Move.RETURN in desk.moves:
        buttons.append(Button(PostedMove.RETURN, _("Return"), "button-secondary no"))
    if buttons:
        yield DecisionSheet(
            key="usual",
            heading=_("Decision"),
            comment_label=_("Comment (needed to return)"),
            buttons=tuple(buttons),
            with_checklist=Move.APPRAISE in desk.moves,
            hour_buttons=tuple(_hour_buttons(desk)),
        )


def _hour_buttons(desk: CaseDetails) -> Iterator[Button]:
    """Yield the buttons that publish at another hour than the text names."""
    if Move.APPROVE in desk.moves:
        yield Button(PostedMove.APPROVE_AT, _("Approve, publish at this hour"))
        if desk.goes_live_at:
            yield Button(PostedMove.APPROVE_NOW, _("Approve, publish now"), "button-secondary")


def _approval_label(desk: CaseDetails) -> str:
    if desk.goes_live_at:
        return _("Approve, publish at %s") % format_moment(desk.goes_live_at)
    return _("Approve now")


def _urgent_sheet(desk: CaseDetails) -> Iterator[DecisionSheet]:
    if Move.PUBLISH_URGENTLY in desk.moves:
        yield DecisionSheet(
            key="urgent",
            heading=_("Urgent publication"),
            explanation=_(
                "The page is published at once and must be appraised within %d hours. The reason "
                "stands in the decision log, and the Justice Department sees it."
            )
            % desk.case.rules.urgent_hours,
            comment_label=_("Reason"),
            buttons=(Button(PostedMove.PUBLISH_URGENTLY, _("Publish urgently"), "no"),),
        )


def _owed_sheet(desk: CaseDetails) -> Iterator[DecisionSheet]:
    urgent = desk.case.urgent
    if urgent is not None and Move.APPRAISE_AFTERWARDS in desk.moves:
        yield DecisionSheet(
            key="owed",
            heading=_("Appraisal after urgent publication"),
            explanation=_owed(urgent),
            comment_label=_("Comment (needed where it fails)"),
            buttons=(
                Button(PostedMove.APPRAISE_AFTERWARDS, _("Pass the appraisal")),
                Button(PostedMove.FAIL_AFTERWARDS, _("Fail it: withdraw the page"), "no"),
            ),
            with_checklist=True,
            owed=urgent.revision_id,
        )


def _owed(urgent: UrgentPublication) -> str:
    by = urgent.published_by
    return _(
        "Published urgently by %(who)s at %(at)s: %(reason)s. To be appraised before %(due)s."
    ) % {
        "who": by.shown_name if by else "?",
        "at": format_moment(urgent.published_at),
        "reason": urgent.reason,
        "due": format_moment(urgent.due_at),
    }
