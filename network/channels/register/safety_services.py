"""Channel admins, and confirmations of the safety checklist."""

import datetime as dt
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Membership
from network.core.dates import refuse_future
from network.media.uploads import validate_upload

from ..models import (
    BEFORE_APPROVAL,
    CONTROL,
    SECOND_FACTOR,
    WORDS,
    Attestation,
    Channel,
    ChannelAdmin,
    ControlShare,
    SafetyItem,
)
from ..shared.secrecy import refuse_secrets
from .actions import ChannelAction
from .control import control_code
from .selectors import current_words, items_on
from .services import locked_channel, record_channel
from .transitions import ADD_ADMIN, ATTEST, END_ADMIN


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
    """Enter a channel admin.

    Checks role and state of the locked channel. Raises ValidationError also if the person does not
    serve the agency today or is an admin already, and for invalid values.
    """
    channel, day = locked_channel(channel_id, user, ADD_ADMIN), timezone.localdate(now)
    serves = Membership.objects.valid_on(day).filter(
        agency=channel.agency_id, user=person, role__in=AGENCY_ROLES
    )
    if not serves.exists():
        raise ValidationError({"person": _("This person does not serve the agency today.")})
    if share not in ControlShare.values:
        raise ValidationError({"share": _("Choose how much the person may change.")})
    refuse_future(day, second_factor_on=second_factor_on)
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
    record_channel(channel, ChannelAction.ADMIN_ADDED, user, now, person=person.logged_name)
    return admin


@transaction.atomic
def end_admin(
    *, channel_id: int, admin_id: int, handed_over: str, user: User, now: dt.datetime
) -> ChannelAdmin:
    """Record that a channel admin has handed over the keys.

    Checks role and state of the locked channel. Raises ValidationError also if the person is not an
    admin any more.
    """
    channel = locked_channel(channel_id, user, END_ADMIN)
    admin = channel.admins.filter(pk=admin_id, until=None).select_related("user").first()
    if admin is None:
        raise ValidationError(_("This person holds no keys of the channel any more."))
    refuse_secrets(handed_over)
    admin.until, admin.handed_over = timezone.localdate(now), handed_over
    admin.save(update_fields=["until", "handed_over"])
    record_channel(channel, ChannelAction.ADMIN_ENDED, user, now, person=admin.user.logged_name)
    return admin


@transaction.atomic
def attest(
    *, channel_id: int, item: SafetyItem, note: str, user: User, now: dt.datetime
) -> Attestation:
    """Confirm a point of the safety checklist today; a second confirmation on one day replaces the
    first.

    Whoever confirms a point before the approval counts as a preparer and cannot approve the
    channel. Checks role and state of the locked channel. Raises ValidationError also if the point
    is no longer valid, and before the approval for the overseer who decided whose page it is.
    """
    channel, day = locked_channel(channel_id, user, ATTEST), timezone.localdate(now)
    if not items_on(day).filter(pk=item.pk).exists():
        raise ValidationError({"item": _("This point is not on the list any more.")})
    refuse_secrets(note)
    if channel.state in BEFORE_APPROVAL:
        if channel.owner_decided_by_id == user.pk:
            raise ValidationError(
                _("You decided whose page this is: somebody else confirms its safety.")
            )
        channel.add_preparer(user)
        channel.save(update_fields=["prepared_by"])
    if item.key == SECOND_FACTOR:
        # This point covers all admins, so it updates each of them.
        channel.admins.filter(until=None).update(second_factor_on=day)
    same_day: dict[str, Any] = {"channel": channel, "item": item, "confirmed_on": day}
    for replaced in Attestation.objects.filter(**same_day).exclude(picture=""):
        transaction.on_commit(partial(_erase_unless_shown, replaced.picture))
    row, _is_new = Attestation.objects.update_or_create(
        **same_day,
        defaults={
            "expires_on": day + dt.timedelta(days=item.days),
            "confirmed_by": user,
            "note": note,
            "picture": "",
            "word_list": current_words() if item.key == WORDS else None,
            **_proof_of_control(channel, item, day),
        },
    )
    record_channel(channel, ChannelAction.ATTESTED, user, now, item=item.words)
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
    """Confirm several points at once, with one picture for all.

    Raises ValidationError like `attest`, for a damaged picture, and without a picture for a point
    that asks for one.
    """
    points = list(items)
    shown = [item.words for item in points if item.asks_picture]
    if shown and not file:
        text = _("Add a picture of the screen that shows it: %s.") % "; ".join(shown)
        raise ValidationError({"file": text})
    rows = [
        attest(channel_id=channel_id, item=item, note=note, user=user, now=now) for item in points
    ]
    if file and rows:
        rows[0].picture = file
        validate_upload(rows[0].picture)
        rows[0].save(update_fields=["picture"])
        same = Attestation.objects.filter(pk__in=[row.pk for row in rows])
        same.update(picture=rows[0].picture.name)
    return rows


def _proof_of_control(channel: Channel, item: SafetyItem, day: dt.date) -> dict[str, str]:
    """Return code and page that a confirmation shows, empty for all points but control."""
    if item.key != CONTROL:
        return {"code": "", "address_key": ""}
    return {"code": control_code(channel, day), "address_key": channel.address_key}


def _erase_unless_shown(picture: FieldFile) -> None:
    """Delete a picture unless another confirmation still uses it."""
    if not Attestation.objects.filter(picture=picture.name).exists():
        picture.storage.delete(str(picture))
