"""Mails about sources that fell ill, moved or recovered: one mail a person, each news once."""

import datetime as dt
from collections import defaultdict

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from network.agencies.models import Membership, Role

from .models import Health, Source

_MOST_AT_ONCE = 200


@transaction.atomic
def tell_owners(*, now: dt.datetime) -> int:
    """Mail the network admins and the contacts of the sources what has changed since the last
    mail; return how many mails went out.

    Run twice, it mails once. A mail that cannot be sent undoes the note that it was, and the next
    run tries again.
    """
    waiting = Source.objects.select_for_update(skip_locked=True).filter(tell=True)
    rows = list(waiting.order_by("name", "pk")[:_MOST_AT_ONCE])
    for row in rows:
        row.told_health, row.tell = row.health, False
    Source.objects.bulk_update(rows, ["told_health", "tell"])
    letters = _letters(rows, localdate(now))
    for address, news in letters.items():
        _mail(address, news)
    return len(letters)


def _letters(rows: list[Source], day: dt.date) -> dict[str, list[Source]]:
    """Return the news by address; whoever is admin and contact gets one letter."""
    admins = Membership.objects.valid_on(day).filter(role=Role.NETWORK_ADMIN, user__is_active=True)
    everywhere = {each.lower() for each in admins.values_list("user__email", flat=True) if each}
    letters: dict[str, list[Source]] = defaultdict(list)
    for row in rows:
        for address in sorted(everywhere | ({row.contact_email.lower()} - {""})):
            letters[address].append(row)
    return letters


def _mail(address: str, news: list[Source]) -> None:
    well = [each for each in news if each.health == Health.HEALTHY]
    moved = [each for each in news if each.health == Health.MOVED]
    subject = ngettext("News of %(count)d source", "News of %(count)d sources", len(news))
    context = {
        "well": well,
        "moved": moved,
        "ill": [each for each in news if each not in well and each not in moved],
        "board": settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        + reverse("aggregator_source_modeladmin_index"),
    }
    send_mail(
        f"[{settings.WAGTAIL_SITE_NAME}] " + subject % {"count": len(news)},
        render_to_string("aggregator/mail/sources.txt", context),
        None,
        [address],
    )
