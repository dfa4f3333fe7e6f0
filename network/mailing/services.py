"""Queue mails, send them, try again for three days, and keep what could not be delivered."""

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
# Minutes between two tries, which together are three days; behind the last there is none.
RETRY_MINUTES = (1, 2, 4, 8, 16, 32, 64, 128, *[240] * 17)
# A mail whose job was lost is queued again after so many minutes.
LOST_AFTER_MINUTES = 60
KEEP_DONE = dt.timedelta(days=30)

type Failures = Sequence[tuple[Letter | None, Undelivered]]


def queue_mail(kind: str, *, once: str = "", **arguments: JSONValue) -> None:
    """Queue a mail in the transaction around; `arguments` are ids and JSON.

    With `once`, unless one of that name was queued, or the same mail still waits: it is written
    when it goes, and says then what this one would. KeyError for an unknown kind.
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
    """Queue many mails of a kind, in a few statements."""
    due = _minute() + LOST_AFTER_MINUTES
    rows = [QueuedMail(kind=_known(kind), arguments=each, due=due) for each in arguments]
    _defer(QueuedMail.objects.bulk_create(rows))


def send(*, mail_id: int, now: dt.datetime) -> int:
    """Send a mail to those who may get it now and have not got it; return how many went out."""
    mail = QueuedMail.objects.filter(pk=mail_id, done_at=None).first()
    if mail is None:
        return 0
    sent, failures = _attempt(mail, now)
    _conclude(mail, failures, now)
    return sent


def try_again(*, now: dt.datetime) -> int:
    """Let a minute pass, and queue the mails whose time has come; return how many those are.

    Where no mail server answers, that is their try: a job for each would wait for it in vain.
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
    """Give the mails another three days; return which of `deliveries` were still undelivered."""
    undelivered = deliveries.exclude(outcome=MailOutcome.SENT)
    rows = list(undelivered.select_related("mail").select_for_update(of=("self",)).order_by("pk"))
    mails = {row.mail_id: row.mail for row in rows}
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).delete()
    again = QueuedMail.objects.filter(pk__in=mails)
    again.update(done_at=None, attempts=0, due=_minute() + LOST_AFTER_MINUTES)
    _defer(mails.values())
    return rows


def forget_done(*, now: dt.datetime) -> int:
    """Erase what became of mails long ago, the undelivered ones too; return how many mails."""
    old = QueuedMail.objects.filter(done_at__lt=now - KEEP_DONE)
    _rows, counts = old.delete()
    return counts.get(QueuedMail._meta.label, 0)


def _minute() -> int:
    return MailClock.objects.values_list("minutes", flat=True).first() or 0


def _send_job() -> JobDeferrer:
    # By its name: the task calls this module.
    return app.configure_task("mailing.send", allow_unknown=False)


def _defer(mails: Iterable[QueuedMail]) -> None:
    jobs: list[dict[str, JSONValue]] = [{"mail_id": mail.pk} for mail in mails]
    if jobs:
        _send_job().batch_defer(*jobs)


def _attempt(
    mail: QueuedMail, now: dt.datetime, unreachable: Undelivered | None = None
) -> tuple[int, Failures]:
    """Return how many letters went out, and which did not."""
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
    """Send a letter and note it; the note first: another worker waits for it, or sees it.

    A letter that fails takes it back. Raises Undelivered.
    """
    # What writes the letter may write a row, which nobody should find locked while a server hangs.
    with _writing(mail):
        message = message_of(letter)
    # Committed before the letter is sent, the note outlives a kill.
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
    """Raise Undelivered for a letter that cannot be written: it must not stop the others."""
    try:
        yield
    except DatabaseError:
        # No try at all: the mail is queued again.
        raise
    except Exception as error:
        logger.exception("mail %s (%s) cannot be written", mail.pk, mail.kind)
        raise Undelivered(MailOutcome.FAULT, type(error).__name__) from None


def _conclude(mail: QueuedMail, failures: Failures, now: dt.datetime) -> None:
    """Note what failed for good, and when the rest is tried again: by tries, never by the clock."""
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
