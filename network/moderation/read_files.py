"""Require that a page's files are readable, and are the ones that were appraised."""

from typing import Any

from wagtail.models import Page, Revision

from .models import Action, Decision
from .moves import MoveRefused
from .page_files import digests_of_files, files_of
from .rules import MoveRefusal
from .selectors import EditorialCase

_APPRAISALS = (Action.APPRAISED, Action.APPRAISED_AFTERWARDS)
_APPROVALS = (Action.APPROVED, Action.PUBLISHED_URGENTLY)


def require_readable_files(revision: Revision) -> dict[str, Any]:
    """Return {"files": {key: digest}} for the log, or {} without files.

    Raises MoveRefused(FILES_UNREADABLE) if a file is not ready, or has neither text nor a written
    alternative.
    """
    page = revision.as_object()
    if any(file.fault for file in files_of(page)):
        raise MoveRefused(MoveRefusal.FILES_UNREADABLE)
    files = digests_of_files(page)
    return {"files": files} if files else {}


def approved_files(page: Page) -> dict[str, str]:
    """Return the file digests recorded when the live version was approved: {key: digest}, or {} if
    unknown."""
    decision = (
        Decision.objects.filter(
            page_id=page.pk, revision_id=page.live_revision_id, deed__in=_APPROVALS
        )
        .order_by("-pk")
        .first()
    )
    files: dict[str, str] = decision.detail.get("files", {}) if decision else {}
    return files


def require_appraised_files(case: EditorialCase) -> dict[str, Any]:
    """Return {"files": {key: digest}} for the log, as `require_readable_files`.

    Raises MoveRefused(FILES_CHANGED) if a file differs from the one that was appraised.
    """
    kept = require_readable_files(case.revision)
    appraisal = (
        Decision.objects.filter(page_id=case.page.pk, digest=case.digest, deed__in=_APPRAISALS)
        .order_by("-pk")
        .first()
    )
    read = appraisal.detail.get("files") if appraisal else None
    if read is not None and read != kept.get("files", {}):
        raise MoveRefused(MoveRefusal.FILES_CHANGED)
    return kept
