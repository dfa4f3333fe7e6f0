"""Read-only queries about renderings and their pages."""

from collections.abc import Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..limits import kind_of
from ..models import AgencyDocument
from .archives import OPEN_FORMATS
from .models import RenderedPage, Rendering, RenderingState

# Types that are converted to pages. Browsers open the other types themselves.
OFFICE = ("docx", "xlsx", "pptx", *OPEN_FORMATS)
VIEWED = ("pdf", *OFFICE, "jpg", "jpeg", "png", "webp")


def is_viewed(document: AgencyDocument) -> bool:
    """Return whether the file has a type that is converted to pages."""
    return kind_of(document.file.name or "") in VIEWED


def rendering_of(document: AgencyDocument) -> Rendering | None:
    """Return the rendering of the current file version, or None. One query."""
    return renderings_of([document]).get(document.pk)


def renderings_of(documents: Sequence[AgencyDocument]) -> dict[int, Rendering]:
    """Return the renderings of the current file versions, by document id. One query."""
    rows = Rendering.objects.filter(
        document__in=documents, file_name=F("document__file")
    ).select_related("document")
    return {row.document_id: row for row in rows}


def pages_of(rendering: Rendering) -> QuerySet[RenderedPage]:
    """Return the pages of a file in order, as of the version that is shown."""
    shown = rendering.shown_version
    pages = rendering.pages.filter(version__lte=shown).order_by("number")
    if not rendering.version:
        return pages
    same = RenderedPage.objects.filter(rendering=OuterRef("rendering"), number=OuterRef("number"))
    later = same.filter(version__gt=OuterRef("version"), version__lte=shown)
    return pages.filter(~Exists(later))


def show_version(rendering: Rendering, digest: str) -> None:
    """Show the version with the approved `digest`, or the original text if no correction has it."""
    corrections = rendering.pages.filter(digest=digest, version__gt=0)
    rendering.shown_version = corrections.values_list("version", flat=True).first() or 0


def has_correctable_text(rendering: Rendering) -> bool:
    """Return whether users can correct the page texts. Office files contain their own text."""
    return rendering.is_ready and kind_of(rendering.file_name) not in OFFICE


def rendering_at(path: str) -> Rendering | None:
    """Return the rendering whose image is stored at `path` below MEDIA_ROOT, or None. One query."""
    rows = Rendering.objects.select_related("document__collection")
    return rows.filter(folder=path.rpartition("/")[0]).first()


def unfinished() -> QuerySet[Rendering]:
    """Return the waiting renderings, oldest first."""
    return Rendering.objects.filter(state=RenderingState.WAITING).order_by("pk")


def without_rendering() -> QuerySet[AgencyDocument]:
    """Return the documents of a convertible type without a rendering."""
    kinds = Q()
    for kind in VIEWED:
        kinds |= Q(file__iendswith=f".{kind}")
    begun = Rendering.objects.filter(document=OuterRef("pk"), file_name=OuterRef("file"))
    return AgencyDocument.objects.filter(kinds, ~Exists(begun), withdrawn="").order_by("pk")
