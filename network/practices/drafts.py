"""Drafts of pages and a plan made from a practice. Each names the agency of the practice."""

import datetime as dt
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.models import Agency
from network.core.dates import format_day
from network.core.official_reports import OfficialReport, report_docx
from network.core.text import slugify_vi
from network.media.limits import kind_of
from network.media.models import AgencyDocument
from network.media.viewing.selectors import OFFICE
from sites.forms import free_slug
from sites.models import ArticlePage, MaterialFile, MaterialPage, SectionIndexPage, ShortTextPage

from .models import Practice
from .selectors import place_of_materials, place_of_practices

_DOTS = "…………"
# Below the maximum length of a summary.
_SHORT = 300


def article(
    practice: Practice,
    agency: Agency,
    files: Iterable[AgencyDocument],
    author: User,
    now: dt.datetime,
) -> ArticlePage:
    """Create a draft article about the practice in the agency's news. It names the practice's
    agency."""
    body = list(_body(practice, files))
    page = ArticlePage(body=body, **_said_of(practice, author, now))
    return _drafted(page, _news_of(agency), practice)


def short_text(practice: Practice, agency: Agency, author: User, now: dt.datetime) -> ShortTextPage:
    """Create the draft of a short text for social networks."""
    words = " ".join(f"{practice.problem} {practice.way}".split())
    summary = Truncator(words).chars(_SHORT)
    page = ShortTextPage(summary=summary, **_said_of(practice, author, now))
    return _drafted(page, _news_of(agency), practice)


def material(
    files: Sequence[AgencyDocument],
    practice: Practice,
    agency: Agency,
    author: User,
    now: dt.datetime,
) -> MaterialPage | None:
    """Create a draft material page with the files. Returns None without files or materials
    section."""
    place = place_of_materials(agency)
    if not (files and place):
        return None
    page = MaterialPage(**_said_of(practice, author, now))
    page.files.add(*(MaterialFile(file=file, title=file.title[:200]) for file in files))
    return _drafted(page, place, practice)


def plan(practice: Practice, agency: Agency, author: User) -> AgencyDocument:
    """Create a plan as DOCX among the agency's files, to be completed and signed."""
    return AgencyDocument.objects.create(
        title=_("Plan: %s") % practice.title,
        file=ContentFile(report_docx(_plan_of(practice, agency)), name="ke-hoach.docx"),
        collection=agency.collection,
        uploaded_by_user=author,
    )


def _plan_of(practice: Practice, agency: Agency) -> OfficialReport:
    # Documents are always in Vietnamese, whatever the language of the admin.
    """Return the plan with which `agency` adopts a practice, to be completed; it credits the first
    agency."""
    first = practice.agency.name
    credit = (
        f"Áp dụng mô hình “{practice.title}” của {first}, được công nhận theo Quyết định số "
        f"{practice.number} ngày {format_day(practice.recognised_on)}."
    )
    return OfficialReport(
        parent=agency.owner,
        issuer=agency.name,
        symbol=f"KH-{agency.host_label.upper() or _DOTS}",
        place=_DOTS,
        abstract=f"Áp dụng mô hình “{practice.title}”",
        sections=[
            ("I. Mục đích, yêu cầu", [credit, *_lines(practice.problem)]),
            ("II. Nội dung", _lines(practice.way)),
            ("III. Kinh nghiệm cần lưu ý", [f"Theo {first}:", *_lines(practice.lesson)]),
            ("IV. Kinh phí", [f"{first} đã chi {practice.price or _DOTS}. Dự toán: {_DOTS}"]),
            ("V. Tổ chức thực hiện", [f"Phân công: {_DOTS}", f"Thời gian: {_DOTS}"]),
        ],
        signed_as="Thủ trưởng cơ quan",
        recipients=["Sở Tư pháp;", "Lưu: VT."],
        kind="KẾ HOẠCH",
    )


def _news_of(agency: Agency) -> SectionIndexPage:
    place = place_of_practices(agency)
    if place is None:
        raise ValidationError(_("The menu of your section has no place for news. Add one first."))
    return place


def _said_of(practice: Practice, author: User, now: dt.datetime) -> dict[str, Any]:
    """Return the draft's field values; its source is the agency of the practice."""
    first = practice.agency.name
    address = reverse("practices:practice", args=[practice.pk])
    return {
        "title": practice.title,
        "date": timezone.localdate(now),
        "live": False,
        "owner": author,
        "source_name": first,
        "source_agency": first,
        "source_author": first,
        "source_url": f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{address}",
        "source_date": practice.recognised_on,
    }


def _drafted[P: ArticlePage](page: P, place: SectionIndexPage, practice: Practice) -> P:
    page.slug = free_slug(place, slugify_vi(practice.title))
    page.topics.add(practice.topic)
    place.add_child(instance=page)
    # Save without validation. Missing fields are required at submission.
    page.save_revision(user=page.owner, log_action="wagtail.create", clean=False)
    return page


def _body(practice: Practice, files: Iterable[AgencyDocument]) -> Iterable[tuple[str, object]]:
    """Yield the blocks of the draft: the practice's answers as headings and paragraphs, then its
    files."""
    parts = (
        (_("What was to be solved"), practice.problem),
        (_("How it is done"), practice.way),
        (_("What came of it"), practice.result),
        (_("What others should know"), practice.lesson),
    )
    for heading, words in parts:
        yield "heading", {"text": heading, "level": "h2"}
        yield "paragraph", "".join(f"<p>{escape(line)}</p>" for line in _lines(words))
    for file in files:
        # Office files can be read in the browser only on material pages.
        if kind_of(str(file.file.name)) not in OFFICE:
            yield "file", {"document": file, "title": file.title}


def _lines(words: str) -> list[str]:
    return [line for line in words.splitlines() if line.strip()]
