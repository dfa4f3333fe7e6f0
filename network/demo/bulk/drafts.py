"""One article to write: its section, the users who decide on it, and its stage."""

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
    """A workflow step as logged in the page's history."""

    action: str
    user: User
    data: dict[str, Any]


@dataclass(slots=True)
class Draft:
    """An unsaved article. `at`, `revision` and `steps` are set while it is written.

    `is_led` means that the article goes through the whole workflow, so that its submission and
    steps are stored too. Otherwise only the two decisions are stored. Without a staff there are no
    decisions, and the article is published by the installation itself.
    """

    page: ArticlePage
    section: SectionIndexPage
    agency: Agency
    staff: Staff | None
    topics: list[Topic]
    stage: Stage
    is_led: bool
    # Text of its files, which are converted later.
    files_text: str
    at: dt.datetime = field(init=False)
    revision: Revision = field(init=False)
    steps: list[WorkflowStep] = field(default_factory=list)

    @property
    def is_published(self) -> bool:
        """Return whether the article is published."""
        return self.stage is Stage.PUBLISHED

    @property
    def published_at(self) -> dt.datetime:
        """Return the morning of the article's date, because public lists are sorted by it."""
        zone = timezone.get_current_timezone()
        return dt.datetime.combine(self.page.date, _MORNING, tzinfo=zone)
