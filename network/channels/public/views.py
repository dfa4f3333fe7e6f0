"""Public views: register of official channels, and link check. They name no person."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from network.core.choices import Choice
from network.core.dates import format_day
from network.core.export import csv_response
from network.core.lettering import font
from network.core.plain_names import with_words
from network.core.text import clean_input

from ..cases.selectors import proven_at
from ..links.address_errors import TOO_LONG, AddressError
from ..links.addresses import Platform
from ..shared.lookups import public_channels
from .link_check import LinkAnswer, LinkFinding, check_text
from .listing import MEANINGS, SIGNS, WORDS, Listed, listed_now, shown_answers

PER_PAGE = 30
# A message with a link in it; longer texts are not about one link.
MOST_LETTERS = 4000
_NAMES = ("name", "agency__name", "agency__short_name", "url")


@never_cache
@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the public channels by agency. `q` filters by name, `nen-tang` by platform."""
    words, platform = clean_input(request.GET.get("q", "")), request.GET.get("nen-tang", "")
    found = with_words(public_channels(), words, *_NAMES)
    rows = found.order_by("agency__name", "platform", "name", "pk")
    if platform in Platform.values:
        rows = rows.filter(platform=platform)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("trang"))
    context = {
        "page_obj": page,
        "listed": listed_now(list(page.object_list)),
        "legend": [(key, SIGNS[key], WORDS[key], words) for key, words in MEANINGS.items()],
        "asked": words,
        "most_letters": MOST_LETTERS,
        "choices": [
            Choice("nen-tang", _("Platform"), _("All platforms"), Platform.choices, platform)
        ],
    }
    return render(request, "channels/register.html", context)


# Without CSRF protection: nothing is written, and the form must work without cookies.
@csrf_exempt
@sensitive_post_parameters("link")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Show what the register knows about the links and numbers in a pasted text.

    The text comes by POST, so that no URL, log or table contains it. 422 if it is too long or has
    no link or number.
    """
    text = request.POST.get("link", "").strip()
    context: dict[str, Any] = {"link": text, "most_letters": MOST_LETTERS}
    if not text:
        return render(request, "channels/check.html", context)
    if len(text) > MOST_LETTERS:
        context |= {"link": "", "reason": TOO_LONG}
        return render(request, "channels/check.html", context, status=422)
    try:
        context["answers"] = shown_answers(check_text(text))
    except AddressError as error:
        context["reason"] = error.reason
        return render(request, "channels/check.html", context, status=422)
    return render(request, "channels/check.html", context)


@never_cache
@require_safe
def channel(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Show the public state of one channel; QR codes on posters lead here. 404 if it is not
    public."""
    row = get_object_or_404(public_channels(), pk=channel_id)
    # A poster stays on the wall after its channel has ended and was hijacked, so check for a
    # confirmed fake.
    case = proven_at(row.address_keys) if row.ended_on else None
    finding = LinkFinding.FAKE if case else LinkFinding.CHANNEL
    answers = shown_answers([LinkAnswer(finding, row.url, channel=row, case=case)])
    context = {"link": row.url, "answers": answers, "most_letters": MOST_LETTERS}
    return render(request, "channels/check.html", context)


@never_cache
@require_safe
def badge(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Return an SVG badge with the channel's public state for the agency's own website. 404 if it
    is not public."""
    [listed] = listed_now([get_object_or_404(public_channels(), pk=channel_id)])
    words = f"{listed.words} · {listed.channel.agency.short_name}"
    # Computed from the text, because the fonts of the reader's device are unknown.
    width = round(font("Bold", 16).getlength(words)) + 60
    context = {"listed": listed, "words": words, "width": width}
    return render(request, "channels/badge.svg", context, content_type="image/svg+xml")


def _rows() -> Iterator[Listed]:
    """Yield all public channels with their public states."""
    yield from listed_now(
        list(public_channels().order_by("agency__name", "platform", "name", "pk"))
    )


def _data(row: Listed) -> dict[str, str]:
    """Return a channel as an object of the JSON register."""
    channel = row.channel
    return {
        "agency": channel.agency.name,
        "platform": channel.platform,
        "kind": channel.kind,
        "name": channel.name,
        "url": channel.url,
        "number": channel.platform_number,
        "intro": channel.intro,
        "office": channel.office,
        "website": channel.website,
        "email": channel.email,
        "phone": channel.phone,
        "standing": row.standing.value,
        "approved_on": channel.approved_on.isoformat() if channel.approved_on else "",
        "ended_on": channel.ended_on.isoformat() if channel.ended_on else "",
        "merged_into": channel.merged_into.url if channel.merged_into else "",
    }


@never_cache
@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Return the whole register as JSON."""
    return JsonResponse({"channels": [_data(row) for row in _rows()]})


@never_cache
@require_safe
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Return the whole register as CSV."""
    columns = [
        (_("Agency"), lambda row: row.channel.agency.name),
        (_("Platform"), lambda row: row.channel.get_platform_display()),
        (_("Kind"), lambda row: row.channel.get_kind_display()),
        (_("Name of the page"), lambda row: row.channel.name),
        (_("Address"), lambda row: row.channel.url),
        (_("What the page is for"), lambda row: row.channel.intro),
        (_("Office address"), lambda row: row.channel.office),
        (_("Website"), lambda row: row.channel.website),
        (_("Email"), lambda row: row.channel.email),
        (_("Phone"), lambda row: row.channel.phone),
        (_("State"), lambda row: row.words),
        (_("Approved"), lambda row: format_day(row.channel.approved_on)),
    ]
    return csv_response(name="trang-chinh-thuc", columns=columns, rows=_rows())
