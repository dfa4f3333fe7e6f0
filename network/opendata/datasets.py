"""The sets of the catalogue, made of what the public pages show. No column names a person.

Every value is text: days as in ISO 8601, "" where nothing is known. Rows of one set refer to rows
of another by the codes and addresses that the public pages use as well.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from legal_updates.models import LegalDocument, Relation
from network.agencies.models import Agency, Succession
from network.channels.public.listing import Listed, listed_now
from network.channels.shared.lookups import public_channels
from sites.models import MaterialPage, QuestionPage
from sites.querysets import ArticleQuerySet

# Rows that are read at once: a page has 70 columns.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DataColumn:
    """A column: its name in the files, what it holds, and the function that returns its value."""

    name: str
    label: str | Promise
    value: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A set of the catalogue. `key` is the name of its files; `rows` reads its rows in their
    order, at most _AT_ONCE at a time."""

    key: str
    title: str | Promise
    columns: tuple[DataColumn, ...]
    rows: Callable[[], Iterable[Any]]


def _day(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _address(path: str) -> str:
    """Return the absolute URL of a path of this site, "" for ""."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}" if path else ""


def _validity(document: LegalDocument) -> str:
    """Return the validity that the document's page shows today."""
    return str(document.shown_validity(timezone.localdate()).label)


def _agencies() -> Iterable[Agency]:
    rows = Agency.objects.select_related("parent").order_by("code")
    return rows.iterator(chunk_size=_AT_ONCE)


def _successions() -> Iterable[Succession]:
    rows = Succession.objects.select_related("successor", "predecessor")
    return rows.order_by("successor__code", "pk").iterator(chunk_size=_AT_ONCE)


def _channels() -> Iterable[Listed]:
    # The public state is looked up for all of them at once.
    return listed_now(list(public_channels().order_by("agency__code", "platform", "pk")))


def _documents() -> Iterable[LegalDocument]:
    rows = LegalDocument.objects.with_register().order_by("slug")
    return rows.iterator(chunk_size=_AT_ONCE)


def _relations() -> Iterable[Relation]:
    rows = Relation.objects.filter(confirmed_at__isnull=False)
    rows = rows.select_related("document", "type", "target").order_by("document__slug", "pk")
    return rows.iterator(chunk_size=_AT_ONCE)


def _pages(found: ArticleQuerySet) -> Iterable[Any]:
    pages: QuerySet[Any] = found.live().public().with_agency().defer("body").order_by("url_path")
    return pages.iterator(chunk_size=_AT_ONCE)


_OF_PAGES = (
    DataColumn("agency", _("Agency"), lambda row: row.agency_name or ""),
    DataColumn("url", _("Address"), lambda row: row.full_url),
    DataColumn("title", _("Title"), lambda row: row.title),
    DataColumn("published_on", _("Published"), lambda row: _day(row.date)),
)

DATASETS = (
    Dataset(
        "agencies",
        _("Agencies"),
        (
            DataColumn("code", _("Code"), lambda row: row.code),
            DataColumn("name", _("Name"), lambda row: row.name),
            DataColumn("short_name", _("Short name"), lambda row: row.short_name),
            DataColumn("kind", _("Kind"), lambda row: str(row.get_kind_display())),
            DataColumn(
                "parent", _("Superior agency"), lambda row: row.parent.code if row.parent else ""
            ),
            DataColumn("status", _("Status"), lambda row: str(row.get_status_display())),
            DataColumn("valid_from", _("Valid from"), lambda row: _day(row.valid_from)),
            DataColumn("valid_to", _("Valid to"), lambda row: _day(row.valid_to)),
        ),
        _agencies,
    ),
    Dataset(
        "successions",
        _("Successions of agencies"),
        (
            DataColumn("successor", _("Successor"), lambda row: row.successor.code),
            DataColumn(
                "predecessor",
                _("Predecessor"),
                lambda row: row.predecessor.code if row.predecessor else "",
            ),
            DataColumn(
                "predecessor_name",
                _("Name of the predecessor"),
                lambda row: row.predecessor_name,
            ),
            DataColumn("kind", _("Kind"), lambda row: str(row.get_kind_display())),
            DataColumn("date", _("Date"), lambda row: _day(row.date)),
            DataColumn("legal_basis", _("Legal basis"), lambda row: row.legal_basis),
            DataColumn("partial", _("In part"), lambda row: "1" if row.partial else "0"),
        ),
        _successions,
    ),
    Dataset(
        "channels",
        _("Official pages on social networks"),
        (
            DataColumn("agency", _("Agency"), lambda row: row.channel.agency.code),
            DataColumn("platform", _("Platform"), lambda row: row.channel.platform),
            DataColumn("kind", _("Kind"), lambda row: str(row.channel.get_kind_display())),
            DataColumn("name", _("Name of the page"), lambda row: row.channel.name),
            DataColumn("url", _("Address"), lambda row: row.channel.url),
            DataColumn("state", _("State"), lambda row: row.words),
            DataColumn("approved_on", _("Approved"), lambda row: _day(row.channel.approved_on)),
            DataColumn("ended_on", _("Closed on"), lambda row: _day(row.channel.ended_on)),
        ),
        _channels,
    ),
    Dataset(
        "documents",
        _("Legal documents"),
        (
            DataColumn("url", _("Address"), lambda row: _address(row.get_absolute_url())),
            DataColumn("number", _("Number and symbol"), lambda row: row.number),
            DataColumn("type", _("Type"), lambda row: row.type.label),
            DataColumn(
                "issuer", _("Issuing body"), lambda row: row.issuer.name if row.issuer else ""
            ),
            DataColumn("title", _("Title"), lambda row: row.title),
            DataColumn("usual_name", _("Usual name"), lambda row: row.usual_name),
            DataColumn("purpose", _("What it is for"), lambda row: row.purpose),
            DataColumn("for_whom", _("For whom"), lambda row: row.summary_audience),
            DataColumn("content", _("What it says"), lambda row: row.summary_content),
            DataColumn("to_do", _("What to do"), lambda row: row.summary_to_do),
            DataColumn("since", _("Since when"), lambda row: row.summary_since),
            DataColumn("summarised_on", _("Summarised on"), lambda row: _day(row.summary_on)),
            DataColumn("issued_on", _("Date of issue"), lambda row: _day(row.issued_on)),
            DataColumn("effective_on", _("In force from"), lambda row: _day(row.effective_on)),
            DataColumn("expires_on", _("In force until"), lambda row: _day(row.expires_on)),
            DataColumn("validity", _("Validity"), _validity),
            DataColumn(
                "validity_checked_on",
                _("Validity checked on"),
                lambda row: _day(row.validity_checked_on),
            ),
            DataColumn("official_copy", _("Official copy"), lambda row: row.official_copy),
        ),
        _documents,
    ),
    Dataset(
        "relations",
        _("Relations of legal documents"),
        (
            DataColumn(
                "document",
                _("Acting document"),
                lambda row: _address(row.document.get_absolute_url()),
            ),
            DataColumn("relation", _("Relation"), lambda row: row.type.key),
            DataColumn(
                "target",
                _("The other document"),
                lambda row: _address(row.target.get_absolute_url()) if row.target else "",
            ),
            DataColumn("target_number", _("Number of the other"), lambda row: row.target_number),
            DataColumn("target_words", _("The other in words"), lambda row: row.target_words),
            DataColumn("parts", _("Parts"), lambda row: row.parts),
            DataColumn(
                "takes_effect_on", _("Takes effect on"), lambda row: _day(row.takes_effect_on)
            ),
        ),
        _relations,
    ),
    Dataset(
        "materials",
        _("Materials"),
        (
            *_OF_PAGES,
            DataColumn("kind", _("Kind"), lambda row: str(row.get_kind_display())),
            DataColumn("language", _("Language"), lambda row: row.language),
            DataColumn("valid_until", _("Valid until"), lambda row: _day(row.valid_until)),
            DataColumn("summary", _("In short"), lambda row: row.summary),
        ),
        lambda: _pages(MaterialPage.objects.all()),
    ),
    Dataset(
        "questions",
        _("Answered questions"),
        (
            *_OF_PAGES,
            DataColumn("question", _("Question"), lambda row: row.question),
            DataColumn("summary", _("Answer in short"), lambda row: row.summary),
        ),
        lambda: _pages(QuestionPage.objects.all()),
    ),
)
