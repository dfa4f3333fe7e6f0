"""Hand a waiting row to a colleague ("Giao cho người khác"), and find out who has it.

Rooms describe their rows by `WaitingRow` and add `delegation_views.DelegateForm` to their URLs.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency, Membership, Role
from network.core.sorting import person_order

from .actions import DeskAction
from .models import Delegation
from .panels import PanelRow
from .transitions import ROLE_REFUSAL

LABEL = gettext_lazy("Hand to somebody else")
# People who answer for the agency's work may hand over what waits for others.
LEADING = frozenset({Role.APPROVER, Role.AGENCY_ADMIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """A row that waits for one person, as its room describes it."""

    row: Model
    agency: Agency
    title: str
    path: str
    # Roles that may do what the row waits for.
    roles: frozenset[Role]
    # People who must not do it, because two people must act.
    excluded: Collection[int] = ()
    # Further roles that may hand the row over, although they may not do it.
    givers: frozenset[Role] = frozenset()
    # The only person of these roles who may hand it over besides LEADING; None for all of them.
    holder: int | None = None
    # Whether it waits for the holder already, so that nobody needs to hand it to them.
    holder_knows: bool = True
    # Why it waits for nobody now, or "".
    refusal: str = ""
    # Stores the new person in the row itself, where it has a field for that.
    on_delegated: Callable[[User], object] | None = None

    def may_delegate(self, user: User, held: Collection[str]) -> bool:
        """Return whether `user`, who holds the roles `held` in the agency, may hand the row
        over."""
        if not LEADING.isdisjoint(held):
            return True
        return not (self.roles | self.givers).isdisjoint(held) and self.holder in (None, user.pk)


def colleagues_for(waiting: WaitingRow, *, besides: User) -> QuerySet[User]:
    """Return the people of the agency whose role allows the next step of the row today."""
    serving = Membership.objects.filter(agency=waiting.agency, role__in=waiting.roles)
    serving = serving.valid_on(timezone.localdate()).giving_rights()
    people = User.objects.filter(is_active=True, pk__in=serving.values("user"))
    holder = waiting.holder if waiting.holder_knows else None
    barred = {besides.pk, *waiting.excluded, *filter(None, [holder])}
    return people.exclude(pk__in=barred).order_by(person_order(), "pk")


@transaction.atomic
def delegate(
    waiting: WaitingRow, *, to: User, by: User, held: Collection[str], note: str, now: dt.datetime
) -> Delegation:
    """Hand a row to a colleague and log who handed what to whom.

    Raises ValidationError if the row waits for nobody, `by` may not hand it over, or `to` does not
    hold the role for it.
    """
    if waiting.refusal:
        raise ValidationError(waiting.refusal)
    if not waiting.may_delegate(by, held):
        raise ValidationError(ROLE_REFUSAL)
    if not colleagues_for(waiting, besides=by).filter(pk=to.pk).exists():
        raise ValidationError(_("This person cannot do it now. Choose somebody else."))
    about = ContentType.objects.get_for_model(waiting.row)
    same = Delegation.objects.filter(about_type=about, about_id=waiting.row.pk)
    # Rows never change their agency, so that of a former one is replaced.
    same.exclude(agency=waiting.agency).delete()
    row, _is_new = Delegation.objects.update_or_create(
        about_type=about,
        about_id=waiting.row.pk,
        agency=waiting.agency,
        defaults={
            "subject": waiting.title[:300],
            "path": waiting.path,
            "to": to,
            "by": by,
            "note": note,
            "at": now,
        },
    )
    if waiting.on_delegated:
        waiting.on_delegated(to)
    record(
        actor=by,
        agency=waiting.agency,
        action=DeskAction.DELEGATED,
        now=now,
        subject=waiting.title,
        about=waiting.row,
        # Without the note: it may name a citizen, and log entries are never deleted.
        person=to.logged_name,
    )
    return row


def delegation_of(row: Model, *, since: dt.datetime | None = None) -> Delegation | None:
    """Return the delegation of a row that was not made before `since`, or None. One query."""
    about = ContentType.objects.get_for_model(row)
    rows = Delegation.objects.filter(about_type=about, about_id=row.pk)
    if since:
        rows = rows.filter(at__gte=since)
    return rows.select_related("to", "by").first()


def delegations_of(model: type[Model], key: str, *, since: str) -> QuerySet[Delegation]:
    """Return the delegations of rows of `model` for an outer query.

    `key` and `since` are the outer query's fields of the row's key and of the start of its stage.
    """
    about = ContentType.objects.get_for_model(model)
    return Delegation.objects.filter(
        about_type=about, about_id=OuterRef(key), at__gte=OuterRef(since)
    )


def held_by(user: User, delegations: QuerySet[Delegation], otherwise: Q) -> Q:
    """Return the condition that a row was delegated to `user`, or `otherwise` to nobody."""
    return Q(Exists(delegations.filter(to=user))) | (~Q(Exists(delegations)) & otherwise)


def with_delegations(items: Sequence[PanelRow], user: Any) -> list[PanelRow]:
    """Return the rows, each with the words on who has it. One query, none without such rows."""
    found = _current(item for item in items if item.delegable)
    return [_worded(item, found, user) if item.delegable else item for item in items]


def _current(items: Iterable[PanelRow]) -> dict[tuple[type[Model], int], Delegation]:
    keys: dict[type[Model], list[int]] = {}
    for item in items:
        if item.delegable:
            keys.setdefault(item.delegable.model, []).append(item.delegable.pk)
    if not keys:
        return {}
    types = {ContentType.objects.get_for_model(model).pk: model for model in keys}
    wanted = [Q(about_type=pk, about_id__in=keys[model]) for pk, model in types.items()]
    rows = Delegation.objects.filter(reduce(or_, wanted)).select_related("to", "by")
    return {(types[row.about_type_id], row.about_id): row for row in rows}


def _worded(
    item: PanelRow, found: dict[tuple[type[Model], int], Delegation], user: Any
) -> PanelRow:
    key = item.delegable
    assert key is not None  # noqa: S101
    row = found.get((key.model, key.pk))
    if row is None or (key.since and row.at < key.since):
        return item
    is_mine = row.to_id == user.pk
    return replace(item, delegation=in_words(row, user), is_elsewhere=not is_mine)


def in_words(row: Delegation, user: Any) -> str:
    """Return who handed the row to whom, as the reader `user` sees it."""
    if row.to_id != user.pk:
        return _("Handed to %s") % row.to.shown_name
    by = row.by.shown_name if row.by else _("Somebody else")
    said = _("%s handed it to you") % by
    return f"{said}: {row.note}" if row.note else said
