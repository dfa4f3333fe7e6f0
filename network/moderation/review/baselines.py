"""With which earlier versions the text on the desk is compared."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from network.accounts.models import User
from network.agencies.requests import AdminRequest
from network.core.dates import format_moment

from ..models import DECIDING_ACTIONS, Decision
from ..selectors import EditorialCase
from .comparison import Change, changes_between

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The text on the desk beside an earlier version; `changes` is None where that is gone."""

    heading: str
    changes: list[Change] | None


def comparisons_of(
    case: EditorialCase, *, proposed: Page, request: AdminRequest
) -> list[Comparison]:
    """Return the text beside what this person last decided on, what is live, what was taken down.

    None twice: who decided on what is live reads one comparison.
    """
    own = last_read_by(request.user, case.page.pk)
    found, seen = [], set()
    for heading, revision_id in _baselines(case, own):
        if revision_id in seen:
            continue
        seen.add(revision_id)
        found.append(Comparison(heading, _changes(case, revision_id, proposed, request)))
    return found


def _changes(
    case: EditorialCase, revision_id: int | None, proposed: Page, request: AdminRequest
) -> list[Change] | None:
    try:
        earlier = _earlier(case, revision_id)
        if earlier is None:
            return None
        return changes_between(earlier=earlier, later=proposed, request=request)
    except Exception:
        # An old revision may not fit the models of today in any way: it is said, and decided upon.
        logger.exception("page %s was not compared with revision %s", case.page.pk, revision_id)
        return [Change(_("The whole page"), failed=True)]


def last_read_by(user: User, page_id: int) -> Decision | None:
    """Return the last decision of `user` on a version of the page; one query."""
    rows = Decision.objects.filter(page_id=page_id, actor=user, deed__in=DECIDING_ACTIONS)
    return rows.exclude(revision_id=None).order_by("-pk").first()


def _baselines(case: EditorialCase, own: Decision | None) -> Iterator[tuple[str, int | None]]:
    if own is not None:
        words = _("Changed since your decision: %(deed)s, %(at)s")
        yield (
            words % {"deed": own.get_deed_display(), "at": format_moment(own.at)},
            own.revision_id,
        )
    if case.page.live:
        yield _("Changed against the published version"), case.page.live_revision_id
    if case.takedown is not None:
        yield _("Changed against the version that was taken down"), case.takedown.revision_id


def _earlier(case: EditorialCase, revision_id: int | None) -> Page | None:
    """Return the page as that revision has it, or as citizens read it; None where it is gone."""
    if case.page.live and revision_id == case.page.live_revision_id:
        return case.page.specific
    revision = Revision.objects.filter(pk=revision_id).first()
    return revision.as_object() if revision else None
