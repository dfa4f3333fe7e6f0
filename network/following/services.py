"""Services: request, confirm, change and cancel a subscription. Only confirmed subscribers get
digests."""

import datetime as dt

from django.db import transaction
from django.db.models import Model

from legal_updates.models import LegalDocument, Topic
from network.agencies.models import Agency
from network.core.spam_guard.counting import record_attempt
from network.mailing.services import queue_mail

from .choices import Choices, choices_from_query
from .models import Follow, FollowRequest, Subscriber

LINK_DAYS = 3
MAILS_PER_HOUR = 1


@transaction.atomic
def ask_to_follow(*, email: str, frequency: str, choices: Choices, now: dt.datetime) -> None:
    """Store a subscription request and queue the confirmation mail.

    At most one such mail per address and hour. Further requests in this time are added to the
    pending one; without a pending one they are ignored. The visitor cannot see any of this, nor
    whether the address is known.
    """
    email = email.lower()
    mails = record_attempt(MAILS_PER_HOUR, purpose="following.mail", of=email, now=now)
    request = FollowRequest.objects.select_for_update().filter(email=email).first()
    if request is None and not mails:
        return
    if request is None:
        request = FollowRequest(email=email)
    asked = Choices.union([choices, choices_from_query(request)])
    request.topic_ids = sorted(asked.topics)
    request.agency_ids = sorted(asked.agencies)
    request.document_ids = sorted(asked.documents)
    request.frequency = frequency
    if mails:
        request.expires_at = now + dt.timedelta(days=LINK_DAYS)
    request.save()
    if mails:
        queue_mail("following.confirmation", request_id=request.pk)


@transaction.atomic
def confirm_request(*, request_id: int, now: dt.datetime) -> Subscriber | None:
    """Create the subscriber, or add to an existing one. Returns None if the request is gone or has
    expired."""
    requests = FollowRequest.objects.select_for_update().filter(expires_at__gt=now)
    request = requests.filter(pk=request_id).first()
    if request is None:
        return None
    subscriber, is_new = Subscriber.objects.get_or_create(
        email=request.email,
        defaults={"frequency": request.frequency, "confirmed_at": now, "digested_until": now},
    )
    if not is_new:
        subscriber.frequency = request.frequency
        subscriber.save(update_fields=["frequency"])
    _follow(subscriber, choices_from_query(request))
    request.delete()
    return subscriber


@transaction.atomic
def change_follows(*, key: str, frequency: str, choices: Choices) -> bool:
    """Set the subscriber's frequency and choices. Returns False if there is no subscriber with this
    key."""
    subscriber = Subscriber.objects.select_for_update().filter(key=key).first()
    if subscriber is None:
        return False
    subscriber.frequency = frequency
    subscriber.save(update_fields=["frequency"])
    kept = (
        Follow.objects.filter(topic__in=choices.topics)
        | Follow.objects.filter(agency__in=choices.agencies)
        | Follow.objects.filter(document__in=choices.documents)
    )
    subscriber.follows.exclude(pk__in=kept.values("pk")).delete()
    _follow(subscriber, choices)
    return True


@transaction.atomic
def stop_following(*, key: str) -> bool:
    """Delete everything about a subscriber. Returns whether there was one."""
    found = Subscriber.objects.filter(key=key)
    # Lock requests first, as in confirm_request; another order could deadlock.
    FollowRequest.objects.filter(email__in=found.values("email")).delete()
    subscriber = found.select_for_update().first()
    if subscriber is None:
        return False
    subscriber.delete()
    return True


def forget_expired(*, now: dt.datetime) -> int:
    """Delete expired requests. Returns their number."""
    return FollowRequest.objects.filter(expires_at__lte=now).delete()[0]


def _follow(subscriber: Subscriber, choices: Choices) -> None:
    """Add follows that are missing, ignoring things that no longer exist."""
    there = Choices(
        _still(Topic, choices.topics),
        _still(Agency, choices.agencies),
        _still(LegalDocument, choices.documents),
    )
    Follow.objects.bulk_create(there.rows_of(subscriber), ignore_conflicts=True)


def _still(model: type[Model], keys: frozenset[int]) -> frozenset[int]:
    return frozenset(model._default_manager.filter(pk__in=keys).values_list("pk", flat=True))
