"""The lists on the hub's front page, each created on first use and cached separately.

The page has eight lists over all agencies, so one of them changes almost every minute. The
unchanged ones need no query.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wagtail.models import Page

from aggregator.models import LibraryItem
from aggregator.selectors import newest_items
from legal_updates.models import LegalDocument
from legal_updates.public.selectors import taking_effect_in
from legal_updates.standing import superseded_last
from network.core.freshness.dependencies import depends_on
from network.core.freshness.keeping import kept
from network.questions.selectors import newest_questions
from sites.models import ArticlePage, MaterialPage

from .newest import newest_of_agencies
from .notices.selectors import coming_events, current_warnings

ITEMS, DOCUMENTS, WARNINGS, EVENTS, QUESTIONS, MATERIALS = 3, 4, 2, 2, 4, 5
# Shown by hub/front/in_force.html.
_DOCUMENT_FIELDS = (
    *("slug", "number", "title", "usual_name", "issued_on", "effective_on", "confirmed_at"),
    *("type", "issuer"),
)


@dataclass
class FrontPage:
    """The lists of front page `page` on a day. One query per list, three for library items."""

    page: Page
    day: dt.date
    found: dict[str, list[ArticlePage]] = field(default_factory=dict)

    def warnings(self) -> list[ArticlePage]:
        """Return the newest warnings shown on the day."""
        return self._once("warnings", lambda: current_warnings(self.day)[:WARNINGS])

    def events(self) -> list[ArticlePage]:
        """Return the next events."""
        return self._once("events", lambda: coming_events(self.day)[:EVENTS])

    def questions(self) -> list[ArticlePage]:
        """Return the newest answered questions."""
        return self._once("questions", lambda: newest_questions(number=QUESTIONS))

    def materials(self) -> list[ArticlePage]:
        """Return the newest materials in use."""
        newest = MaterialPage.objects.published().in_use(self.day).with_agency()
        shown = newest.select_related("cover").as_links("kind", "cover")
        return self._once("materials", lambda: shown[:MATERIALS])

    def articles(self) -> list[ArticlePage]:
        """Return the newest articles of all agencies, without those in the other lists."""
        depends_on("hub", "agencies")
        others = (self.warnings(), self.events(), self.questions(), self.materials())
        above = {page.pk for pages in others for page in pages}
        return newest_of_agencies(below=self.page, day=self.day, but=above)

    def library_items(self) -> list[LibraryItem]:
        """Return the newest items of the library."""
        depends_on("library")
        return list(newest_items()[:ITEMS])

    def documents(self) -> list[LegalDocument]:
        """Return documents that take effect this month, superseded ones last."""
        depends_on("register")
        month = taking_effect_in(self.day.replace(day=1))
        newest = month.order_by(superseded_last(self.day), "effective_on", "type__rank", "id")
        return list(newest.only(*_DOCUMENT_FIELDS)[:DOCUMENTS])

    def _once(self, name: str, asked: Callable[[], Iterable[ArticlePage]]) -> list[ArticlePage]:
        """Return a list used by several parts of the page, registering its cache dependencies for
        each part."""

        def make() -> list[ArticlePage]:
            depends_on("hub", "agencies")
            return list(asked())

        if name not in self.found:
            self.found[name] = kept(("front page", name), make)
        depends_on("hub", "agencies")
        return self.found[name]
