"""For whom a page waits, and who has it at present."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Role
from network.desks.delegation import WaitingRow, delegation_of
from network.desks.models import Delegation
from network.desks.roles import WRITING

from ..selectors import EditorialCase
from ..stages import Stage
from .correction_requests import is_correctable, request_for
from .people import appraisal_of, writers_of

_WRITTEN = frozenset({Stage.DRAFT, Stage.RETURNED, Stage.WITHDRAWN})


def waiting_page(case: EditorialCase) -> WaitingRow:
    """Return for whom a page waits. Up to three queries."""
    stage = case.situation.stage
    known: dict[str, Any] = {"row": case.page, "agency": case.agency}
    known |= {"title": case.page.draft_title}
    if is_correctable(case):
        asked = request_for(case.page.pk)
        holder = asked.to_id if asked else case.page.owner_id
        return _written(case, **known, holder=holder, holder_knows=asked is not None)
    if stage in _WRITTEN:
        return _written(case, **known, holder=_writer_now(case))
    known |= {"path": reverse("moderation:desk", args=[case.page.pk])}
    writers = [user.pk for user in writers_of(case)]
    if stage is Stage.WAITING_APPROVAL:
        appraisal = appraisal_of(case)
        barred = _known(*writers, appraisal.actor_id if appraisal else None)
        return WaitingRow(**known, roles=frozenset({Role.APPROVER}), excluded=barred)
    roles = frozenset({Role.APPRAISER})
    if stage is Stage.WAITING_APPRAISAL:
        return WaitingRow(**known, roles=roles, excluded=writers)
    if case.urgent:
        barred = _known(*writers, case.urgent.published_by_id)
        return WaitingRow(**known, roles=roles, excluded=barred)
    return WaitingRow(**known, roles=roles, refusal=_("This page waits for nobody now."))


def _written(case: EditorialCase, **known: Any) -> WaitingRow:
    """Return a page that waits for somebody to write, and who then becomes its owner."""
    return WaitingRow(
        **known,
        path=reverse("wagtailadmin_pages:edit", args=[case.page.pk]),
        roles=WRITING,
        on_delegated=partial(_set_owner, case.page.pk),
    )


def _known(*people: int | None) -> set[int]:
    return {pk for pk in people if pk is not None}


def is_delegable(case: EditorialCase, user: User, held: Collection[str]) -> bool:
    """Return whether `user`, with these roles in the page's agency, may hand the page over."""
    if case.agency.gone_since(timezone.localdate()):
        return False
    waiting = waiting_page(case)
    return not waiting.refusal and waiting.may_delegate(user, held)


def delegation_now(case: EditorialCase) -> Delegation | None:
    """Return the delegation of a page at its present stage, or None. One query."""
    if is_correctable(case):
        return request_for(case.page.pk)
    return delegation_of(case.page, since=case.submission.since if case.submission else None)


def _writer_now(case: EditorialCase) -> int | None:
    """Return the id of the person who is to write on: the last one asked, else the submitter of a
    returned page, else the owner."""
    if found := delegation_now(case):
        return found.to_id
    submission = case.submission
    return (submission.submitted_by_id if submission else None) or case.page.owner_id


def _set_owner(page_id: int, person: User) -> None:
    """Make `person` the owner of a page: authors may edit their own pages only.

    Who wrote the text is known from its revisions, so that a former owner may still not appraise
    it.
    """
    Page.objects.filter(pk=page_id).update(owner=person)
