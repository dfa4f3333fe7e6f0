"""Mails about comments in the page editor, replacing Wagtail's.

Wagtail mails everyone who ever followed the page or wrote in a thread, while the page is being
saved. Here a background job sends them, and only to people who serve the page's agency when it
runs.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.types import JSONValue
from wagtail.models import Comment, CommentReply, Page, PageSubscription

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Membership
from network.agencies.recipients import members
from network.agencies.scope import SECTION_DEPTH, SECTION_PATH_LENGTH
from network.agencies.selectors import agency_of_page
from network.mailing.kinds import Letter, MailKind, absolute, letters_to
from network.mailing.services import queue_mail


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the mail: what happened to a comment, and the ids of the people in its thread."""

    text: str
    people: frozenset[int] = frozenset()


def queue_mail_of_comments(*, page: Page, editor: User, changes: Mapping[str, Any]) -> None:
    """Queue a mail about the comments `editor` added, resolved, answered or deleted.

    `changes` has the format of Wagtail's `EditView.send_commenting_notifications`.
    """
    named: dict[str, JSONValue] = {
        "new": [comment.pk for comment in changes["new_comments"]],
        "resolved": [comment.pk for comment in changes["resolved_comments"]],
        "replies": [reply.pk for _comment, replies in changes["new_replies"] for reply in replies],
        # Deleted comments no longer exist when the job runs, and their text must not be stored in
        # the job queue.
        "deleted": len(changes["deleted_comments"]),
    }
    if any(named.values()):
        queue_mail("moderation.comments", page_id=page.pk, editor_id=editor.pk, named=named)


def comment_letters(
    *, page_id: int, editor_id: int, named: Mapping[str, Any], now: dt.datetime
) -> list[Letter]:
    """Return one mail per person who serves the page's agency now, except the editor.

    Followers of the page get all changes; others only those in threads they took part in. Returns
    [] if the page or its agency is gone.
    """
    page = Page.objects.filter(pk=page_id).first()
    agency = agency_of_page(page) if page else None
    if page is None or agency is None:
        return []
    people = members(agency, *AGENCY_ROLES, now=now).exclude(pk=editor_id)
    wanted = people.exclude(wagtail_userprofile__updated_comments_notifications=False)
    subscribed = PageSubscription.objects.filter(page=page, comment_notifications=True)
    followers = set(subscribed.values_list("user_id", flat=True))
    lines, editor = list(_lines(named)), User.objects.get(pk=editor_id)
    context = {
        "title": page.draft_title,
        "agency": agency,
        "editor": editor.shown_name,
        "address": absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
    }
    subject = _("Comments on: %(title)s") % context
    letters = []
    for user in wanted:
        told = [x.text for x in lines if user.pk in followers or user.pk in x.people]
        if told:
            letters += letters_to(
                [user],
                subject,
                "moderation/mail/comments",
                context | {"lines": told},
                agency_id=agency.pk,
            )
    return letters


def end_subscriptions(*, now: dt.datetime) -> int:
    """Delete comment subscriptions of people who no longer serve the page's agency. Returns the
    number of deleted rows."""
    serving = Membership.objects.valid_on(timezone.localdate(now)).filter(
        user=OuterRef("user"),
        role__in=AGENCY_ROLES,
        agency__home_page__path=Substr(OuterRef("page__path"), 1, SECTION_PATH_LENGTH),
    )
    ended = PageSubscription.objects.filter(page__depth__gte=SECTION_DEPTH)
    return ended.exclude(Exists(serving)).delete()[0]


def _lines(named: Mapping[str, Any]) -> Iterator[_Line]:
    for comment in Comment.objects.filter(pk__in=named["new"]).order_by("pk"):
        yield _Line(_("New: %s") % comment.text)
    resolved = Comment.objects.filter(pk__in=named["resolved"]).prefetch_related("replies")
    for comment in resolved.order_by("pk"):
        yield _Line(_("Resolved: %s") % comment.text, _people_of(comment))
    replies = CommentReply.objects.filter(pk__in=named["replies"]).select_related("comment")
    for reply in replies.prefetch_related("comment__replies").order_by("pk"):
        words = _("Reply to “%(comment)s”: %(reply)s")
        told = words % {"comment": reply.comment.text, "reply": reply.text}
        yield _Line(told, _people_of(reply.comment))
    if named["deleted"]:
        yield _Line(_("Deleted comments: %d") % named["deleted"])


def _people_of(comment: Comment) -> frozenset[int]:
    return frozenset({comment.user_id, *(reply.user_id for reply in comment.replies.all())})


MAILS = {"moderation.comments": MailKind(gettext_lazy("Comments on a page"), comment_letters)}
