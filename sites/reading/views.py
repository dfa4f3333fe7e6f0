"""Responses for a material's file: its text, a page, or a redirect to a page."""

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from network.media.models import Rendering
from network.media.viewing.selectors import pages_of

from .addresses import JUMP, ReadingAddress
from .selectors import FileToRead, page_numbered, pages_around, reading_screen

if TYPE_CHECKING:
    from ..models import MaterialPage


def reading_response(
    request: HttpRequest, page: "MaterialPage", asked: ReadingAddress
) -> HttpResponse:
    """Return the response for a file of a live material. Raises Http404 if it is missing or cannot
    be read."""
    files = page.files_to_read
    if asked.file > len(files) or not files[asked.file - 1].is_ready:
        raise Http404
    reading = files[asked.file - 1]
    rendering = reading.rendering
    assert rendering  # noqa: S101 - it is ready
    context = page.get_context(request) | {
        "files": files,
        "reading": reading,
        "part": rendering.part_word,
    }
    if asked.jumps:
        number = _number(request, most=pages_of(rendering).count(), nearest=True)
        return HttpResponseRedirect(f"{reading.address}{number}/")
    if asked.number is None:
        return _text(request, context, reading, rendering)
    return _page(request, context, rendering, asked.number)


def _text(
    request: HttpRequest, context: dict[str, Any], reading: FileToRead, rendering: Rendering
) -> HttpResponse:
    screen = reading_screen(rendering, begin=_number(request, most=10_000))
    if not screen.pages:
        raise Http404
    with_picture = next((page.number for page in screen.pages if page.width), None)
    context |= {"screen": screen, "count": screen.count, "picture_page": with_picture}
    return TemplateResponse(request, "agency_sites/reading/text.html", context)


def _page(
    request: HttpRequest, context: dict[str, Any], rendering: Rendering, number: int
) -> HttpResponse:
    """Return one page of a rendering with its neighbours. Raises Http404 if there is no such
    page."""
    shown = page_numbered(rendering, number)
    if shown is None:
        raise Http404
    count = pages_of(rendering).count()
    context |= {
        "shown": shown,
        "picture_page": number if shown.width else None,
        "count": count,
        "before": number - 1 if number > 1 else None,
        "after": number + 1 if number < count else None,
        "thumbs": pages_around(rendering, number, count=count),
        "jump": f"{context['reading'].address}{JUMP}/",
    }
    return TemplateResponse(request, "agency_sites/reading/page.html", context)


def _number(request: HttpRequest, *, most: int, nearest: bool = False) -> int:
    """Return the page number in `trang`, 1 by default. Raises Http404 if out of range, unless
    `nearest`."""
    asked = request.GET.get("trang", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 0
    if nearest:
        return max(1, min(number, most))
    if not 1 <= number <= most:
        raise Http404
    return number
