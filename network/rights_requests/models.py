"""What rights holders, and persons whose data stand in a page, ask for; and by when (R25)."""

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
    """By what right somebody asks."""

    PERSONAL_DATA = "personal", _("It is about me, or about somebody I speak for")
    COPYRIGHT = "copyright", _("It is a work of mine, or of somebody I speak for")
    OTHER = "other", _("Another reason")


class RequestKind(models.TextChoices):
    """What is asked for."""

    REMOVAL = "removal", _("Take it down")
    CORRECTION = "correction", _("Correct it")
    COPY = "copy", _("Give me a copy of what is kept about me")
    ERASURE = "erasure", _("Erase what is kept about me")


class RightsRequestState(models.TextChoices):
    """Where a request stands, as who sent it reads it."""

    RECEIVED = "received", _("Received")
    IN_PROGRESS = "in_progress", _("Being dealt with")
    DONE = "done", _("Carried out")
    REFUSED = "refused", _("Refused")


CLOSED_STATES = (RightsRequestState.DONE, RightsRequestState.REFUSED)


class ResponseTerm(models.Model):
    """Within how many working days a request on this ground is answered, by what, from when on."""

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
    """A request as it was sent: read by the agency's officers, then erased.

    Nobody is asked for more than an address for e-mail, and that for a copy alone.
    """

    # Of the code that was given; the code itself is kept nowhere.
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
    # Which wording of the consent was ticked.
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
    # Read by who asked: what was done, or why it was not.
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
        """Return whether somebody still has to act."""
        return self.closed_at is None

    def is_late(self, day: dt.date) -> bool:
        """Return whether it should have been answered before `day`."""
        return self.is_open and self.due_on < day
