"""Handler of Wagtail's signal that a page was published."""

from typing import Any

from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from sites.models import QuestionPage

from .services import note_published


def connect() -> None:
    page_published.connect(answer_published, dispatch_uid="questions_answer_published")


def answer_published(*, instance: Page, **kwargs: Any) -> None:
    """Close the question that the page answers."""
    if isinstance(instance, QuestionPage):
        note_published(page=instance, now=timezone.now())
