"""A material's files as readers see them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import F
from django.db.models.functions import Length
from wagtail.models import Page

from network.agencies.references import referenced_keys
from network.media.limits import kind_of
from network.media.models import AgencyDocument, RenderedPage, Rendering
from network.media.viewing.models import RenderingState
from network.media.viewing.selectors import (
    OFFICE,
    has_correctable_text,
    is_viewed,
    pages_of,
    renderings_of,
    show_version,
)
from network.media.viewing.turns import files_before
from network.moderation.hints.types import FileFacts, HintCode
from network.moderation.read_files import approved_files

from .addresses import address_below

if TYPE_CHECKING:
    from ..models import MaterialFile

# Characters of HTML per part, which keeps a page far below 150 KB.
_LETTERS = 40_000
# Thumbnails beside a page; as many as fit on a screen.
_BESIDE = 7
# Files that browsers play, with the HTML element.
_PLAYED = {"mp3": "audio", "m4a": "audio", "ogg": "audio", "mp4": "video", "webm": "video"}
# Captions of films.
_CAPTIONS = "vtt"
# Plain text files.
_PLAIN = ("txt", "csv", _CAPTIONS)


@dataclass(frozen=True, slots=True)
class FileToRead:
    """A file of a material; `rendering` is None if it is not read on our pages.

    `captions` belong to a film; `is_captions` marks a file that is the captions of another one.
    """

    file: AgencyDocument
    title: str
    alternative: str
    address: str
    rendering: Rendering | None
    captions: AgencyDocument | None
    is_captions: bool

    @property
    def is_ready(self) -> bool:
        """Return whether it can be read on our pages now."""
        return self.rendering is not None and self.rendering.is_ready

    @property
    def has_correctable_text(self) -> bool:
        """Return whether people may correct the text of its pages."""
        return self.rendering is not None and has_correctable_text(self.rendering)

    @property
    def files_before(self) -> int:
        """Return how many files have their turn before this one. One query."""
        assert self.rendering  # noqa: S101 - it waits
        return files_before(self.rendering)

    @property
    def lacks_words(self) -> bool:
        """Return whether it needs a written alternative before approval."""
        return self._fault() is HintCode.FILE_WITHOUT_TEXT

    @property
    def player(self) -> str:
        """Return the HTML element that plays it ("audio" or "video"), or ""."""
        return _player(self.file)

    @property
    def pages(self) -> list[RenderedPage]:
        """Return all pages of a processed file. One query."""
        assert self.rendering  # noqa: S101 - it is ready
        return _with_rendering(pages_of(self.rendering).defer("text", "draft"), self.rendering)

    def lines(self) -> list[str]:
        """Return the file's text, one item per page. One query if it is processed."""
        said = [self.alternative] if self.alternative else []
        if self.rendering is None or not self.is_ready:
            return said
        pages = pages_of(self.rendering).exclude(text="")
        return [*said, *pages.values_list("text", flat=True)]

    def facts(self) -> FileFacts:
        """Return version and fault of the file, for the appraisal."""
        digest = self.rendering.digest if self.rendering else ""
        return FileFacts(
            key=self.file.pk,
            title=self.title,
            digest=digest or self.file.file.name or "",
            fault=self._fault(),
        )

    def _fault(self) -> HintCode | None:
        if self.file.withdrawn:
            return HintCode.FILE_REFUSED
        if not is_viewed(self.file):
            plain = kind_of(self.file.file.name or "") in _PLAIN
            return None if plain or self.alternative else HintCode.FILE_WITHOUT_TEXT
        if self.rendering is None or self.rendering.state == RenderingState.WAITING:
            return HintCode.FILE_WAITING
        if self.rendering.state == RenderingState.REFUSED:
            return HintCode.FILE_REFUSED
        has_words = self.rendering.has_text or self.alternative
        return None if has_words else HintCode.FILE_WITHOUT_TEXT


def office_files_named(page: Page) -> tuple[FileFacts, ...]:
    """Return the office files that `page` (in memory) refers to. One query if there are files.

    A link in a text leads to the file itself, which browsers cannot show.
    """
    keys = referenced_keys(page).get(AgencyDocument)
    return tuple(
        FileFacts(key=file.pk, title=file.title, fault=HintCode.FILE_OUTSIDE_MATERIAL)
        for file in (AgencyDocument.objects.filter(pk__in=keys) if keys else ())
        if kind_of(file.file.name or "") in OFFICE
    )


@dataclass(frozen=True, slots=True)
class FilePage:
    """A page of a file: its text, label and URL below the material.

    A written alternative has the file's title as label.
    """

    material: int
    label: str
    below: str
    text: str
    is_page: bool = True


@dataclass(frozen=True, slots=True)
class ReadingScreen:
    """Some pages of a file with their text; `next_number` is the first of the next part."""

    pages: list[RenderedPage]
    outline: list[RenderedPage]
    count: int
    next_number: int | None


def files_to_read(rows: Sequence["MaterialFile"], address: str) -> list[FileToRead]:
    """Return the files of the material at URL `address`, in order. One query."""
    files = [row.file for row in rows]
    renderings = renderings_of(files)
    captions = _captions_by_place(files)
    return [
        FileToRead(
            file=row.file,
            title=row.title or row.file.title,
            alternative=row.alternative,
            address=address_below(address, file=number),
            rendering=renderings.get(row.file_id),
            captions=captions.get(number),
            is_captions=number - 1 in captions,
        )
        for number, row in enumerate(rows, start=1)
    ]


