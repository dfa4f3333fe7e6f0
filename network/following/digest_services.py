"""Sending what is new, to each subscriber once."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.types import JSONValue

from network.mailing.kinds import Letter, MailKind
from network.mailing.services import queue_mails

from .choices import Choices, choices_of
from .editions import last_editions
from .mailing import digest_letter
from .models import Subscriber
from .news import News, news_between

# One mail's; what is new is asked for once for all of them.
BATCH = 100


@transaction.atomic
def queue_digests(*, now: dt.datetime) -> int:
    """Queue the digests that are due, a batch in each mail; return how many people that are.

    Called twice it queues them once. A digest that still waits is not sent beside this one, which
    covers both.
    """
    editions, count = last_editions(now), 0
    for frequency, edition in editions.items():
        due = Subscriber.objects.due({frequency: edition}).select_for_update().order_by("pk")
        keys = list(due.values_list("pk", flat=True))
        Subscriber.objects.filter(pk__in=keys).update(claimed_until=edition)
        batches: Iterable[Mapping[str, JSONValue]] = (
            {"subscriber_ids": list(batch), "edition": edition.isoformat()}
            for batch in batched(keys, BATCH)
        )
        queue_mails("following.digest", batches)
        count += len(keys)
    return count


def digest_letters(
    *, subscriber_ids: list[int], edition: str, now: dt.datetime
) -> Iterator[Letter]:
    """Tell these subscribers what is new of what they follow; no mail where nothing is.

    Whom a killed worker was writing to gets no second mail of this edition, and the next one
    covers both: no digest goes out twice, and nothing is lost. What is asked here is asked for all
    of them at once.
    """
    until = dt.datetime.fromisoformat(edition)
    waiting = Subscriber.objects.filter(claimed_until=until, digested_until__lt=until)
    people = list(waiting.filter(pk__in=subscriber_ids).prefetch_related("follows").order_by("pk"))
    news = _news_of(people, until)
    nothing = [person.pk for person in people if not news[person.pk]]
    waiting.filter(pk__in=nothing).update(digested_until=until)
    for person in people:
        if news[person.pk]:
            sent = partial(waiting.filter(pk=person.pk).update, digested_until=until)
            yield digest_letter(person, news[person.pk], edition=until, on_sent=sent)


def _news_of(people: list[Subscriber], until: dt.datetime) -> dict[int, News]:
    if not people:
        return {}
    chosen = {each.pk: choices_of(each.follows.all()) for each in people}
    since = min(each.digested_until for each in people)
    everything = news_between(since, until, choices=Choices.union(chosen.values()))
    return {
        each.pk: everything.of(chosen[each.pk], since=each.digested_until, until=until)
        for each in people
    }


MAILS = {
    "following.digest": MailKind(
        _("News for those who follow"), digest_letters, at_most_once=True, repeats=True
    )
}
