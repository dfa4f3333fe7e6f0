"""State changes of a channel: register, approve, rename, pause, end."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.scope import scope_of
from network.core.dates import refuse_future
from network.core.two_people import refuse_same_person
from network.desks.transitions import Transition, held_roles
from network.mailing.services import queue_mails
from network.media.uploads import validate_upload

from ..links.address_errors import AddressError
from ..links.addresses import parse_page
from ..links.pages import lock_page
from ..models import APPROVED_STATES, ENDED_STATES, Channel, ChannelName, ChannelState
from ..shared.lookups import plan_of
from ..shared.roles import KEEPING
from ..shared.secrecy import refuse_secrets
from .actions import ChannelAction
from .notifications import DOUBTED
from .selectors import rivals_of
from .transitions import (
    APPROVE,
    CLEAR,
    DECIDE_OWNER,
    DISCARD,
    DOUBT,
    EDIT,
    END,
    PAUSE,
    RENAME,
    RESUME,
    SEND_BACK,
    SUBMIT,
    confirmed_fake,
    taken,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """The values of a channel; `url` as it was pasted."""

    kind: str
    name: str
    url: str
    intro: str
    office: str
    website: str
    email: str
    phone: str
    platform_number: str = ""
    other: str = ""
    regulation: str = ""
    opened_on: dt.date | None = None
    verified_on: dt.date | None = None
    admins_country: str = ""


@transaction.atomic
def register_channel(
    *, agency: Agency, facts: ChannelFacts, user: User, now: dt.datetime
) -> Channel:
    """Register a planned channel. Raises PermissionDenied if the user may not keep channels of the
    agency, ValidationError for invalid values."""
    if KEEPING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    channel = _written(Channel(agency=agency, registered_by=user), facts, user)
    record_channel(channel, ChannelAction.REGISTERED, user, now)
    return channel


@transaction.atomic
def change_channel(
    *, channel_id: int, facts: ChannelFacts, user: User, now: dt.datetime
) -> Channel:
    """Replace the values of a planned channel. Checks role and state of the locked channel and
    raises ValidationError."""
    _lock_page_of(channel_id)
    channel = _written(locked_channel(channel_id, user, EDIT), facts, user)
    record_channel(channel, ChannelAction.CHANGED, user, now)
    return channel


@transaction.atomic
def discard_channel(*, channel_id: int, user: User, now: dt.datetime) -> None:
    """Delete a planned channel. Checks role and state of the locked channel and raises
    ValidationError."""
    channel = locked_channel(channel_id, user, DISCARD)
    record_channel(channel, ChannelAction.DISCARDED, user, now)
    channel.delete()


@transaction.atomic
def submit_channel(*, channel_id: int, user: User, now: dt.datetime) -> Channel:
    """Submit a channel for approval; the submitter cannot approve it.

    Checks role and state of the locked channel; raises ValidationError also if it lacks something
    or its page is taken.
    """
    _lock_page_of(channel_id)
    channel = locked_channel(channel_id, user, SUBMIT)
    channel.add_preparer(user)
    channel.save(update_fields=["prepared_by"])
    return _moved(channel_id, user, SUBMIT, ChannelState.AWAITING, ChannelAction.SUBMITTED, now)


@transaction.atomic
def return_channel(*, channel_id: int, reason: str, user: User, now: dt.datetime) -> Channel:
    """Return a submitted channel to draft with a reason; it no longer holds its page.

    Checks role and state of the locked channel and raises ValidationError.
    """
    return _returned(locked_channel(channel_id, user, SEND_BACK), reason, user, now)


@transaction.atomic
def decide_owner(*, channel_id: int, reason: str, user: User, now: dt.datetime) -> Channel:
    """Decide that a page which several agencies have submitted belongs to the agency of this
    channel.

    The other submissions are returned with `reason`, which must not name the agency. Raises
    ValidationError unless the user is an overseer and another agency has submitted the page, and
    for a person who registered, changed or submitted the channel, or confirmed its safety.
    """
    _lock_page_of(channel_id)
    channel = locked_channel(channel_id, user, DECIDE_OWNER)
    refuse_same_person(channel, "owner_decided_by", user)
    for rival in rivals_of(channel).select_for_update(of=("self",)):
        _returned(rival, reason, user, now)
    channel.owner_decided_by = user
    channel.save(update_fields=["owner_decided_by"])
    record_channel(channel, ChannelAction.OWNER_DECIDED, user, now, reason=reason)
    return channel


@transaction.atomic
def doubt_channel(*, channel_id: int, reason: str, user: User, now: dt.datetime) -> Channel:
    """Set an approved channel to "being verified": the public register and the link check say so,
    and the agency's officers get a mail with the reason.

    Checks role and state of the locked channel and raises ValidationError.
    """
    channel = locked_channel(channel_id, user, DOUBT)
    channel.verifying_since, channel.verifying_reason = timezone.localdate(now), reason
    channel.save(update_fields=["verifying_since", "verifying_reason"])
    record_channel(channel, ChannelAction.DOUBTED, user, now, reason=reason)
    queue_mails(DOUBTED, [{"channel_id": channel.pk}])
    return channel


@transaction.atomic
def clear_channel(*, channel_id: int, user: User, now: dt.datetime) -> Channel:
    """End the verification of a channel. Checks role and state of the locked channel and raises
    ValidationError."""
    channel = locked_channel(channel_id, user, CLEAR)
    channel.verifying_since, channel.verifying_reason = None, ""
    channel.save(update_fields=["verifying_since", "verifying_reason"])
    record_channel(channel, ChannelAction.CLEARED, user, now)
    return channel


@transaction.atomic
def approve_channel(
    *,
    channel_id: int,
    number: str,
    approved_on: dt.date,
    signer: str,
    file: UploadedFile,
    user: User,
    now: dt.datetime,
) -> Channel:
    """Approve a channel by a signed document; it becomes part of the public register (R15).

    Checks role and state of the locked channel. Raises ValidationError also for a future date, a
    damaged file, and a person who registered, changed or submitted the channel, or confirmed its
    safety before the approval.
    """
    _lock_page_of(channel_id)
    channel = locked_channel(channel_id, user, APPROVE)
    refuse_same_person(channel, "approved_by", user)
    refuse_future(timezone.localdate(now), approved_on=approved_on)
    channel.approval_file = file
    validate_upload(channel.approval_file)
    channel.approved_by, channel.approved_on = user, approved_on
    channel.approval_number, channel.signer = number, signer
    channel.plan = plan_of(channel.agency_id, channel.platform, timezone.localdate(now))
    channel.state = ChannelState.ACTIVE
    channel.save()
    record_channel(channel, ChannelAction.APPROVED, user, now, number=number)
    return channel


@transaction.atomic
def rename_channel(
    *, channel_id: int, name: str, url: str, user: User, now: dt.datetime
) -> Channel:
    """Record the name and address that the platform shows now; the former name is kept.

    Checks role and state of the locked channel. Raises ValidationError also if nothing changes, for
    the address of a confirmed fake, and for a person who prepared the channel: another address is
    another page, which two people must confirm as official.
    """
    channel = locked_channel(channel_id, user, RENAME)
    refuse_same_person(channel, "renamed_by", user)
    channel.renamed_by = user
    before, address = channel.name, channel.address_key
    channel.name = name
    _give_address(channel, url)
    if (name, channel.address_key) == (before, address):
        raise ValidationError(_("Name and address are as before."))
    if name != before:
        ChannelName.objects.create(channel=channel, name=before, until=timezone.localdate(now))
    _save(channel)
    record_channel(channel, ChannelAction.RENAMED, user, now, before=before)
    return channel


@transaction.atomic
def pause_channel(*, channel_id: int, user: User, now: dt.datetime) -> Channel:
    """Pause a channel. Checks role and state of the locked channel and raises ValidationError."""
    return _moved(channel_id, user, PAUSE, ChannelState.PAUSED, ChannelAction.PAUSED, now)


@transaction.atomic
def resume_channel(*, channel_id: int, user: User, now: dt.datetime) -> Channel:
    """Resume a paused channel. Checks role and state of the locked channel; raises ValidationError
    also if it lacks something."""
    return _moved(channel_id, user, RESUME, ChannelState.ACTIVE, ChannelAction.RESUMED, now)


@transaction.atomic
def end_channel(
    *,
    channel_id: int,
    state: str,
    note: str,
    into: Channel | None = None,
    user: User,
    now: dt.datetime,
) -> Channel:
    """End a channel: closed, handed over, or merged `into` another. The public register shows it.

    Checks role and state of the locked channel; raises ValidationError also for an invalid `state`
    or `into`.
    """
    channel = locked_channel(channel_id, user, END)
    if state not in ENDED_STATES:
        raise ValidationError(_("Choose whether it is closed, handed over or merged."))
    if (state == ChannelState.MERGED) != (into is not None):
        raise ValidationError({"into": _("Name the page that it merges into, and only then.")})
    if into and (into == channel or into.state not in APPROVED_STATES):
        raise ValidationError({"into": _("Choose another page that is in use.")})
    channel.state, channel.ending_note, channel.merged_into = state, note, into
    channel.ended_on = timezone.localdate(now)
    channel.save()
    record_channel(channel, ChannelAction.ENDED, user, now, state=channel.get_state_display())
    return channel


def locked_channel(channel_id: int, user: User, transition: Transition[Channel]) -> Channel:
    """Lock and return a channel. Raises ValidationError, with the reason, if the user's role or the
    state does not allow the transition."""
    channel = (
        Channel.objects.select_for_update(of=("self",)).select_related("agency").get(pk=channel_id)
    )
    transition.check(channel, held_roles(scope_of(user), channel.agency_id))
    return channel


def _lock_page_of(channel_id: int) -> None:
    """Lock the page of a channel, so that decisions on one page are made one after the other.

    Always done before the channel's row is locked, to avoid deadlocks.
    """
    lock_page(Channel.objects.get(pk=channel_id).address_keys)


def _returned(channel: Channel, reason: str, user: User, now: dt.datetime) -> Channel:
    """Set a submitted channel back to planned and log the reason."""
    channel.state, channel.owner_decided_by = ChannelState.PLANNED, None
    channel.save(update_fields=["state", "owner_decided_by"])
    record_channel(channel, ChannelAction.RETURNED, user, now, reason=reason)
    return channel


def _moved(
    channel_id: int,
    user: User,
    transition: Transition[Channel],
    state: ChannelState,
    action: ChannelAction,
    now: dt.datetime,
    **detail: str,
) -> Channel:
    """Change the state of a channel and log it. Raises ValidationError if role or state do not
    allow the transition."""
    channel = locked_channel(channel_id, user, transition)
    channel.state = state
    channel.save(update_fields=["state"])
    record_channel(channel, action, user, now, **detail)
    return channel


def _written(channel: Channel, facts: ChannelFacts, user: User) -> Channel:
    """Save the values in a channel and add the user as preparer. Raises ValidationError for secrets
    or an unusable address."""
    for name in ChannelFacts.__slots__:
        if name != "url":
            setattr(channel, name, getattr(facts, name))
    for words in (facts.intro, facts.other):
        refuse_secrets(words)
    _give_address(channel, facts.url)
    channel.add_preparer(user)
    _save(channel)
    return channel


def _give_address(channel: Channel, url: str) -> None:
    """Set address, platform and kind from a link, and lock the page. Raises ValidationError if it
    names no channel."""
    try:
        address = parse_page(url)
    except AddressError as error:
        raise ValidationError({"url": error.reason}) from error
    channel.url, channel.address_key = address.url, address.key
    channel.platform, channel.kind = address.platform, address.kind or channel.kind
    lock_page(channel.address_keys)


def _save(channel: Channel) -> None:
    """Save a channel. Raises ValidationError if its page is a confirmed fake or taken by another
    channel, which is not named."""
    if refusal := confirmed_fake(channel) or taken(channel):
        raise ValidationError({"url": refusal})
    channel.save()


def record_channel(
    channel: Channel, action: ChannelAction, user: User, now: dt.datetime, **detail: str
) -> None:
    """Log an action on a channel."""
    record(actor=user, agency=channel.agency, action=action, now=now, about=channel, **detail)
