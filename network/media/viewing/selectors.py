"""How far files are, and what readers get of them; never writes."""

from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..limits import kind_of
from ..models import AgencyDocument
from .archives import OPEN_FORMATS
from .models import RenderedPage, Rendering, RenderingState

# What is read on pages of ours; a browser opens the other kinds by itself.
OFFICE = ("docx", "xlsx", "pptx", *OPEN_FORMATS)
VIEWED = ("pdf", *OFFICE, "jpg", "jpeg", "png", "webp")


def is_viewed(document: AgencyDocument) -> bool:
    """Return whether the file is of a kind that is read on pages of ours."""
    return kind_of(document.file.name or "") in VIEWED


def rendering_of(document: AgencyDocument) -> Rendering | None:
    """Return what was made of the file as it is now; one query."""
    return renderings_of([document]).get(document.pk)


def renderings_of(documents: Sequence[AgencyDocument]) -> dict[int, Rendering]:
    """Return what was made of these files as they are now, by their keys; one query."""
    rows = Rendering.objects.filter(
        document__in=documents, file_name=F("document__file")
    ).select_related("document")
    return {row.document_id: row for row in rows}


def pages_of(rendering: Rendering) -> QuerySet[RenderedPage]:
    """Return the pages of a file in their order."""
    return rendering.pages.order_by("number")


def rendering_at(path: str) -> Rendering | None:
    """Return the row whose picture is stored at `path` below MEDIA_ROOT; one query."""
    rows = Rendering.objects.select_related("document__collection")
    return rows.filter(folder=path.rpartition("/")[0]).first()


def unfinished() -> QuerySet[Rendering]:
    """Return what still waits, the oldest first."""
    return Rendering.objects.filter(state=RenderingState.WAITING).order_by("pk")


def without_rendering() -> QuerySet[AgencyDocument]:
    """Return the files that are to be read on pages of ours and that nobody has begun."""
    kinds = Q()
    for kind in VIEWED:
        kinds |= Q(file__iendswith=f".{kind}")
    begun = Rendering.objects.filter(document=OuterRef("pk"), file_name=OuterRef("file"))
    return AgencyDocument.objects.filter(kinds, ~Exists(begun)).order_by("pk")
