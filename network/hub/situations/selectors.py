"""Queries for situations."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, OuterRef

from aggregator.querysets import LibraryItemQuerySet
from aggregator.selectors import published_items
from legal_updates.finding import in_order
from legal_updates.models import DocumentTopic, LegalDocument, Topic
from legal_updates.models.choices import Validity
from legal_updates.models.querysets import LegalDocumentQuerySet
from legal_updates.standing import shown_as, superseded_last, with_standing
from network.agencies.models import Agency
from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from sites.models import AgencyHomePage, ArticlePage, ArticleTopic
from sites.querysets import ArticleQuerySet

from .models import Situation


def situations() -> list[Situation]:
    """Return all situations in order. At most one query."""
    return kept(("situations",), _situations)


def _situations() -> list[Situation]:
    depends_on(EVERYTHING)
    return list(Situation.objects.all())


def with_topics() -> list[tuple[Situation, frozenset[int]]]:
    """Return all situations with the ids of their topics. At most two queries."""
    return kept(("situations with topics",), _with_topics)


def _with_topics() -> list[tuple[Situation, frozenset[int]]]:
    depends_on(EVERYTHING)
    found = Situation.objects.prefetch_related("topics")
    return [(each, frozenset(topic.pk for topic in each.topics.all())) for each in found]


@dataclass
class SituationLists:
    """The lists for a situation on `day`. One query per list, three for the library."""

    situation: Situation
    day: dt.date

    @cached_property
    def topics(self) -> list[Topic]:
        """Return the topics in official order."""
        return list(self.situation.topics.all())

    def coming(self) -> LegalDocumentQuerySet:
        """Return the documents that take effect after the day, soonest first."""
        soon = self._documents().filter(effective_on__gt=self.day)
        return soon.order_by(superseded_last(self.day), "effective_on", "id")

    def in_force(self) -> LegalDocumentQuerySet:
        """Return the documents in force, wholly or partly, in the standard order."""
        wholly, partly = (
            shown_as(validity, day=self.day)
            for validity in (Validity.IN_FORCE, Validity.PARTLY_EXPIRED)
        )
        found: LegalDocumentQuerySet = in_order(
            self._documents().filter(wholly | partly), day=self.day
        )
        return found

    def articles(self) -> ArticleQuerySet:
        """Return the articles that are in no other list, newest first."""
        own_lists = ("materialpage", "questionpage", "eventpage")
        return self._articles().filter(**{f"{name}__isnull": True for name in own_lists})

    def questions(self) -> ArticleQuerySet:
        """Return the answered questions, newest first."""
        return self._articles().filter(questionpage__isnull=False)

    def materials(self) -> ArticleQuerySet:
        """Return the materials in use, newest first."""
        return self._articles().filter(materialpage__isnull=False)

    def policies(self) -> LibraryItemQuerySet:
        """Return the library items, newest first."""
        return published_items(source_ids=[], levels=[], topic_ids=self._topic_ids)

    def agencies(self) -> list[AgencyHomePage]:
        """Return the live sections of the agencies to contact, in the given order."""
        codes = self.situation.agency_codes
        asked = AgencyHomePage.objects.live().filter(
            agency__in=Agency.objects.valid_on(self.day).filter(code__in=codes)
        )
        found = asked.select_related("agency")
        return sorted(found, key=lambda home: codes.index(home.agency.code))

    @property
    def _topic_ids(self) -> list[int]:
        return [topic.pk for topic in self.topics]

    def _documents(self) -> LegalDocumentQuerySet:
        about = DocumentTopic.objects.filter(content_object=OuterRef("pk"))
        wanted = Exists(about.filter(tag_id__in=self._topic_ids))
        documents: LegalDocumentQuerySet = with_standing(
            LegalDocument.objects.with_register().filter(wanted), day=self.day
        )
        return documents

    def _articles(self) -> ArticleQuerySet:
        about = ArticleTopic.objects.filter(content_object=OuterRef("pk"))
        wanted = Exists(about.filter(tag_id__in=self._topic_ids))
        newest = ArticlePage.objects.published().in_use(self.day).filter(wanted)
        return newest.with_agency().as_links()
