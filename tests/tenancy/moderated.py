"""Rows of the workflow that a house owns: pages at every stage, decisions, links, withdrawals."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, PageSubscription

from network.desks.models import Delegation
from network.mailing.models import MailOutcome, QueuedMail
from network.moderation.exceptional_services import publish_urgently, withdraw_page
from network.moderation.models import (
    EditorialRules,
    MailPreference,
    PreviewLink,
    WithdrawalReason,
)
from network.moderation.services import return_page
from tests.factories.moderation import appraise, hand_in, make_draft, publish, seen

if TYPE_CHECKING:
    from tests.tenancy.conftest import House

HOUR = dt.timedelta(hours=1)


@dataclass
class OnTheWay:
    """Pages of a house by where they stand, and who was sent a look at one of them."""

    waiting: Any = None
    appraised: Any = None
    returned: Any = None
    urgent: Any = None
    withdrawn: Any = None
    preview_link: Any = None
    ended_link: Any = None
    lost_mail: Any = None


def lead_pages(house: "House", *, now: dt.datetime) -> OnTheWay:
    """Put a page of the house at every stage, and a row of every model beside them.

    What citizens can read bears the bare marker, all else the secret.
    """
    EditorialRules.objects.create(agency=house.agency, urgent_allowed=True)
    way = OnTheWay()
    way.waiting = _delegated(_handed_in(house, house.secret), house, now)
    way.appraised = _handed_in(house, house.secret)
    appraise(way.appraised, house.people["appraiser"])
    way.returned = _handed_in(house, house.secret)
    return_page(
        page_id=way.returned.pk,
        user=house.people["appraiser"],
        seen=seen(way.returned),
        comment=house.secret,
        now=now,
    )
    way.urgent = _published_urgently(house, now)
    way.withdrawn = _withdrawn(house, now)
    way.preview_link = _link(way.waiting, house, now)
    way.ended_link = _link(way.waiting, house, now, revoked_at=now)
    author = house.people["author"]
    MailPreference.objects.create(user=author)
    lost = QueuedMail.objects.create(kind="moderation.decision", due=0, done_at=now)
    way.lost_mail = lost.deliveries.create(
        ref=f"user:{author.pk}",
        outcome=MailOutcome.PUT_OFF,
        subject=house.secret,
        user=author,
        agency_id=house.agency.pk,
        at=now,
    )
    return way


def leave_work_behind(house: "House", author: Any, *, now: dt.datetime) -> None:
    """Let `author`, who is about to leave, have a text that waits and one that was sent back."""
    for returned in (False, True):
        draft = make_draft(house, author=author, title=f"Dở dang {house.secret}", body=[])
        PageSubscription.objects.create(page=draft, user=author, comment_notifications=True)
        page = hand_in(draft, author)
        if returned:
            appraiser, comment = house.people["appraiser"], house.secret
            return_page(page_id=page.pk, user=appraiser, seen=seen(page), comment=comment, now=now)


def _handed_in(house: "House", mark: str) -> Any:
    draft = make_draft(house, title=f"Trình {mark}", summary=mark)
    return hand_in(draft, house.people["author"])


def _delegated(page: Any, house: "House", now: dt.datetime) -> Any:
    """Return the page, which the author handed to the appraiser."""
    Delegation.objects.create(
        agency=house.agency,
        about_type=ContentType.objects.get_for_model(Page),
        about_id=page.pk,
        subject=house.secret,
        path=f"/admin/duyet/{page.pk}/",
        to=house.people["appraiser"],
        by=house.people["author"],
        note=house.secret,
        at=now,
    )
    return page


def _published_urgently(house: "House", now: dt.datetime) -> Any:
    page = _handed_in(house, house.marker)
    publish_urgently(
        page_id=page.pk,
        user=house.people["approver"],
        seen=seen(page),
        reason=house.secret,
        now=now,
    )
    page.refresh_from_db()
    return page


def _withdrawn(house: "House", now: dt.datetime) -> Any:
    page = publish(make_draft(house, title=f"Gỡ {house.marker}", summary=house.marker), house)
    withdraw_page(
        page_id=page.pk,
        user=house.people["approver"],
        reason=WithdrawalReason.ERROR,
        comment=house.secret,
        public_note=house.marker,
        now=now,
    )
    page.refresh_from_db()
    return page


def _link(page: Any, house: "House", now: dt.datetime, **fields: Any) -> PreviewLink:
    return PreviewLink.objects.create(
        page=page,
        agency=house.agency,
        revision=page.latest_revision,
        made_for=house.secret,
        made_by=house.people["author"],
        made_at=now,
        expires_at=now + HOUR,
        **fields,
    )
