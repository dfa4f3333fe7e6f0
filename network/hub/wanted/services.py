"""Take a topic, give it back, and note which ones the search answers now."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.models import Agency
from network.agencies.transfer import transfer

from ..search.models import UnansweredQuery
from ..search.phrases import phrases
from ..search.questions import read_query
from ..search.selectors import find
from .models import WantedTopic
from .selectors import open_topics, unanswered_topics

# Topics that are searched for again in one night; a search takes some 50 ms.
MOST_PER_NIGHT = 200


class TopicAction(TextChoices):
    """Actions on topics in the audit log."""

    TAKEN = "topic_taken", gettext_lazy("Topic to write taken")
    GIVEN_BACK = "topic_given_back", gettext_lazy("Topic to write given back")


@transaction.atomic
def take_topic(*, digest: str, agency: Agency, user: User, now: dt.datetime) -> WantedTopic:
    """Let an agency write about a query. Raises ValidationError if another has taken it."""
    query = UnansweredQuery.objects.select_for_update().filter(digest=digest).first()
    if query is None or not open_topics().filter(digest=digest).exists():
        raise ValidationError(_("Another agency has taken this topic, or it is answered."))
    topic = WantedTopic.objects.create(
        agency=agency,
        digest=digest,
        query=query.query,
        days=query.days,
        taken_on=timezone.localdate(now),
    )
    record(actor=user, agency=agency, action=TopicAction.TAKEN, now=now, subject=topic.query)
    return topic


@transaction.atomic
def give_back_topic(*, topic: WantedTopic, user: User, now: dt.datetime) -> None:
    """Offer a topic to all agencies again."""
    record(
        actor=user,
        agency=topic.agency,
        action=TopicAction.GIVEN_BACK,
        now=now,
        subject=topic.query,
    )
    topic.delete()


def pass_on_topic(topic: WantedTopic, *, to: Agency, now: dt.datetime) -> None:
    """Give a locked topic of an ended agency to its only successor."""
    transfer(topic, to=to)


def note_answers(*, today: dt.date) -> None:
    """Search again for topics: note those that are found now, and delete open ones that are.

    If there are more than MOST_PER_NIGHT of a kind, each night looks at others, by chance.
    """
    for topic in unanswered_topics().order_by("?")[:MOST_PER_NIGHT]:
        if _is_found(topic.query, today):
            WantedTopic.objects.filter(pk=topic.pk).update(answered_on=today)
    for query in open_topics().order_by("?")[:MOST_PER_NIGHT]:
        if _is_found(query.query, today):
            UnansweredQuery.objects.filter(pk=query.pk).delete()


def _is_found(words: str, today: dt.date) -> bool:
    return bool(find(read_query(words, phrases()), (), today=today).answers)
