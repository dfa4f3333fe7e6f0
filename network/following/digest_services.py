"""Sending what is new, to each subscriber once."""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from procrastinate.types import JSONValue

from . import tasks
from .choices import Choices, choices_of
from .editions import last_editions
from .mailing import confirmation_mail, digest_mail
from .models import FollowRequest, Subscriber
from .news import News, news_between

logger = logging.getLogger(__name__)

# One job's; what is new is asked for once for all of them.
BATCH = 100
# Of so many mails at most nobody knows whether they went out, when a worker is killed.
CLAIM = 10
PERMANENT = 500


class MailsUndelivered(Exception):
    """Some mails did not go out; those that did will not go out again.

    Says no address, unlike what smtplib raises: logs are kept longer than subscriptions.
    """


@dataclass(frozen=True, slots=True)
class Digest:
    """What a subscriber is to be told, and until when that is all."""

    person: Subscriber
    news: News
    edition: dt.datetime


@transaction.atomic
def queue_digests(*, now: dt.datetime) -> int:
    """Queue the digests that are due, a batch in each job; return how many people that are.

    Queued twice they are sent once: the second job finds nobody to whom anything is due.
    """
    due = Subscriber.objects.due(last_editions(now)).order_by("pk")
    keys = list(due.values_list("pk", flat=True))
    jobs: list[dict[str, JSONValue]] = [
        {"subscriber_ids": list(batch)} for batch in batched(keys, BATCH)
    ]
    if jobs:
        tasks.send_digests.batch_defer(*jobs)
    return len(keys)


def send_digests(*, subscriber_ids: Sequence[int], now: dt.datetime) -> int:
    """Mail these subscribers what is new of what they follow; return how many mails went out.

    Nothing new, no mail. Before its mails a handful of people is claimed, committed, and noted as
    told after them. A second worker leaves alone whom the first has claimed. Whom a killed worker
    had claimed gets no second mail of this edition, and the next one covers both: no digest goes
    out twice, and nothing is lost. Raises MailsUndelivered, or OSError where no mail server
    answers; whoever may still get theirs is free again.

    The number of queries grows with the handfuls alone.
    """
    digests = _digests(subscriber_ids, last_editions(now))
    _note_as_told(each for each in digests if not each.news)
    sent = failed = 0
    for handful in batched((each for each in digests if each.news), CLAIM):
        gone, put_off = _send_handful({each.person.pk: each for each in handful})
        sent, failed = sent + gone, failed + put_off
    if failed:
        raise MailsUndelivered(f"{failed} digests")
    return sent


def send_confirmation(*, request_id: int) -> bool:
    """Mail the link that confirms a request; nothing where it is confirmed or gone.

    Holds no lock meanwhile: whoever asks for more would wait for the mail server. Raises
    MailsUndelivered.
    """
    request = FollowRequest.objects.filter(pk=request_id).first()
    if request is None:
        return False
    try:
        confirmation_mail(request).send()
    except OSError as error:
        raise MailsUndelivered(f"request {request_id}: {type(error).__name__}") from None
    return True


def _digests(keys: Iterable[int], editions: Mapping[str, dt.datetime]) -> list[Digest]:
    due = Subscriber.objects.filter(pk__in=list(keys)).due(editions)
    people = list(due.prefetch_related("follows").order_by("pk"))
    if not people:
        return []
    chosen = {each.pk: choices_of(each.follows.all()) for each in people}
    everything = news_between(
        min(each.digested_until for each in people),
        max(editions.values()),
        choices=Choices.union(chosen.values()),
    )
    digests = []
    for person in people:
        edition = editions[person.frequency]
        news = everything.of(chosen[person.pk], since=person.digested_until, until=edition)
        digests.append(Digest(person, news, edition))
    return digests


def _note_as_told(digests: Iterable[Digest]) -> None:
    """Let those to whom there is nothing to tell wait for the next edition."""
    keys: dict[tuple[str, dt.datetime], list[int]] = {}
    for each in digests:
        keys.setdefault((each.person.frequency, each.edition), []).append(each.person.pk)
    for (frequency, edition), people in keys.items():
        due = Subscriber.objects.filter(pk__in=people).due({frequency: edition})
        due.update(digested_until=edition)


def _send_handful(digests: Mapping[int, Digest]) -> tuple[int, int]:
    """Claim, send, note; return how many mails went out, and how many are to be tried again."""
    mailer = mailers["default"]
    # First of all: where nobody answers, nobody is claimed.
    mailer.open()
    try:
        claimed = _claim(digests)
        outcomes = [_send(mailer, digests[each.pk]) for each in claimed]
    finally:
        mailer.close()
    for person, outcome in zip(claimed, outcomes, strict=True):
        if outcome:
            person.digested_until = digests[person.pk].edition
        elif outcome is None:
            person.claimed_until = None
    Subscriber.objects.bulk_update(claimed, ["digested_until", "claimed_until"])
    return outcomes.count(True), outcomes.count(None)


@transaction.atomic
def _claim(digests: Mapping[int, Digest]) -> list[Subscriber]:
    rows = Subscriber.objects.select_for_update(skip_locked=True).order_by("pk")
    editions = {each.person.frequency: each.edition for each in digests.values()}
    claimed = [
        person
        for person in rows.filter(pk__in=digests).due(editions)
        # What was gathered is that of another edition, where somebody has just changed it.
        if person.frequency == digests[person.pk].person.frequency
    ]
    for person in claimed:
        person.claimed_until = digests[person.pk].edition
    Subscriber.objects.bulk_update(claimed, ["claimed_until"])
    return claimed


def _send(mailer: BaseEmailBackend, digest: Digest) -> bool | None:
    """Return whether the mail went out, None where it may be tried again.

    An address that the server refuses for good is not tried again with this edition.
    """
    person = digest.person
    try:
        mailer.send_messages([digest_mail(person, digest.news, edition=digest.edition)])
    except OSError as error:
        for_good = _is_for_good(error)
        name = type(error).__name__
        logger.warning("digest to subscriber %s: %s, for good: %s", person.pk, name, for_good)
        return False if for_good else None
    return True


def _is_for_good(error: OSError) -> bool:
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, SMTPResponseException) and error.smtp_code >= PERMANENT
