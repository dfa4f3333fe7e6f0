"""Handler of Wagtail's signal that a page was published."""

from typing import Any

from wagtail.models import Page, Revision
from wagtail.signals import page_published

from . import tasks
from .models import ArticlePage, MaterialPage
from .pictures import shows_pictures


def connect() -> None:
    page_published.connect(article_published, dispatch_uid="sites_article_published")


def article_published(*, instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    """Queue the renditions of a published article, in the current transaction.

    An ended material becomes usable again if its text was written after the end.
    """
    if isinstance(instance, ArticlePage) and shows_pictures(instance):
        tasks.make_pictures.defer(article_id=instance.pk)
    if isinstance(instance, MaterialPage) and revision is not None:
        ended = MaterialPage.objects.filter(pk=instance.pk, ended_at__lte=revision.created_at)
        ended.update(ended_at=None)
