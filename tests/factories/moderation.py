"""An agency with its three people, and articles on their way."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from network.accounts.models import User
from network.agencies.models import Agency, Role, Succession
from network.agencies.services import grant_membership
from network.moderation.checklist import Answer, ItemAnswer, items_for
from network.moderation.revisions import digest_of, newest_revision
from network.moderation.services import appraise_page, approve_page
from network.provisioning.services import open_agency
from sites.models import AgencyHomePage, ArticlePage
from tests.factories.accounts import make_user
from tests.factories.sections import NUMBER, SOURCE, make_hub

SINCE = dt.date(2026, 1, 1)


@dataclass
class Office:
    """An open agency and who serves it: `people` by role."""

    agency: Agency
    home: AgencyHomePage
    people: dict[str, User] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        """Return the person in that role: `office.author`."""
        try:
            # Not `self.people`, which a copy that is being made does not have yet.
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def make_office(code: str = "STP") -> Office:
    """Return an open agency with an author, an appraiser, an approver and an agency admin."""
    make_hub()
    agency = Agency.objects.create(
        code=code, name=f"Sở {code}", short_name=code, kind="so", slug=f"so-{code.lower()}"
    )
    office = Office(agency, open_agency(agency=agency, now=timezone.now()))
    for role in (Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN):
        office.people[role.value] = make_member(agency, role)
    return office


def end(office: Office, *heirs: Office, days_ago: int = 1) -> None:
    """Let the agency end, and others go on with its work."""
    office.agency.valid_to = timezone.localdate() - dt.timedelta(days=days_ago)
    office.agency.save()
    for each in heirs:
        Succession.objects.create(
            successor=each.agency,
            predecessor=office.agency,
            predecessor_name=office.agency.name,
            kind="hop_nhat",
        )


def make_member(agency: Agency | None, *roles: Role, decision_number: str = "12/QĐ-STP") -> User:
    """Return a new person who serves `agency` in these roles, or works at none of the agencies."""
    user = make_user()
    for role in roles:
        grant_membership(
            user=user,
            agency=agency,
            role=role,
            valid_from=SINCE,
            decision_number=decision_number,
        )
    return user


def make_draft(
    office: Office,
    *,
    author: User | None = None,
    model: type[ArticlePage] = ArticlePage,
    **fields: object,
) -> ArticlePage:
    """Return an article of the office's author that nobody has handed in yet."""
    number = next(NUMBER)
    author = author or office.people["author"]
    place = office.home.get_children().get(slug="tin-tuc")
    fields = {
        "title": f"Bài viết {number}",
        "slug": f"bai-viet-{number}",
        "summary": "Ai, được gì, phải làm gì, từ khi nào.",
        "body": [("paragraph", "<p>Nội dung.</p>")],
    } | fields
    article = place.add_child(
        instance=model(live=False, owner=author, **SOURCE | fields),
    )
    article.save_revision(user=author)
    return article


def hand_in(article: ArticlePage, author: User) -> ArticlePage:
    """Submit the newest revision as the editor's button does."""
    article.get_workflow().start(article, author)
    return article


def seen(article: ArticlePage) -> str:
    """Return the digest of the newest revision: what somebody who has just looked saw."""
    return digest_of(newest_revision(article.pk).pk)


def all_yes(article: ArticlePage) -> dict[str, ItemAnswer]:
    """Return answers that pass the checklist of today."""
    items = items_for(page=article, day=timezone.localdate())
    return {item.key: ItemAnswer(Answer.YES) for item in items}


def appraise(article: ArticlePage, appraiser: User) -> None:
    """Pass the appraisal."""
    appraise_page(
        page_id=article.pk,
        user=appraiser,
        seen=seen(article),
        answers=all_yes(article),
        now=timezone.now(),
    )


def approve(article: ArticlePage, approver: User) -> None:
    """Approve, and so publish."""
    approve_page(page_id=article.pk, user=approver, seen=seen(article), now=timezone.now())


def publish(article: ArticlePage, office: Office) -> ArticlePage:
    """Lead a draft the whole way."""
    hand_in(article, office.people["author"])
    appraise(article, office.people["appraiser"])
    approve(article, office.people["approver"])
    article.refresh_from_db()
    return article
