"""Collect the demo articles with section and users, then write them in bulk."""

import datetime as dt
import json
from typing import Any

from legal_updates.models import Topic
from network.agencies.models import Agency
from network.moderation.stages import Stage
from sites.models import AgencyHomePage, ArticlePage, MaterialPage, SectionIndexPage

from ..bodies import DemoBodyBuilder, load_images, source_fields, split_cover
from ..bulk.drafts import Draft, date_decisions
from ..bulk.writing import write_articles
from ..data import OVERSEER
from ..documents import documents_by_number
from ..office import add_files
from ..readings import text_of_files
from ..staff import Staff

# Agencies whose articles go through the whole workflow, so that there is a log to see.
_DESKS = {OVERSEER, "SYT-2025"}
# Depth of an agency's front page in the tree.
_HOME_DEPTH = 3


class Drafting:
    """The articles of all loaders. Shared data is read only once.

    `add` collects an article, `write` stores all of them. Loaders skip existing articles with
    `is_missing`.
    """

    def __init__(self) -> None:
        self.bodies = DemoBodyBuilder(load_images())
        self.documents = documents_by_number()
        homes = AgencyHomePage.objects.select_related("agency__collection")
        self._agencies = {home.path: home.agency for home in homes}
        self._sections = self._read_sections()
        self._staff = Staff.by_agency()
        self._topics = list(Topic.objects.all())
        self._present = set(ArticlePage.objects.values_list("url_path", flat=True))
        self._drafts: list[Draft] = []

    def is_missing(self, row: dict[str, Any]) -> bool:
        """Return whether the article of a row does not exist yet."""
        return f"{self._place(row)[0].url_path}{row['slug']}/" not in self._present

    def add(self, page: ArticlePage, row: dict[str, Any]) -> None:
        """Fill the common fields of `page` from `row`, and collect it for `write`.

        The article reaches the stage in the row's "stage", by default publication.
        """
        section, agency = self._place(row)
        staff = self._staff.get(agency.pk)
        page.title, page.slug, page.summary = row["title"], row["slug"], row["summary"]
        page.date = dt.date.fromisoformat(row["date"])
        cover, rest = split_cover(self.bodies.build(row))
        page.body = json.dumps(rest)
        if cover:
            page.cover_id, page.cover_alt_text = cover["image"], cover["alt_text"]
        page.owner = author = staff.author if staff else None
        if isinstance(page, MaterialPage):
            add_files(page, row, agency=agency, author=author, bodies=self.bodies)
        for name, value in source_fields(row["source"]).items():
            setattr(page, name, value)
        self._drafts.append(
            Draft(
                page=page,
                section=section,
                agency=agency,
                staff=staff,
                topics=[topic for topic in self._topics if topic.slug in row["topics"]],
                stage=Stage(row.get("stage", Stage.PUBLISHED)),
                is_led=staff is not None and (agency.code in _DESKS or "stage" in row),
                files_text=text_of_files(row),
            )
        )

    def write(self, *, now: dt.datetime) -> None:
        """Store the collected articles in the order in which they were decided on."""
        write_articles(date_decisions(self._drafts, now=now))

    def _place(self, row: dict[str, Any]) -> tuple[SectionIndexPage, Agency]:
        return self._sections[row["agency"], row["section"]]

    def _read_sections(self) -> dict[tuple[str, str], tuple[SectionIndexPage, Agency]]:
        length = SectionIndexPage.steplen * _HOME_DEPTH
        found = {}
        for section in SectionIndexPage.objects.order_by("-path"):
            agency = self._agencies.get(section.path[:length])
            if agency:
                found[agency.code, section.key] = section, agency
        return found
