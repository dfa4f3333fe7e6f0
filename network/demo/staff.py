"""Demo users who work on articles; their decisions are recorded in the decision log."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.moderation.checklist import Answer, ItemAnswer, items_for
from network.moderation.revisions import digest_of, newest_revision
from network.moderation.services import appraise_page, approve_page, return_page
from network.moderation.stages import Stage
from sites.models import ArticlePage

_ROLES = (Role.AUTHOR, Role.APPRAISER, Role.APPROVER)
RETURN_COMMENT = "Bổ sung mức hỗ trợ cụ thể và số điện thoại của bộ phận một cửa."


@dataclass(frozen=True, slots=True)
class Staff:
    """Author, appraiser and approver of one agency: the first of each role."""

    author: User
    appraiser: User
    approver: User

    @classmethod
    def by_agency(cls) -> "dict[int, Staff]":
        """Return the staff by agency id, for agencies that have all three users. One query."""
        people: dict[int, dict[str, User]] = defaultdict(dict)
        rows = Membership.objects.exclude(agency=None).select_related("user").order_by("pk")
        for row in rows:
            people[row.agency_id or 0].setdefault(row.role, row.user)
        return {
            agency: cls(*(found[role] for role in _ROLES))
            for agency, found in people.items()
            if all(role in found for role in _ROLES)
        }

    @classmethod
    def of(cls, agency: Agency) -> "Staff | None":
        """Return the staff of an agency, or None if one of the three users is missing."""
        rows = Membership.objects.filter(agency=agency).select_related("user").order_by("-pk")
        people = {row.role: row.user for row in rows}
        if not all(role in people for role in _ROLES):
            return None
        return cls(*(people[role] for role in _ROLES))

    def lead(self, article: ArticlePage, *, to: Stage) -> None:
        """Bring a draft to a stage through the regular workflow."""
        if to is Stage.DRAFT:
            return
        article.get_workflow().start(article, self.author)
        seen, now = digest_of(newest_revision(article.pk).pk), timezone.now()
        if to is Stage.RETURNED:
            return_page(
                page_id=article.pk, user=self.appraiser, seen=seen, comment=RETURN_COMMENT, now=now
            )
        elif to is not Stage.WAITING_APPRAISAL:
            questions = items_for(page=article, day=timezone.localdate(now))
            answers = {item.key: ItemAnswer(Answer.YES) for item in questions}
            appraise_page(
                page_id=article.pk, user=self.appraiser, seen=seen, answers=answers, now=now
            )
            if to is Stage.PUBLISHED:
                approve_page(page_id=article.pk, user=self.approver, seen=seen, now=now)
