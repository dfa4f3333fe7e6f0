"""Live pages of sections, grouped by agency."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.urls import reverse

from network.agencies.scope import SECTION_PATH_LENGTH
from sites.models import ArticlePage, MaterialFile, MaterialPage

from .outcomes import Evidence, Participants, grouped
from .proofs import MATERIAL_FILE, PAGE
from .sources import EvidenceRef, EvidenceSource


def live_articles(participants: Participants) -> QuerySet[Any]:
    """Return the live articles of the agencies, annotated with `section`, their section's tree
    path."""
    return _of_sections(ArticlePage.objects.live(), participants)


def materials_in_use(participants: Participants) -> QuerySet[Any]:
    """Return the live materials that may be used on the day, annotated with `section`."""
    return _of_sections(MaterialPage.objects.live().in_use(participants.day), participants)


def files_of_materials(
    materials: QuerySet[Any], participants: Participants
) -> dict[int, list[EvidenceRef]]:
    """Return {page id: references to its files}, of the agencies whose evidence is listed in full.
    One query."""
    sections = [path for path, pk in participants.by_section.items() if participants.lists_all(pk)]
    pages = materials.filter(section__in=sections).values("pk")
    files = MaterialFile.objects.filter(page__in=pages).order_by("pk")
    return grouped((page, MATERIAL_FILE.of(pk)) for page, pk in files.values_list("page", "pk"))


def _of_sections(pages: QuerySet[Any], participants: Participants) -> QuerySet[Any]:
    """Return the pages in the participants' sections, annotated with `section`."""
    return with_section(pages).filter(section__in=participants.by_section).order_by()


def with_section(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Annotate pages with `section`, the tree path of their section."""
    return pages.annotate(section=Substr("path", 1, SECTION_PATH_LENGTH))


def by_agency(rows: Any, participants: Participants) -> dict[int, Any]:
    """Convert rows of (section, value) to {agency id: value}."""
    return {participants.by_section[section]: value for section, value in rows}


def page_evidence(
    pk: int,
    title: str,
    note: str,
    *,
    fine: bool = False,
    source: EvidenceSource = PAGE,
    files: Iterable[EvidenceRef] = (),
) -> Evidence:
    """Return a page, with those of its files that are judged with it, as evidence, linked to its
    editor."""
    address = reverse("wagtailadmin_pages:edit", args=[pk])
    return Evidence(title, note, address, fine=fine, page=pk, rests=(source.of(pk), *files))


def fine_pages(
    pages: QuerySet[Any], participants: Participants, source: EvidenceSource = PAGE
) -> dict[int, list[Evidence]]:
    """Return {agency id: pages as evidence without fault, newest first}, of the agencies whose
    evidence is listed in full. One query."""
    sections = [path for path, pk in participants.by_section.items() if participants.lists_all(pk)]
    rows = pages.filter(section__in=sections).order_by("-pk")
    return grouped(
        (participants.by_section[section], page_evidence(pk, title, "", fine=True, source=source))
        for section, pk, title in rows.values_list("section", "pk", "title")
    )
