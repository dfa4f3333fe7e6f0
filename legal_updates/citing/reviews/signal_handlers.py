"""Handlers of Wagtail's signals: page published or unpublished."""

import datetime as dt
from typing import Any

from django.utils import timezone
from wagtail.models import Page, Revision
from wagtail.signals import page_published, page_unpublished

from ..services import index_page, mark_not_live
from .services import close_updated, close_withdrawn


def connect() -> None:
    """Connect the handlers."""
    page_published.connect(page_was_published, dispatch_uid="citing_published")
    page_unpublished.connect(page_was_unpublished, dispatch_uid="citing_unpublished")


def page_was_published(*, instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    """Index the published version and close the reviews that it settles."""
    index_page(page=instance, sides=("in_live",))
    now = timezone.now()
    written_at: dt.datetime = revision.created_at if revision else now
    close_updated(
        page=instance,
        written_at=written_at,
        user=revision.user if revision else None,
        now=now,
    )


def page_was_unpublished(*, instance: Page, **kwargs: Any) -> None:
    """Remove the unpublished page from the index and close its reviews."""
    mark_not_live(page=instance)
    close_withdrawn(page=instance, now=timezone.now())
