"""One article that the demo wants to write: where it goes, who decides on it, how far it is led."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from wagtail.models import Revision

from legal_updates.models import Topic
from network.accounts.models import User
from network.agencies.models import Agency
from network.moderation.stages import Stage
from sites.models import ArticlePage, SectionIndexPage

from ..staff import Staff

_MORNING = dt.time(8)


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """A step of Wagtail's workflow as the page's history names it."""

    action: str
    user: User
    data: dict[str, Any]


@dataclass(slots=True)
class Draft:
    """An unsaved article. What is set while it is written: `at`, `revision`, `steps`.

    `is_led`: the article goes through every step of the workflow, so that its submission and its
    steps are stored too. Otherwise only the two decisions are stored. Without a staff nobody
    decides, and the installation publishes the article.
    """

    page: ArticlePage
    section: SectionIndexPage
    agency: Agency
    staff: Staff | None
    topics: list[Topic]
    stage: Stage
    is_led: bool
    # What its files say: they are opened later.
    files_text: str
    at: dt.datetime = field(init=False)
    revision: Revision = field(init=False)
    steps: list[WorkflowStep] = field(default_factory=list)

    @property
    def is_published(self) -> bool:
        """Return whether citizens read the article."""
        return self.stage is Stage.PUBLISHED

    @property
    def published_at(self) -> dt.datetime:
        """Return the morning of the article's date, since citizens sort by it."""
        zone = timezone.get_current_timezone()
        return dt.datetime.combine(self.page.date, _MORNING, tzinfo=zone)
