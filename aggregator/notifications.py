"""Mails about sources that fell ill, moved or recovered: one mail per person, each event once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from network.agencies.models import Role
from network.agencies.recipients import holders
from network.mailing.kinds import Letter, MailKind, absolute
from network.mailing.services import queue_mail

from .models import Health, Source

_MOST_AT_ONCE = 200


@transaction.atomic
def notify_owners(*, now: dt.datetime) -> int:
    """Queue one mail about the sources whose state has changed since the last mail. Returns their
    number.

    Skips source rows that are locked by another transaction.
    """
    waiting = Source.objects.select_for_update(skip_locked=True).filter(tell=True)
    rows = list(waiting.order_by("name", "pk")[:_MOST_AT_ONCE])
    for row in rows:
        row.told_health, row.tell = row.health, False
    Source.objects.bulk_update(rows, ["told_health", "tell"])
    if rows:
        queue_mail("aggregator.sources", source_ids=[row.pk for row in rows])
    return len(rows)


def source_letters(*, source_ids: list[int], now: dt.datetime) -> Iterator[Letter]:
    """Yield one letter per network admin about all the sources, and one per contact address about
    its own sources. Admins who are also contacts get one letter."""
    rows = list(Source.objects.filter(pk__in=source_ids).order_by("name", "pk"))
    admins = {user.email.lower(): user for user in holders(Role.NETWORK_ADMIN, now=now)}
    for address, user in admins.items():
        yield _letter(address, f"user:{user.pk}", rows, user_id=user.pk)
    news: dict[str, list[Source]] = defaultdict(list)
    for row in rows:
        news[row.contact_email.lower()].append(row)
    for address in sorted(news.keys() - admins.keys() - {""}):
        yield _letter(address, f"source:{news[address][0].pk}", news[address])


def _letter(to: str, ref: str, news: list[Source], user_id: int | None = None) -> Letter:
    """Return the letter about these sources to one address."""
    well = [each for each in news if each.health == Health.HEALTHY]
    moved = [each for each in news if each.health == Health.MOVED]
    counted = ngettext("News of %(count)d source", "News of %(count)d sources", len(news))
    subject = counted % {"count": len(news)}
    return Letter(
        to=to,
        ref=ref,
        subject=subject,
        about=f"{subject}: {', '.join(each.name for each in news)}",
        template="aggregator/mail/sources",
        context={
            "well": well,
            "moved": moved,
            "ill": [each for each in news if each not in well and each not in moved],
            "board": absolute(reverse("aggregator_source_modeladmin_index")),
        },
        user_id=user_id,
    )


MAILS = {
    "aggregator.sources": MailKind(gettext_lazy("News of sources"), source_letters),
}
