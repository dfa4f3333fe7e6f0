"""Select the earlier versions with which the desk compares the text."""

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
    """A comparison of the text with an earlier version. `changes` is None if that version no longer
    exists."""

    heading: str
    changes: list[Change] | None


def comparisons_of(
    case: EditorialCase, *, proposed: Page, request: AdminRequest
) -> list[Comparison]:
    """Compare the text with the version this person last decided on, the live one and the one taken
    down.

    Each revision is compared once, even if it is several of these.
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
        # An old revision may not match today's models. The desk then shows that the comparison
        # failed, and the decision goes on.
        logger.exception("page %s was not compared with revision %s", case.page.pk, revision_id)
        return [Change(_("The whole page"), failed=True)]


def last_read_by(user: User, page_id: int) -> Decision | None:
    """Return the last decision of `user` on a revision of the page, or None. One query."""
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
    """Return the page as of that revision, or the live page. None if the revision no longer
    exists."""
    if case.page.live and revision_id == case.page.live_revision_id:
        return case.page.specific
    revision = Revision.objects.filter(pk=revision_id).first()
    return revision.as_object() if revision else None
