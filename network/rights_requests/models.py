"""Requests by rights holders and by persons whose data are on a page, with response terms (R25)."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned

TEXT_LENGTH = 2000
LINE_LENGTH = 300
ANSWER_LENGTH = 1000


class Ground(models.TextChoices):
    """Legal ground of a request."""

    PERSONAL_DATA = "personal", _("It is about me, or about somebody I speak for")
    COPYRIGHT = "copyright", _("It is a work of mine, or of somebody I speak for")
    OTHER = "other", _("Another reason")


class RequestKind(models.TextChoices):
    """Kind of request."""

    REMOVAL = "removal", _("Take it down")
    CORRECTION = "correction", _("Correct it")
    COPY = "copy", _("Give me a copy of what is kept about me")
    ERASURE = "erasure", _("Erase what is kept about me")


class RightsRequestState(models.TextChoices):
    """State of a request, as shown to its sender."""

    RECEIVED = "received", _("Received")
    IN_PROGRESS = "in_progress", _("Being dealt with")
    DONE = "done", _("Carried out")
    REFUSED = "refused", _("Refused")


CLOSED_STATES = (RightsRequestState.DONE, RightsRequestState.REFUSED)


class ResponseTerm(models.Model):
    """Number of working days to answer requests on a ground, with legal basis and validity."""

    ground = models.CharField(_("ground"), max_length=10, choices=Ground.choices)
    working_days = models.PositiveSmallIntegerField(_("working days"))
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("term of requests")
        verbose_name_plural = _("terms of requests")
        constraints = [
            models.UniqueConstraint(fields=["ground", "valid_from"], name="response_term_unique"),
            models.CheckConstraint(condition=Q(working_days__gt=0), name="response_term_is_some"),
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.working_days}"


class RightsRequest(AgencyOwned):
    """A request by a citizen. The agency's officers read it; its text is erased later.

    The only personal field is an email address, required only for a copy of data.
    """

    # Digest of the code given to the sender. The code itself is not stored.
    code_digest = models.CharField(max_length=64, unique=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    path = models.CharField(_("page"), max_length=500)
    ground = models.CharField(_("by what right"), max_length=10, choices=Ground.choices)
    kind = models.CharField(_("what is asked for"), max_length=10, choices=RequestKind.choices)
    text = models.TextField(_("what it is about, and why"), max_length=TEXT_LENGTH, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=LINE_LENGTH, blank=True)
    contact = models.EmailField(_("e-mail of who asks"), blank=True)
    # Version of the consent text that the sender accepted.
    consent_version = models.CharField(max_length=10)
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=RightsRequestState.choices,
        default=RightsRequestState.RECEIVED,
    )
    sent_at = models.DateTimeField(_("sent on"))
    due_on = models.DateField(_("due"))
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Answer shown to the sender: what was done, or why it was refused.
    answer = models.CharField(_("answer"), max_length=ANSWER_LENGTH, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    told_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request about rights or data")
        verbose_name_plural = _("requests about rights or data")
        indexes = [
            models.Index(fields=["agency", "state", "sent_at"], name="rights_request_of_agency"),
            models.Index(
                fields=["closed_at"],
                name="rights_request_to_erase",
                condition=Q(closed_at__isnull=False, erased_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=RightsRequestState.values,
                    ground__in=Ground.values,
                    kind__in=RequestKind.values,
                ),
                name="rights_request_words_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED_STATES, closed_at__isnull=False)
                | Q(closed_at__isnull=True, answer="") & ~Q(state__in=CLOSED_STATES),
                name="rights_request_closed_with_its_state",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(erased_at__isnull=False) | ~Q(answer=""),
                name="rights_request_closed_in_words",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) & ~Q(text="")
                | Q(
                    erased_at__isnull=False,
                    closed_at__isnull=False,
                    text="",
                    evidence="",
                    contact="",
                    answer="",
                ),
                name="rights_request_erased_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        """Return whether an officer still has to act."""
        return self.closed_at is None

    def is_late(self, day: dt.date) -> bool:
        """Return whether the request is open and was due before `day`."""
        return self.is_open and self.due_on < day
