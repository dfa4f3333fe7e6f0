"""Queue and send mails, retry for three days, and record what could not be delivered."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet
from procrastinate.contrib.django import app
from procrastinate.jobs import JobDeferrer
from procrastinate.types import JSONValue

from .kinds import MAIL_KINDS, Letter, MailKind
from .models import Delivery, MailClock, MailOutcome, QueuedMail
from .transport import Undelivered, mail_server, message_of, named_failures

logger = logging.getLogger(__name__)
# Minutes between attempts, three days in total. There is no attempt after the last.
RETRY_MINUTES = (1, 2, 4, 8, 16, 32, 64, 128, *[240] * 17)
# Minutes after which a mail is queued again because its job was lost.
LOST_AFTER_MINUTES = 60
KEEP_DONE = dt.timedelta(days=30)

type Failures = Sequence[tuple[Letter | None, Undelivered]]


def queue_mail(kind: str, *, once: str = "", **arguments: JSONValue) -> None:
    """Queue a mail in the current transaction; `arguments` are ids and JSON values.

    With `once`, nothing is queued if that name was used before or the same mail is still waiting:
    it is written at sending and will contain the same news. Raises KeyError for an unknown kind.
    """
    fields: dict[str, Any] = {"kind": _known(kind), "arguments": arguments}
    if once and QueuedMail.objects.filter(**fields, done_at=None).exists():
        return
    fields["due"] = _minute() + LOST_AFTER_MINUTES
    if once:
        mail, is_new = QueuedMail.objects.get_or_create(once=once, defaults=fields)
    else:
        mail, is_new = QueuedMail.objects.create(**fields), True
    if is_new:
        _send_job().defer(mail_id=mail.pk)


def queue_mails(kind: str, arguments: Iterable[Mapping[str, JSONValue]]) -> None:
    """Queue many mails of one kind in a few statements."""
    due = _minute() + LOST_AFTER_MINUTES
    rows = [QueuedMail(kind=_known(kind), arguments=each, due=due) for each in arguments]
    _defer(QueuedMail.objects.bulk_create(rows))


def send(*, mail_id: int, now: dt.datetime) -> int:
    """Send a mail to all permitted recipients who have not got it yet. Returns how many were
    sent."""
    mail = QueuedMail.objects.filter(pk=mail_id, done_at=None).first()
    if mail is None:
        return 0
    sent, failures = _attempt(mail, now)
    _conclude(mail, failures, now)
    return sent


def try_again(*, now: dt.datetime) -> int:
    """Advance the mail clock by a minute and queue all due mails. Returns how many are due.

    If no mail server answers, this counts as their attempt, since a job for each would fail too.
    """
    if not MailClock.objects.update(minutes=F("minutes") + 1):
        MailClock.objects.create(minutes=1)
    minute = _minute()
    due = list(QueuedMail.objects.filter(done_at=None, due__lte=minute).order_by("pk"))
    if not due:
        return 0
    try:
        with mail_server():
            pass
    except Undelivered as unreachable:
        for mail in due:
            _conclude(mail, _attempt(mail, now, unreachable)[1], now)
        return 0
    QueuedMail.objects.filter(pk__in=[mail.pk for mail in due]).update(
        due=minute + LOST_AFTER_MINUTES
    )
    _defer(due)
    return len(due)


@transaction.atomic
def send_again(deliveries: QuerySet[Delivery]) -> list[Delivery]:
    """Retry mails for another three days. Returns those of `deliveries` that were still
    undelivered."""
    undelivered = deliveries.exclude(outcome=MailOutcome.SENT)
    rows = list(undelivered.select_related("mail").select_for_update(of=("self",)).order_by("pk"))
    mails = {row.mail_id: row.mail for row in rows}
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).delete()
    again = QueuedMail.objects.filter(pk__in=mails)
    again.update(done_at=None, attempts=0, due=_minute() + LOST_AFTER_MINUTES)
    _defer(mails.values())
    return rows


def forget_done(*, now: dt.datetime) -> int:
    """Delete finished mails and their results after KEEP_DONE. Returns the number of mails."""
    old = QueuedMail.objects.filter(done_at__lt=now - KEEP_DONE)
    _rows, counts = old.delete()
    return counts.get(QueuedMail._meta.label, 0)


def _minute() -> int:
    return MailClock.objects.values_list("minutes", flat=True).first() or 0


def _send_job() -> JobDeferrer:
    # By name, because the task module imports this one.
    return app.configure_task("mailing.send", allow_unknown=False)


def _defer(mails: Iterable[QueuedMail]) -> None:
    jobs: list[dict[str, JSONValue]] = [{"mail_id": mail.pk} for mail in mails]
    if jobs:
        _send_job().batch_defer(*jobs)


def _attempt(
    mail: QueuedMail, now: dt.datetime, unreachable: Undelivered | None = None
) -> tuple[int, Failures]:
    """Try to send all letters of a mail. Returns the number sent, and the failures."""
    letters: list[Letter] = []
    sent, failures = 0, []
    try:
        with _writing(mail):
            kind = MAIL_KINDS[mail.kind]
            told = set(mail.deliveries.values_list("ref", flat=True))
            rows = kind.write(**mail.arguments, now=now)
            letters = [letter for letter in rows if letter.ref not in told]
        if not letters:
            return 0, []
        if unreachable:
            raise unreachable
        with mail_server() as server:
            for letter in letters:
                try:
                    sent += _deliver(mail, letter, kind, server, now)
                except Undelivered as why:
                    failures.append((letter, why))
    except Undelivered as why:
        return sent, [(letter, why) for letter in letters] or [(None, why)]
    return sent, failures


def _deliver(
    mail: QueuedMail, letter: Letter, kind: MailKind, server: BaseEmailBackend, now: dt.datetime
) -> bool:
    """Record a letter as delivered, then send it. Another worker waits for the record or finds it.

    The record is rolled back if sending fails. Raises Undelivered.
    """
    # Writing the letter may lock rows. Do it first, so that no lock is held while a mail server
    # hangs.
    with _writing(mail):
        message = message_of(letter)
    # With `at_most_once` the record is committed before sending, so that it survives a kill.
    with nullcontext() if kind.at_most_once else transaction.atomic():
        note, is_new = Delivery.objects.get_or_create(
            mail=mail, ref=letter.ref, defaults={"at": now}
        )
        if not is_new:
            return False
        try:
            with named_failures():
                server.send_messages([message])
        except Undelivered:
            note.delete()
            raise
        if kind.repeats:
            _forget_earlier(mail, letter)
        if letter.on_sent:
            letter.on_sent()
    return True


def _forget_earlier(mail: QueuedMail, letter: Letter) -> None:
    earlier = Delivery.objects.filter(ref=letter.ref, agency_id=letter.agency_id)
    earlier.exclude(outcome=MailOutcome.SENT).filter(mail__kind=mail.kind).delete()


@contextmanager
def _writing(mail: QueuedMail) -> Iterator[None]:
    """Convert errors in writing a letter to Undelivered, so that they do not stop the other
    letters."""
    try:
        yield
    except DatabaseError:
        # This does not count as an attempt: the mail is queued again.
        raise
    except Exception as error:
        logger.exception("mail %s (%s) cannot be written", mail.pk, mail.kind)
        raise Undelivered(MailOutcome.FAULT, type(error).__name__) from None


def _conclude(mail: QueuedMail, failures: Failures, now: dt.datetime) -> None:
    """Record permanent failures and schedule the next attempt, by number of attempts, not by the
    clock."""
    mail.attempts += 1
    is_last = mail.attempts > len(RETRY_MINUTES)
    for _letter, why in failures:
        logger.warning("mail %s (%s), try %s: %s", mail.pk, mail.kind, mail.attempts, why)
    lost = [(letter, why) for letter, why in failures if is_last or why.for_good]
    for letter, _why in lost:
        if letter and MAIL_KINDS[mail.kind].repeats:
            _forget_earlier(mail, letter)
    rows = [_undelivered(mail, letter, why, now) for letter, why in lost]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    if len(lost) < len(failures):
        mail.due = _minute() + RETRY_MINUTES[mail.attempts - 1]
    else:
        mail.done_at = now
    mail.save(update_fields=["attempts", "due", "done_at"])


def _undelivered(
    mail: QueuedMail, letter: Letter | None, why: Undelivered, now: dt.datetime
) -> Delivery:
    row = Delivery(mail=mail, outcome=why.outcome, at=now)
    if letter:
        row.ref, row.subject = letter.ref, (letter.about or letter.subject)[:300]
        row.user_id, row.agency_id = letter.user_id, letter.agency_id
    return row


def _known(kind: str) -> str:
    if kind not in MAIL_KINDS:
        raise KeyError(f"No app has registered the kind of mail {kind!r}.")
    return kind
