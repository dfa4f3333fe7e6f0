"""The demo's people at work: what they decide on stands in the decision log."""

from dataclasses import dataclass

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.moderation.chain import record_decision
from network.moderation.checklist import Answer, ItemAnswer, items_for, refused_items
from network.moderation.models import Action
from network.moderation.revisions import digest_of, newest_revision
from network.moderation.services import appraise_page, approve_page, return_page
from network.moderation.stages import Stage
from sites.models import ArticlePage

RETURN_COMMENT = "Bổ sung mức hỗ trợ cụ thể và số điện thoại của bộ phận một cửa."


@dataclass(frozen=True, slots=True)
class Staff:
    """Who writes, appraises and approves in one agency."""

    author: User
    appraiser: User
    approver: User

    @classmethod
    def of(cls, agency: Agency) -> "Staff | None":
        """Return the staff of an agency, None where one of the three is missing."""
        rows = Membership.objects.filter(agency=agency).select_related("user")
        people = {row.role: row.user for row in rows}
        roles = (Role.AUTHOR, Role.APPRAISER, Role.APPROVER)
        if not all(role in people for role in roles):
            return None
        return cls(*(people[role] for role in roles))

    def sign(self, article: ArticlePage, *, agency: Agency) -> None:
        """Write the decisions of the usual way beside a page that the installation published.

        A tenth of the work of leading it: a newcomer waits for the demo.
        """
        now, revision = timezone.now(), newest_revision(article.pk)
        questions = items_for(page=article, day=timezone.localdate(now))
        answers = {item.key: ItemAnswer(Answer.YES) for item in questions}
        rows, _open = refused_items(items=questions, answers=answers, kept={}, kept_from=None)
        for deed, user, role, checklist in (
            (Action.APPRAISED, self.appraiser, Role.APPRAISER, rows),
            (Action.APPROVED, self.approver, Role.APPROVER, []),
        ):
            record_decision(
                agency=agency,
                page=article,
                deed=deed,
                now=now,
                revision_id=revision.pk,
                actor=user,
                role=role,
                checklist=checklist,
            )

    def lead(self, article: ArticlePage, *, to: Stage) -> None:
        """Lead a draft to one of the stages on the usual way."""
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
