"""What happens to a channel: registered, approved, renamed, paused, ended, and kept safe."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import AGENCY_ROLES, Agency, Membership
from network.agencies.scope import scope_of
from network.desks.transitions import Transition, held_roles
from network.media.models import validate_upload

from .actions import ChannelAction
from .addresses import AddressError, parse_address
from .models import (
    APPROVED_STATES,
    ENDED_STATES,
    SECOND_FACTOR,
    WORDS,
    Attestation,
    Channel,
    ChannelAdmin,
    ChannelName,
    ChannelState,
    SafetyItem,
    Share,
)
from .pages import lock_page
from .plans.selectors import plan_of
from .secrecy import refuse_secrets
from .selectors import current_words, has_twin, has_written, items_on
from .transitions import (
    ADD_ADMIN,
    APPROVE,
    ATTEST,
    DISCARD,
    EDIT,
    END,
    END_ADMIN,
    KEEPING,
    PAUSE,
    RENAME,
    RESUME,
    SEND_BACK,
    SUBMIT,
    confirmed_fake,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelFacts:
    """What a channel says of itself; `url` as it was pasted."""

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
    """Begin a channel. Raises PermissionDenied for another agency, ValidationError for the rest."""
    if KEEPING.isdisjoint(held_roles(scope_of(user), agency.pk)):
        raise PermissionDenied
    channel = _written(Channel(agency=agency, registered_by=user), facts)
    _record(channel, ChannelAction.REGISTERED, user, now)
    return channel


@transaction.atomic
def change_channel(
    *, channel_id: int, facts: ChannelFacts, user: User, now: dt.datetime
) -> Channel:
    """Write a planned channel anew."""
    channel = _written(locked_channel(channel_id, user, EDIT), facts)
    _record(channel, ChannelAction.CHANGED, user, now)
    return channel


@transaction.atomic
def discard_channel(*, channel_id: int, user: User, now: dt.datetime) -> None:
    """Delete a planned channel."""
    channel = locked_channel(channel_id, user, DISCARD)
    _record(channel, ChannelAction.DISCARDED, user, now)
    channel.delete()


@transaction.atomic
def submit_channel(*, channel_id: int, user: User, now: dt.datetime) -> Channel:
    """Ask the approver for it."""
    return _moved(channel_id, user, SUBMIT, ChannelState.AWAITING, ChannelAction.SUBMITTED, now)


@transaction.atomic
def return_channel(*, channel_id: int, reason: str, user: User, now: dt.datetime) -> Channel:
    """Give it back with a reason."""
    return _moved(
        channel_id,
        user,
        SEND_BACK,
        ChannelState.PLANNED,
        ChannelAction.RETURNED,
        now,
        reason=reason,
    )


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
    """Approve it by a signed document: from now on it is in the public register (R15)."""
    # Before the row: nobody confirms it as a fake while it becomes official.
    lock_page(Channel.objects.get(pk=channel_id).address_keys)
    channel = locked_channel(channel_id, user, APPROVE)
    _require_another(channel, user)
    if approved_on > timezone.localdate(now):
        raise ValidationError({"approved_on": _("This day is still to come.")})
    channel.approval_file = file
    validate_upload(channel.approval_file, _("This file is damaged, or not what its name says."))
    channel.approved_by, channel.approved_on = user, approved_on
    channel.approval_number, channel.signer = number, signer
    channel.plan = plan_of(channel.agency_id, channel.platform, timezone.localdate(now))
    channel.state = ChannelState.ACTIVE
    channel.save()
    _record(channel, ChannelAction.APPROVED, user, now, number=number)
    return channel


@transaction.atomic
def rename_channel(
    *, channel_id: int, name: str, url: str, user: User, now: dt.datetime
) -> Channel:
    """Note what it is called now; the name before stays in its history.

    Raises ValidationError for the address of a confirmed fake.
    """
    channel = locked_channel(channel_id, user, RENAME)
    _require_another(channel, user)
    before, address = channel.name, channel.address_key
    channel.name = name
    _give_address(channel, url)
    if (name, channel.address_key) == (before, address):
        raise ValidationError(_("Name and address are as before."))
    if name != before:
        ChannelName.objects.create(channel=channel, name=before, until=timezone.localdate(now))
    _save(channel)
    _record(channel, ChannelAction.RENAMED, user, now, before=before)
    return channel


@transaction.atomic
def pause_channel(*, channel_id: int, user: User, now: dt.datetime) -> Channel:
    """Say that it is not used for a while."""
    return _moved(channel_id, user, PAUSE, ChannelState.PAUSED, ChannelAction.PAUSED, now)


@transaction.atomic
def resume_channel(*, channel_id: int, user: User, now: dt.datetime) -> Channel:
    """Use it again."""
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
    """Close it, hand it over or merge it into another; the register says so from now on."""
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
    _record(channel, ChannelAction.ENDED, user, now, state=channel.get_state_display())
    return channel


@transaction.atomic
def add_admin(
    *,
    channel_id: int,
    person: User,
    share: str,
    contact: str,
    second_factor_on: dt.date | None,
    user: User,
    now: dt.datetime,
) -> ChannelAdmin:
    """Enter who holds the keys. Raises ValidationError for who does not serve the agency today."""
    channel, day = locked_channel(channel_id, user, ADD_ADMIN), timezone.localdate(now)
    serves = Membership.objects.valid_on(day).filter(
        agency=channel.agency_id, user=person, role__in=AGENCY_ROLES
    )
    if not serves.exists():
        raise ValidationError({"person": _("This person does not serve the agency today.")})
    if share not in Share.values:
        raise ValidationError({"share": _("Choose how much the person may change.")})
    if second_factor_on and second_factor_on > day:
        raise ValidationError({"second_factor_on": _("This day is still to come.")})
    refuse_secrets(contact)
    if channel.admins.filter(user=person, until=None).exists():
        raise ValidationError({"person": _("This person is entered already.")})
    admin = ChannelAdmin.objects.create(
        channel=channel,
        user=person,
        share=share,
        contact=contact,
        second_factor_on=second_factor_on,
        since=day,
    )
    _record(channel, ChannelAction.ADMIN_ADDED, user, now, person=person.logged_name)
    return admin


@transaction.atomic
def end_admin(
    *, channel_id: int, admin_id: int, handed_over: str, user: User, now: dt.datetime
) -> ChannelAdmin:
    """Note that somebody gave the keys back, by which record."""
    channel = locked_channel(channel_id, user, END_ADMIN)
    admin = channel.admins.filter(pk=admin_id, until=None).select_related("user").first()
    if admin is None:
        raise ValidationError(_("This person holds no keys of the channel any more."))
    refuse_secrets(handed_over)
    admin.until, admin.handed_over = timezone.localdate(now), handed_over
    admin.save(update_fields=["until", "handed_over"])
    _record(channel, ChannelAction.ADMIN_ENDED, user, now, person=admin.user.logged_name)
    return admin


@transaction.atomic
def attest(
    *, channel_id: int, item: SafetyItem, note: str, user: User, now: dt.datetime
) -> Attestation:
    """Confirm a point of safety today; it counts for as long as the checklist says."""
    channel, day = locked_channel(channel_id, user, ATTEST), timezone.localdate(now)
    if not items_on(day).filter(pk=item.pk).exists():
        raise ValidationError({"item": _("This point is not on the list any more.")})
    refuse_secrets(note)
    if item.key == SECOND_FACTOR:
        # The point is about every admin: whoever confirms it has seen all of them.
        channel.admins.filter(until=None).update(second_factor_on=day)
    row, _is_new = Attestation.objects.update_or_create(
        channel=channel,
        item=item,
        confirmed_on=day,
        defaults={
            "expires_on": day + dt.timedelta(days=item.days),
            "confirmed_by": user,
            "note": note,
            "picture": "",
            "word_list": current_words() if item.key == WORDS else None,
        },
    )
    _record(channel, ChannelAction.ATTESTED, user, now, item=item.words)
    return row


@transaction.atomic
def attest_points(
    *,
    channel_id: int,
    items: Iterable[SafetyItem],
    note: str,
    file: UploadedFile | None = None,
    user: User,
    now: dt.datetime,
) -> list[Attestation]:
    """Confirm several points that were looked at together, by one picture where there is one."""
    rows = [
        attest(channel_id=channel_id, item=item, note=note, user=user, now=now) for item in items
    ]
    if file and rows:
        rows[0].picture = file
        validate_upload(rows[0].picture, _("This file is damaged, or not what its name says."))
        rows[0].save(update_fields=["picture"])
        same = Attestation.objects.filter(pk__in=[row.pk for row in rows])
        same.update(picture=rows[0].picture.name)
    return rows


def locked_channel(channel_id: int, user: User, transition: Transition[Channel]) -> Channel:
    """Lock and return a channel with which `user` may do that; ValidationError says why not."""
    channel = (
        Channel.objects.select_for_update(of=("self",)).select_related("agency").get(pk=channel_id)
    )
    transition.check(channel, held_roles(scope_of(user), channel.agency_id))
    return channel


def _require_another(channel: Channel, user: User) -> None:
    """Raise ValidationError for who wrote of it: what is official is said by two people."""
    if channel.registered_by_id == user.pk or has_written(channel, user):
        raise ValidationError(
            _("You registered or changed this channel: another approver approves it.")
        )


def _moved(
    channel_id: int,
    user: User,
    transition: Transition[Channel],
    state: ChannelState,
    action: ChannelAction,
    now: dt.datetime,
    **detail: str,
) -> Channel:
    channel = locked_channel(channel_id, user, transition)
    channel.state = state
    channel.save(update_fields=["state"])
    _record(channel, action, user, now, **detail)
    return channel


def _written(channel: Channel, facts: ChannelFacts) -> Channel:
    for name in ChannelFacts.__slots__:
        if name != "url":
            setattr(channel, name, getattr(facts, name))
    for words in (facts.intro, facts.other):
        refuse_secrets(words)
    _give_address(channel, facts.url)
    _save(channel)
    return channel


def _give_address(channel: Channel, url: str) -> None:
    try:
        address = parse_address(url)
    except AddressError as error:
        raise ValidationError({"url": error.reason}) from error
    channel.url, channel.address_key = address.url, address.key
    channel.platform, channel.kind = address.platform, address.kind or channel.kind
    lock_page(channel.address_keys)


def _save(channel: Channel) -> None:
    """Save it; ValidationError where its address is a fake's, or another agency's (not whose)."""
    if refusal := confirmed_fake(channel):
        raise ValidationError({"url": refusal})
    taken = ValidationError(
        {"url": _("This page is registered already. If it is yours, ask Sở Tư pháp.")}
    )
    if has_twin(channel):
        raise taken
    try:
        with transaction.atomic():
            channel.save()
    except IntegrityError as error:
        if "_once" not in str(error):
            raise
        raise taken from error


def _record(
    channel: Channel, action: ChannelAction, user: User, now: dt.datetime, **detail: str
) -> None:
    record(actor=user, agency=channel.agency, action=action, now=now, about=channel, **detail)
