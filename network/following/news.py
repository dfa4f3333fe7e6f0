"""Collect what became public in a period, for many subscribers at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.utils import timezone

from legal_updates.models import DocumentTopic, LegalDocument, ValidityChange
from legal_updates.models.choices import Validity
from legal_updates.standing import with_standing
from network.agencies.scope import SECTION_PATH_LENGTH
from sites.addresses import address_of, hub_root
from sites.models import AgencyHomePage, ArticlePage, ArticleTopic

from .choices import Choices

# Maximum items of one kind per edition.
MAX_NEWS = 2000


@dataclass(frozen=True, slots=True)
class NewArticle:
    """An article and the time of its first publication."""

    at: dt.datetime
    title: str
    path: str
    agency_id: int | None
    agency: str
    topics: frozenset[int]


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A legal document and the time at which its record was confirmed."""

    at: dt.datetime
    document: LegalDocument
    topics: frozenset[int]


@dataclass(frozen=True, slots=True)
class News:
    """Everything new in a period, or the part of it that a subscriber follows."""

    articles: list[NewArticle] = field(default_factory=list)
    documents: list[NewDocument] = field(default_factory=list)
    changes: list[ValidityChange] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.articles or self.documents or self.changes)

    def of(self, choices: Choices, *, since: dt.datetime, until: dt.datetime) -> "News":
        """Return the news of the period that concern `choices`."""
        agencies, topics, documents = choices.agencies, choices.topics, choices.documents
        return News(
            [
                each
                for each in self.articles
                if since < each.at <= until and (each.agency_id in agencies or each.topics & topics)
            ],
            [each for each in self.documents if since < each.at <= until and each.topics & topics],
            [
                each
                for each in self.changes
                if since < each.at <= until and each.document_id in documents
            ],
        )


def news_between(since: dt.datetime, until: dt.datetime, *, choices: Choices) -> News:
    """Return what became public after `since` and up to `until`, limited to `choices`.

    At most nine queries, regardless of the number of subscribers and things.
    """
    return News(
        _articles(since, until, choices) if choices.topics or choices.agencies else [],
        _documents(since, until, choices) if choices.topics else [],
        _changes(since, until, choices) if choices.documents else [],
    )


def _articles(since: dt.datetime, until: dt.datetime, choices: Choices) -> list[NewArticle]:
    """Return the articles first published in the period that match the choices, newest first, at
    most MAX_NEWS. Three queries."""
    followed = AgencyHomePage.objects.filter(agency__in=choices.agencies).order_by()
    about = ArticleTopic.objects.filter(content_object=OuterRef("pk"), tag__in=choices.topics)
    pages = list(
        ArticlePage.objects.live()
        .public()
        .in_use(timezone.localdate(until))
        .filter(first_published_at__gt=since, first_published_at__lte=until)
        .annotate(section=Substr("path", 1, SECTION_PATH_LENGTH))
        .filter(Q(section__in=followed.values("path")) | Exists(about))
        .order_by("-date", "-pk")
        .defer("body")[:MAX_NEWS]
    )
    sections = {
        path: (agency_id, name)
        for path, agency_id, name in AgencyHomePage.objects.order_by()
        .filter(path__in={page.section for page in pages})
        .values_list("path", "agency_id", "agency__short_name")
    }
    root = hub_root()
    rows = ArticleTopic.objects.filter(content_object__in=[page.pk for page in pages])
    topics = _grouped(rows.values_list("content_object_id", "tag_id"))
    return [
        NewArticle(
            page.first_published_at,
            page.title,
            address_of(page, root),
            *sections.get(page.section, (None, "")),
            frozenset(topics[page.pk]),
        )
        for page in pages
    ]


def _documents(since: dt.datetime, until: dt.datetime, choices: Choices) -> list[NewDocument]:
    """Return the documents on the chosen topics confirmed in the period, newest first, at most
    MAX_NEWS. Two queries."""
    about = DocumentTopic.objects.filter(content_object=OuterRef("pk"), tag__in=choices.topics)
    found = list(
        with_standing(LegalDocument.objects.with_register(), day=timezone.localdate(until))
        .filter(Exists(about), confirmed_at__gt=since, confirmed_at__lte=until)
        .order_by("-issued_on", "-id")[:MAX_NEWS]
    )
    rows = DocumentTopic.objects.filter(content_object__in=[each.pk for each in found])
    topics = _grouped(rows.values_list("content_object_id", "tag_id"))
    return [
        NewDocument(each.confirmed_at, each, frozenset(topics[each.pk]))
        for each in found
        if each.confirmed_at
    ]


def _changes(since: dt.datetime, until: dt.datetime, choices: Choices) -> list[ValidityChange]:
    """Return the changes of followed documents. A status that was merely looked up is no change."""
    step = Q(amended=True) | Q(relation__isnull=False) | ~Q(was=Validity.UNDETERMINED)
    return list(
        ValidityChange.objects.filter(
            step,
            at__gt=since,
            at__lte=until,
            document__in=choices.documents,
            document__confirmed_at__isnull=False,
        )
        .select_related("document__type", "relation__document__type")
        .order_by("day", "at", "pk")[:MAX_NEWS]
    )


def _grouped(rows: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in rows:
        found[key].add(value)
    return found
