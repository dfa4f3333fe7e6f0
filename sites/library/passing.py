"""Pass over a policy of the library, or take that back."""

import datetime as dt
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aggregator.models import LibraryItem
from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency

from ..models import PassedOver

SHORTEST_REASON = 10


class LibraryAction(models.TextChoices):
    """Audit log actions on policies of the library."""

    PASSED_OVER = "policy_passed_over", gettext_lazy("Policy passed over")
    TAKEN_BACK = "policy_taken_back", gettext_lazy("Policy taken up again")


@transaction.atomic
def pass_over(
    *,
    items: Collection[LibraryItem],
    agency: Agency,
    reason: str,
    user: User | None,
    now: dt.datetime,
) -> int:
    """Record why the agency posts nothing about the items. Returns how many are new.

    Raises ValidationError if the reason is too short.
    """
    reason = " ".join(reason.split())
    if len(reason) < SHORTEST_REASON:
        raise ValidationError(_("Say why, in at least ten letters."))
    passed = 0
    for item in items:
        row, is_new = PassedOver.objects.get_or_create(
            agency=agency,
            item_id=item.duplicate_of_id or item.pk,
            taken_back_at=None,
            defaults={"reason": reason, "passed_by": user, "passed_at": now},
        )
        passed += is_new
        if is_new:
            _note(LibraryAction.PASSED_OVER, row, user, now)
    return passed


@transaction.atomic
def take_back(*, item_id: int, agency: Agency, user: User, now: dt.datetime) -> bool:
    """End the record now, so that the policy is owed again. Returns False if it is not passed
    over."""
    rows = PassedOver.objects.select_for_update(of=("self",)).select_related("item")
    rows = rows.filter(taken_back_at=None)
    row = rows.filter(models.Q(item=item_id) | models.Q(item__duplicate_of=item_id), agency=agency)
    if (found := row.first()) is None:
        return False
    _note(LibraryAction.TAKEN_BACK, found, user, now)
    found.taken_back_at = now
    found.save(update_fields=["taken_back_at"])
    return True


def passed_over_on(day: dt.date) -> models.QuerySet[PassedOver]:
    """Return what was passed over at the end of `day`, also if it was taken back later."""
    end = midnight(day + dt.timedelta(days=1))
    held = models.Q(taken_back_at=None) | models.Q(taken_back_at__gte=end)
    return PassedOver.objects.filter(held, passed_at__lt=end)


def midnight(day: dt.date) -> dt.datetime:
    """Return the moment at which `day` begins."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _note(action: LibraryAction, row: PassedOver, user: User | None, now: dt.datetime) -> None:
    record(
        actor=user,
        agency=row.agency,
        action=action,
        now=now,
        subject=row.item.title,
        reason=row.reason,
    )
