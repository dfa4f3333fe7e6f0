"""A page goes out only with files that can be read, and with the very ones that were appraised."""

from typing import Any

from wagtail.models import Revision

from .contents import files_of
from .models import Action, Decision
from .moves import MoveRefused
from .rules import MoveRefusal
from .selectors import Case

_APPRAISALS = (Action.APPRAISED, Action.APPRAISED_AFTERWARDS)


def require_readable_files(revision: Revision) -> dict[str, Any]:
    """Return what the log keeps of the files: a digest of each version and its text, by its key.

    MoveRefused where one is not ready, or has neither text nor a written alternative.
    """
    files = files_of(revision.as_object())
    if any(file.fault for file in files):
        raise MoveRefused(MoveRefusal.FILES_UNREADABLE)
    return {"files": {str(file.key): file.digest for file in files}} if files else {}


def require_appraised_files(case: Case) -> dict[str, Any]:
    """Return the same; MoveRefused where a file is another than the appraisal has read."""
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
