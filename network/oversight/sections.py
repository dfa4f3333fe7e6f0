"""Live pages of sections, counted by agency."""

from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.urls import reverse

from network.agencies.scope import SECTION_PATH_LENGTH
from sites.models import ArticlePage, MaterialPage

from .outcomes import Evidence, Participants


def live_articles(participants: Participants) -> QuerySet[Any]:
    """Return what the agencies publish, each with `section`, the path of its section."""
    return _of_sections(ArticlePage.objects.live(), participants)


def materials_in_use(participants: Participants) -> QuerySet[Any]:
    """Return the materials that the agencies publish and that may be used on the day, as above."""
    return _of_sections(MaterialPage.objects.live().in_use(participants.day), participants)


def _of_sections(pages: QuerySet[Any], participants: Participants) -> QuerySet[Any]:
    return with_section(pages).filter(section__in=participants.by_section).order_by()


def with_section(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Add `section`, the path of the section that each page stands in."""
    return pages.annotate(section=Substr("path", 1, SECTION_PATH_LENGTH))


def by_agency(rows: Any, participants: Participants) -> dict[int, Any]:
    """Return rows of (section, value) by agency."""
    return {participants.by_section[section]: value for section, value in rows}


def page_evidence(pk: int, title: str, note: str, *, fine: bool = False) -> Evidence:
    """Return a page as evidence, leading to where it is put right."""
    address = reverse("wagtailadmin_pages:edit", args=[pk])
    return Evidence(title, note, address, fine=fine, page=pk)
