"""One article to write: its section, the users who decide on it, and its stage."""

import datetime as dt
from collections.abc import Iterable
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
# Nobody could decide before the memberships of the demo began.
_FIRST_DECISIONS = dt.date(2026, 1, 5)
# Time between two articles, so that lists by date keep the order of the demo files.
_STEP = dt.timedelta(milliseconds=10)


@dataclass(frozen=True, slots=True)
class WorkflowStep:
    """A workflow step as logged in the page's history."""

    action: str
    user: User
    data: dict[str, Any]


@dataclass(slots=True)
class Draft:
    """An unsaved article. `revision` and `steps` are set while it is written.

    `at` is the time of its revision and of all decisions on it; `date_decisions` sets it.

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
        return _morning_of(self.page.date)


def date_decisions(drafts: Iterable[Draft], *, now: dt.datetime) -> list[Draft]:
    """Set `at` of each draft, and return the drafts in this order.

    An article was decided on when it was published, or when the memberships began if it is older.
    What is still waiting came in just now.
    """

    def decided_at(draft: Draft) -> dt.datetime:
        if not draft.is_published:
            return now
        if draft.staff is None:
            return min(draft.published_at, now)
        return min(max(draft.published_at, _morning_of(_FIRST_DECISIONS)), now)

    dated = sorted(drafts, key=decided_at)
    for place, draft in enumerate(dated):
        draft.at = decided_at(draft) - (len(dated) - place) * _STEP
    return dated


def _morning_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, _MORNING, tzinfo=timezone.get_current_timezone())
