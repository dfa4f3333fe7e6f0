"""Corrections of page texts by users. Approved versions stay unchanged."""

import datetime as dt
import hashlib

from django.db import transaction

from network.accounts.models import User

from .cleaning import cleaned
from .markup import from_markup
from .models import RenderedPage, Rendering
from .pdf_text import written_part
from .selectors import has_correctable_text, pages_of


class ChangedMeanwhile(Exception):
    """Another user has corrected the page since it was displayed."""


@transaction.atomic
def correct_page(
    *, rendering_id: int, number: int, seen: int, text: str, user: User, now: dt.datetime
) -> bool:
    """Store the new text of a page. Returns False if nothing has changed.

    `seen` is the page version that was displayed. The file's digest changes, so that earlier
    appraisals no longer count. Raises ChangedMeanwhile or DoesNotExist.
    """
    rendering = Rendering.objects.select_for_update().get(pk=rendering_id)
    page = pages_of(rendering).get(number=number)
    if not has_correctable_text(rendering):
        raise Rendering.DoesNotExist
    if page.version != seen:
        raise ChangedMeanwhile
    part = written_part(from_markup(text), width=page.width, height=page.height)
    html = cleaned(part.html, pictures=rendering.folder)
    if html == page.html:
        return False
    told = f"{rendering.digest}\0{number}\0{part.text}\0{html}"
    rendering.version += 1
    rendering.digest = hashlib.sha256(told.encode()).hexdigest()
    RenderedPage.objects.create(
        rendering=rendering,
        number=number,
        title=part.title,
        text=part.text,
        html=html,
        width=page.width,
        height=page.height,
        version=rendering.version,
        digest=rendering.digest,
        corrected_by=user,
        corrected_at=now,
    )
    rendering.shown_version = rendering.version
    rendering.has_text = pages_of(rendering).exclude(text="").exists()
    rendering.save(update_fields=["version", "digest", "has_text"])
    return True
