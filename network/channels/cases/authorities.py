"""Authorities to which fakes are reported. The overseer maintains them, because duties move between
bodies."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Role
from network.agencies.scope import scope_of
from network.core.public_forms.codes import lock_text
from network.core.text import slugify_vi

from ..models import CaseAuthority, CaseNotice
from .actions import CaseAction


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityFacts:
    """The values of an authority: its name, how to report to it, what to request, and its
    validity."""

    name: str
    platform: str
    way: str
    request: str
    valid_from: dt.date
    valid_to: dt.date | None = None


@transaction.atomic
def set_authority(*, key: str, facts: AuthorityFacts, user: User, now: dt.datetime) -> None:
    """Update the authority with `key`, or create one if `key` is empty. Logged.

    Raises PermissionDenied unless the user is an overseer, and ValidationError for an invalid
    period, an existing name, or a new name for an authority that already got a report: a report to
    one body is not a report to another.
    """
    if Role.OVERSEER not in scope_of(user).roles:
        raise PermissionDenied
    lock_text("authorities to report to")
    if facts.valid_to and facts.valid_to < facts.valid_from:
        raise ValidationError({"valid_to": _("This day lies before the first one.")})
    row = CaseAuthority.objects.get(key=key) if key else _new(facts.name)
    renamed = key and row.name != facts.name
    if renamed and CaseNotice.objects.filter(authority=row).exists():
        raise ValidationError(
            {"name": _("Fakes were reported to it under this name: end it, and enter the new one.")}
        )
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.save()
    record(
        actor=user,
        agency=None,
        action=CaseAction.AUTHORITY_SET,
        now=now,
        about=row,
        subject=row.name,
        note=row.way,
    )


def _new(name: str) -> CaseAuthority:
    """Return a new authority. Raises ValidationError if one of this name exists."""
    key = slugify_vi(name)[:40].strip("-")
    if CaseAuthority.objects.filter(key=key).exists():
        raise ValidationError({"name": _("It is entered already.")})
    return CaseAuthority(key=key, order=CaseAuthority.objects.count() + 1)
