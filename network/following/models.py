"""Subscriptions. Only what the mails need is stored, and everything is deleted with the last
choice."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from legal_updates.models import LegalDocument, Topic
from network.agencies.models import Agency

from .querysets import SubscriberQuerySet

EMAIL_LENGTH = 254


class Frequency(models.TextChoices):
    """How often a digest is sent."""

    WEEKLY = "weekly", _("once a week, on Monday morning")
    DAILY = "daily", _("every day, when there is something new")


def new_key() -> str:
    """Return a random key of 128 bits that identifies a subscriber in links."""
    return secrets.token_urlsafe(16)


class FollowRequest(models.Model):
    """An unconfirmed subscription request. Deleted when its link expires."""

    email = models.EmailField(max_length=EMAIL_LENGTH, unique=True)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    topic_ids = ArrayField(models.BigIntegerField(), default=list)
    agency_ids = ArrayField(models.BigIntegerField(), default=list)
    document_ids = ArrayField(models.BigIntegerField(), default=list)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("request to follow")
        verbose_name_plural = _("requests to follow")


class Subscriber(models.Model):
    """A confirmed subscriber. Links contain `key` with a signature; the key alone is useless."""

    email = models.EmailField(max_length=EMAIL_LENGTH, unique=True)
    key = models.CharField(max_length=32, unique=True, default=new_key)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)
    confirmed_at = models.DateTimeField()
    # Everything published before this time has been mailed.
    digested_until = models.DateTimeField()
    # End of the edition whose mail was queued. If later than `digested_until`, that mail is waiting
    # or its fate is unknown: it is not queued again, and the next edition covers both.
    claimed_until = models.DateTimeField(null=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        indexes = [models.Index(fields=["frequency", "digested_until"], name="subscriber_due")]


class Follow(models.Model):
    """One thing that a subscriber follows."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="follows")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")
    document = models.ForeignKey(
        LegalDocument, null=True, on_delete=models.CASCADE, related_name="+"
    )

    # Excluded, because officers may see how many follow something, but not who.
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=False, agency__isnull=True, document__isnull=True)
                | Q(topic__isnull=True, agency__isnull=False, document__isnull=True)
                | Q(topic__isnull=True, agency__isnull=True, document__isnull=False),
                name="follow_one_thing",
            ),
            models.UniqueConstraint(
                fields=["subscriber", "topic", "agency", "document"],
                name="follow_once",
                nulls_distinct=False,
            ),
        ]