def _captions_by_place(files: Sequence[AgencyDocument]) -> dict[int, AgencyDocument]:
    """Return the captions file directly following a film, by the film's number."""
    return {
        number: after
        for number, (film, after) in enumerate(pairwise(files), start=1)
        if _player(film) == "video" and kind_of(after.file.name or "") == _CAPTIONS
    }


def _player(file: AgencyDocument) -> str:
    return _PLAYED.get(kind_of(file.file.name or ""), "")


def keep_to_approved(page: Page, files: Sequence[FileToRead]) -> None:
    """Show the files of a live page in their approved version.

    Two or more queries if the text of a file was corrected, otherwise none.
    """
    corrected = [each.rendering for each in files if each.rendering and each.rendering.version]
    approved = approved_files(page) if corrected else {}
    for rendering in corrected:
        show_version(rendering, approved.get(str(rendering.document_id), ""))


def reading_screen(rendering: Rendering, *, begin: int) -> ReadingScreen:
    """Return the part of the file from page `begin` on. Two queries."""
    pages = pages_of(rendering).defer("text", "html", "draft")
    known = list(pages.annotate(letters=Length("html")))
    numbers: list[int] = []
    letters = 0
    for page in known[begin - 1 :]:
        # A page without text shows its picture, which browsers without scripts load at once.
        letters += page.letters or _LETTERS
        if numbers and letters > _LETTERS:
            break
        numbers.append(page.number)
    last = numbers[-1] if numbers else begin
    shown = pages_of(rendering).defer("text", "draft").filter(number__in=numbers)
    return ReadingScreen(
        pages=_with_rendering(shown, rendering),
        outline=[page for page in known if page.title],
        count=len(known),
        next_number=last + 1 if last < len(known) else None,
    )


def pages_of_files(materials: Sequence[int]) -> Iterator[FilePage]:
    """Yield the pages of all files of these materials, in order. Two queries.

    A written alternative comes before its file's pages. Additional queries for materials with
    corrected files, whose approved text is used.
    """
    # Looked up by name, because the model's module imports this one.
    rows = apps.get_model("agency_sites", "MaterialFile").objects.filter(page__in=materials)
    rows = list(rows.select_related("file").order_by("page", "sort_order", "pk"))
    pages = _pages_by_file([row.file_id for row in rows])
    corrected = _corrected_pages([row for row in rows if row.file_id not in pages])
    for material, files in groupby(rows, attrgetter("page_id")):
        for number, row in enumerate(files, start=1):
            below = address_below("", file=number)
            found = pages.get(row.file_id) or corrected.get((material, row.file_id), [])
            if row.alternative:
                title = row.title or row.file.title
                yield FilePage(material, title, below if found else "", row.alternative, False)
            for page in found:
                name = f"{page.rendering.part_word} {page.number}"
                yield FilePage(material, name, f"{below}{page.number}/", page.text)


def _pages_by_file(files: Sequence[int]) -> dict[int, list[RenderedPage]]:
    pages = RenderedPage.objects.filter(
        rendering__document__in=files,
        rendering__state=RenderingState.READY,
        rendering__version=0,
        rendering__file_name=F("rendering__document__file"),
    ).select_related("rendering")
    found: dict[int, list[RenderedPage]] = {}
    for page in pages.only(
        "number", "text", "rendering__document", "rendering__file_name", "rendering__notes"
    ).order_by("number"):
        found.setdefault(page.rendering.document_id, []).append(page)
    return found


def texts_of_files(materials: Sequence[int]) -> dict[int, str]:
    """Return the text of the files by material. Two queries."""
    found: dict[int, list[str]] = {}
    for page in pages_of_files(materials):
        found.setdefault(page.material, []).append(page.text)
    return {material: " ".join(texts) for material, texts in found.items()}


def _corrected_pages(rows: "Sequence[MaterialFile]") -> dict[tuple[int, int], list[RenderedPage]]:
    """Return the approved pages of corrected files, by (material, file)."""
    files = {row.file_id for row in rows}
    corrected = Rendering.objects.filter(
        document__in=files, version__gt=0, file_name=F("document__file")
    )
    keys = set(corrected.values_list("document_id", flat=True)) if files else set()
    found: dict[tuple[int, int], list[RenderedPage]] = {}
    for page in {row.page_id: row.page for row in rows if row.file_id in keys}.values():
        keep_to_approved(page, page.files_to_read)
        for each in page.files_to_read:
            if each.file.pk in keys and each.rendering and each.is_ready:
                texts = pages_of(each.rendering).defer("html")
                found[page.pk, each.file.pk] = _with_rendering(texts, each.rendering)
    return found


def page_numbered(rendering: Rendering, number: int) -> RenderedPage | None:
    """Return one page of a file, or None. One query."""
    return next(iter(_with_rendering(pages_of(rendering).filter(number=number), rendering)), None)


def pages_around(rendering: Rendering, number: int, *, count: int) -> list[RenderedPage]:
    """Return the pages around one, for navigation. One query."""
    first = max(1, min(number - _BESIDE // 2, count - _BESIDE + 1))
    pages = pages_of(rendering).filter(number__range=(first, first + _BESIDE - 1))
    return _with_rendering(pages.defer("text", "html", "draft"), rendering)


def _with_rendering(pages: Iterable[RenderedPage], rendering: Rendering) -> list[RenderedPage]:
    found = list(pages)
    for page in found:
        page.rendering = rendering
    return found
