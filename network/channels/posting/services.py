"""Enter and remove posts."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.scope import scope_of
from network.agencies.selectors import agency_of_page
from network.core.constraints import taken_key
from network.core.dates import refuse_future
from network.desks.transitions import held_roles
from sites.models import ArticlePage

from ..links.address_errors import AddressError
from ..links.addresses import ChannelAddress, Platform, parse_post
from ..models import Channel, Post
from .actions import PostAction
from .selectors import approval_of, channels_to_post_on
from .transitions import POST, REMOVE


@transaction.atomic
def enter_post(
    *, page_id: int, channel: Channel, url: str, posted_on: dt.date, user: User, now: dt.datetime
) -> Post:
    """Record where a published text was posted, together with its approval.

    Locks the page and checks role and state. Raises ValidationError also if the page has no agency
    or no approval on that day, the channel is not an active one of the agency, the date is in the
    future, or the address is not a new post on the channel.
    """
    page = ArticlePage.objects.select_for_update(of=("self",)).get(pk=page_id)
    agency = agency_of_page(page)
    if agency is None:
        raise ValidationError(_("This page stands in no section."))
    POST.check(page, held_roles(scope_of(user), agency.pk))
    if not channels_to_post_on(agency).filter(pk=channel.pk).exists():
        raise ValidationError({"channel": _("Choose a channel in use of the same agency.")})
    refuse_future(timezone.localdate(now), posted_on=posted_on)
    decision = approval_of(page, day=posted_on)
    if decision is None:
        raise ValidationError(
            {"posted_on": _("Nobody had approved this text on that day: nothing is posted unread.")}
        )
    row = Post(
        agency=agency,
        channel=channel,
        page=page,
        decision=decision,
        url=_address(url, channel),
        posted_on=posted_on,
        posted_by=user,
    )
    _save(row)
    record(
        actor=user,
        agency=agency,
        action=PostAction.POSTED,
        now=now,
        about=row,
        page=page.title,
        channel=channel.name,
    )
    return row


@transaction.atomic
def remove_post(*, post_id: int, user: User, now: dt.datetime) -> Post:
    """Record that a post was removed on its platform. Checks role and state of the locked post and
    raises ValidationError."""
    row = Post.objects.select_for_update(of=("self",)).select_related("agency").get(pk=post_id)
    REMOVE.check(row, held_roles(scope_of(user), row.agency_id))
    row.removed_on, row.removed_by = timezone.localdate(now), user
    row.save(update_fields=["removed_on", "removed_by"])
    record(actor=user, agency=row.agency, action=PostAction.REMOVED, now=now, about=row)
    return row


def _address(url: str, channel: Channel) -> str:
    """Return the post's normalized address. Raises ValidationError if it is not a post on the
    channel."""
    known = ChannelAddress(Platform(channel.platform), channel.address_key, channel.url)
    try:
        return parse_post(url, known, channel.platform_number)
    except AddressError as error:
        raise ValidationError({"url": error.reason}) from error


def _save(row: Post) -> None:
    """Save a new post. Raises ValidationError if its address is stored already."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "url" not in taken_key(error):
            raise
        raise ValidationError({"url": _("This post is entered already.")}) from error
