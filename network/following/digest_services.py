"""Send digests of what is new, to each subscriber once."""

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

# Subscribers per job; news is queried once per job.
BATCH = 100


@transaction.atomic
def queue_digests(*, now: dt.datetime) -> int:
    """Queue the due digests, in batches. Returns the number of subscribers. Safe to repeat.

    A digest still waiting in the queue is not sent as well; the new one covers both.
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
    """Yield the digest mails of these subscribers; none for those without news.

    A subscriber whose mail was interrupted by a killed worker gets no second mail of this edition;
    the next one covers both. News is queried once for all subscribers together.
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
