"""What Wagtail alone announces: an article was published."""

from typing import Any

from wagtail.models import Page
from wagtail.signals import page_published

from . import tasks
from .models import ArticlePage
from .pictures import shows_pictures


def connect() -> None:
    page_published.connect(article_published, dispatch_uid="sites_article_published")


def article_published(*, instance: Page, **kwargs: Any) -> None:
    """Have its pictures made; the job goes out with the transaction."""
    if isinstance(instance, ArticlePage) and shows_pictures(instance):
        tasks.make_pictures.defer(article_id=instance.pk)
