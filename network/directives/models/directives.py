"""Directives, their recipients, and questions about them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency, AgencyKind, AgencyOwned
from network.core.two_people import TwoPeople
from network.media.file_names import stored_name

ABSTRACT_LENGTH = 500
TEXT_LENGTH = 2000
NAME_LENGTH = 255


class DirectiveKind(models.TextChoices):
    """Kind of document, derived from its number."""

    DISPATCH = "cong_van", _("Dispatch")
    PLAN = "ke_hoach", _("Plan")
    DECISION = "quyet_dinh", _("Decision")
    OTHER = "khac", _("Another document")


def directive_path(directive: "Directive", filename: str) -> str:
    """Return the storage path below MEDIA_ROOT for an uploaded file named `filename`."""
    return stored_name("directives", filename)


class Directive(models.Model):
    """A document that agencies must carry out: draft, sent, closed.

    A trigger keeps it as it was sent; only closing is possible.
    """

    number = models.CharField(_("number"), max_length=60)
    # Normalised number, equal for all spellings. It is not unique: 24/KH-UBND exists in every
    # province.
    number_key = models.CharField(_("number"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=DirectiveKind.choices)
    abstract = models.CharField(_("abstract"), max_length=ABSTRACT_LENGTH)
    issuer = models.CharField(_("issuing body"), max_length=NAME_LENGTH)
    issued_on = models.DateField(_("date of issue"))
    # Served by a view that checks permissions; it has no public URL.
    file = models.FileField(_("file"), upload_to=directive_path, blank=True)
    replaces = models.ForeignKey(
        "self",
        verbose_name=_("replaces"),
        null=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
    )
    # When sent, active agencies of these kinds are added to the named recipients.
    kinds = ArrayField(
        models.CharField(max_length=20, choices=AgencyKind.choices),
        verbose_name=_("kinds of agency to carry it out"),
        default=list,
    )
    sent_at = models.DateTimeField(_("sent"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("directive")
        verbose_name_plural = _("directives")
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number_key", "issuer", "issued_on"], name="directive_identity"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DirectiveKind.values), name="directive_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(sent_at__isnull=False, closed_at__gte=F("sent_at")),
                name="directive_closed_after_sent",
            ),
            models.CheckConstraint(
                condition=~Q(replaces=F("id")), name="directive_replaces_another"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> str:
        """Return the state as text."""
        if self.closed_at:
            return str(_("Come to its end"))
        return str(_("Sent to its agencies") if self.sent_at else _("Being drawn up"))


class RecipientRole(models.TextChoices):
    """Why a recipient gets a directive (domain brief, R30)."""

    CARRY_OUT = "carry_out", _("To carry out")
    INFORM = "inform", _("For information")
    FILED = "filed", _("Filed")


class Recipient(AgencyOwned):
    """A recipient of a directive: an agency of the network, or another body by name."""

    agency = models.ForeignKey(  # type: ignore[assignment]
        Agency, verbose_name=_("agency"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="recipients")
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    role = models.CharField(_("recipient"), max_length=10, choices=RecipientRole.choices)
    # The sender of the directive. The same person may not confirm its receipt.
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Set once, by a click. A trigger refuses changing it, and a time before the directive was sent.
    received_at = models.DateTimeField(_("received"), null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("recipient of a directive")
        verbose_name_plural = _("recipients of directives")
        constraints = [
            models.UniqueConstraint(fields=["directive", "agency"], name="recipient_once"),
            models.CheckConstraint(
                condition=Q(agency__isnull=False, name="") | Q(agency=None) & ~Q(name=""),
                name="recipient_agency_or_name",
            ),
            models.CheckConstraint(
                condition=Q(role__in=RecipientRole.values), name="recipient_role_known"
            ),
            models.CheckConstraint(
                condition=Q(received_at=None) | Q(agency__isnull=False),
                name="recipient_received_by_an_agency",
            ),
            TwoPeople(
                first="sent_by",
                second="received_by",
                name="recipient_received_by_another",
                refusal=_("You sent this directive: somebody else receives it for the agency."),
            ),
        ]
        indexes = [models.Index(fields=["agency", "received_at"], name="recipient_of_agency")]

    def __str__(self) -> str:
        return f"{self.directive}: {self.agency or self.name}"


class DirectiveQuestion(models.Model):
    """An agency's question about a directive with its answer. Only one is open at a time."""

    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="questions")
    text = models.TextField(_("question"), max_length=TEXT_LENGTH)
    asked_at = models.DateTimeField(_("asked"))
    answer = models.TextField(_("answer"), max_length=TEXT_LENGTH, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("question about a directive")
        verbose_name_plural = _("questions about directives")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient"],
                condition=Q(answered_at=None),
                name="directive_question_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False, answered_at__gte=F("asked_at")) & ~Q(answer=""),
                name="directive_question_answered_in_words",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
