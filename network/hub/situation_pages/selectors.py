"""What the page of a situation shows."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from legal_updates.citations import find_document_numbers
from legal_updates.finding import in_order
from legal_updates.models import LegalDocument, Topic
from legal_updates.standing import with_standing
from network.agencies.models import Agency
from sites.models import AgencyHomePage, ArticlePage, MaterialPage

from ..contacts.models import Contact
from ..contacts.selectors import contacts_of_situation
from ..search.models import EntryKind, SearchEntry
from ..situations.models import QUESTIONS, STEPS, Situation
from .finding import answers_to

MATERIALS, OTHERS = 4, 6
# After so many days without a review the keeper is asked to read the page again.
REVIEW_DAYS = 183


@dataclass
class SituationPage:
    """What the page of a situation shows on `day`. Each part is queried once."""

    situation: Situation
    day: dt.date

    @cached_property
    def topics(self) -> list[Topic]:
        """Return the topics in official order."""
        return list(self.situation.topics.all())

    @cached_property
    def agencies(self) -> list[AgencyHomePage]:
        """Return the live sections of the keeper and the agencies to contact, in this order."""
        codes = list(dict.fromkeys([self.situation.keeper_code, *self.situation.agency_codes]))
        asked = AgencyHomePage.objects.live().filter(
            agency__in=Agency.objects.valid_on(self.day).filter(code__in=codes)
        )
        found = asked.select_related("agency")
        return sorted(found, key=lambda home: codes.index(home.agency.code))

    @property
    def keeper(self) -> AgencyHomePage | None:
        """Return the section of the agency that keeps the page, or None if it is not open."""
        code = self.situation.keeper_code
        return next((home for home in self.agencies if home.agency.code == code), None)

    @property
    def contacts(self) -> list[Contact]:
        """Return the hotlines and offices to call about it. At most one query."""
        return contacts_of_situation(self.situation.slug)

    @cached_property
    def questions(self) -> list[ArticlePage]:
        """Return the chosen pages that are published and in use, in the given order."""
        keys = [block["value"] for block in self.situation.questions.raw_data]
        shown = ArticlePage.objects.published().in_use(self.day).filter(pk__in=keys)
        found = {page.pk: page for page in shown.with_agency().as_links("summary")}
        return [found[key] for key in keys if key in found]

    @cached_property
    def laws(self) -> list[LegalDocument]:
        """Return the confirmed documents of the register with the given numbers."""
        numbers = find_document_numbers("; ".join(f"số {each}" for each in self.situation.laws))
        named = LegalDocument.objects.with_register().filter(
            number_key__in={number.key for number in numbers}, confirmed_at__isnull=False
        )
        return list(in_order(with_standing(named, day=self.day), day=self.day))

    @cached_property
    def _found(self) -> list[SearchEntry]:
        shown = {page.pk for page in self.questions}
        topics = [topic.pk for topic in self.topics]
        entries = answers_to(self.situation.queries, topics=topics, today=self.day)
        return [entry for entry in entries if entry.key not in shown]

    @cached_property
    def materials(self) -> list[ArticlePage]:
        """Return the materials among the search results that are in use."""
        keys = [each.key for each in self._found if each.kind == EntryKind.MATERIAL]
        in_use = MaterialPage.objects.published().in_use(self.day).filter(pk__in=keys)
        rows = in_use.with_agency().select_related("cover").as_links("kind", "cover")
        return sorted(rows, key=lambda page: keys.index(page.pk))[:MATERIALS]

    @cached_property
    def others(self) -> list[SearchEntry]:
        """Return the other pages among the search results."""
        return [each for each in self._found if each.kind != EntryKind.MATERIAL][:OTHERS]

    @property
    def missing(self) -> list[str | Promise]:
        """Return what the keeper still has to fill in or to review."""
        return list(self._missing())

    def _missing(self) -> Iterator[str | Promise]:
        reviewed = self.situation.reviewed_on
        if self.keeper is None:
            yield _("an agency that keeps the page")
        if not STEPS[0] <= len(self.situation.steps) <= STEPS[1]:
            yield _("three to five first steps")
        if len(self.questions) < QUESTIONS:
            yield _("five questions with published answers")
        if not self.situation.costs:
            yield _("cost and time")
        if not self.laws:
            yield _("the current law")
        if reviewed is None or (self.day - reviewed).days > REVIEW_DAYS:
            yield _("a review within half a year")
