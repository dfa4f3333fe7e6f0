"""Standards, requirements, findings, and agencies' declarations and disputes."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency, AgencyKind, AgencyOwned
from network.core.two_people import TwoPeople
from network.media.models import AgencyDocument

from .audits import Audit, AuditCell
from .outreach import Outreach, OutreachForm
from .quality import PageReading
from .reminding import Reminder
from .support import HelpRequest
from .verdicts import EvidenceFile, EvidenceVerdict, VerdictItem, VerdictOutcome

__all__ = [
    "ABSENCE_CHECK",
    "REASON_LENGTH",
    "Audit",
    "AuditCell",
    "Declaration",
    "Dispute",
    "EvidenceFile",
    "EvidenceVerdict",
    "Finding",
    "HelpRequest",
    "Outreach",
    "OutreachForm",
    "PageReading",
    "Reminder",
    "Requirement",
    "Standard",
    "Status",
    "VerdictItem",
    "VerdictOutcome",
]

REASON_LENGTH = 500
# The check whose requirement an agency may declare not to apply: it has no page to register.
ABSENCE_CHECK = "r14"


class Standard(models.Model):
    """A document that requires something of agencies, such as dispatch 1510 or a set of
    criteria."""

    key = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=200)
    short_title = models.CharField(_("short title"), max_length=60)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    # Agencies that were reminded within so many days are not preselected for another reminder.
    remind_again_days = models.PositiveSmallIntegerField(
        _("days until another reminder"), default=14
    )
    # At most so many drawn cells wait for inspection at a time.
    audit_cells = models.PositiveSmallIntegerField(_("cells drawn in a sample audit"), default=40)
    # Asked of the network as a whole. Agencies get no findings by such a standard: `duties`
    # measures its requirements when somebody opens their screen.
    of_network = models.BooleanField(default=False, editable=False)
    # Printed on the screen and in the dossier until the network admin clears it.
    caveat = models.CharField(_("what is not certain about its text"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="standard_ends_later",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_title


class RequirementQuerySet(models.QuerySet["Requirement"]):
    """Queryset of requirements."""

    def valid_on(self, day: dt.date) -> "RequirementQuerySet":
        """Return the requirements that are in force on `day`, with their standard, in their
        order."""
        held = Q(valid_to=None) | Q(valid_to__gte=day)
        asked = Q(standard__valid_to=None) | Q(standard__valid_to__gte=day)
        rows = self.filter(held, asked, valid_from__lte=day, standard__valid_from__lte=day)
        return rows.order_by("order")

    def of_agencies(self) -> "RequirementQuerySet":
        """Return the requirements that are asked of agencies, not of the network as a whole."""
        return self.filter(standard__of_network=False)


class Requirement(models.Model):
    """One requirement of a standard, with its wording and how it is checked.

    `check_key` names an entry of `checks.CHECKS`; with "" agencies declare it themselves. A changed
    threshold creates a new row with its own period, so that findings keep the thresholds they were
    judged by.
    """

    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="requirements")
    key = models.CharField(_("code"), max_length=12)
    order = models.PositiveSmallIntegerField(_("order"))
    group = models.CharField(_("part"), max_length=60)
    title = models.CharField(_("title"), max_length=120)
    quotation = models.TextField(_("words of the document"))
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)
    # Empty means all kinds of agencies.
    kinds = ArrayField(
        models.CharField(max_length=20, choices=AgencyKind.choices),
        verbose_name=_("kinds of agency"),
        default=list,
        blank=True,
    )
    of_overseer = models.BooleanField(_("of the overseeing agency alone"), default=False)
    check_key = models.CharField(_("check"), max_length=40, blank=True)
    thresholds = models.JSONField(_("thresholds"), default=dict, blank=True)
    # For requirements of the network: what is counted, or which paper is to be declared.
    method = models.TextField(_("how it is measured"), blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["standard", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "key", "valid_from"], name="requirement_unique"
            ),
            models.UniqueConstraint(
                fields=["standard", "key"], condition=Q(valid_to=None), name="requirement_one_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="requirement_ends_later",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}. {self.title}"

    @property
    def takes_absence(self) -> bool:
        """Return whether agencies may declare that they have nothing it applies to."""
        return self.check_key == ABSENCE_CHECK

    @property
    def is_declared(self) -> bool:
        """Return whether agencies declare the requirement themselves."""
        return not self.check_key


class Status(models.TextChoices):
    """How an agency meets a requirement."""

    MET = "met", _("Met")
    PARTLY = "partly", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    UNKNOWN = "unknown", _("Cannot be checked")
    WAITING = "waiting", _("Waits for inspection")
    NOT_APPLICABLE = "not_applicable", _("Does not apply")


class Finding(models.Model):
    """How one agency met one requirement during a period; a new row is created only when that
    changes."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="findings")
    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="findings")
    status = models.CharField(_("state"), max_length=16, choices=Status.choices)
    # `good` of `total`, if it can be counted.
    good = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    # The checked items, each as a dict of `Evidence`. Updated while the finding is current.
    evidence = models.JSONField(default=list)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            # Scores of all agencies are counted from this index: the rows are wide.
            models.UniqueConstraint(
                fields=["agency", "requirement"],
                condition=Q(until=None),
                include=["status"],
                name="finding_one_runs",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gt=F("since")), name="finding_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(good=None, total=None) | Q(good__lte=F("total")),
                name="finding_no_more_than_all",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="finding_status_known"
            ),
        ]
        indexes = [models.Index(fields=["agency", "since"], name="finding_of_agency")]

    def __str__(self) -> str:
        return f"{self.requirement_id}, {self.agency_id}: {self.status}"

    @property
    def value(self) -> str:
        """Return "good / total", or "" if there was nothing to count."""
        return "" if not self.total else f"{self.good} / {self.total}"


class Declaration(AgencyOwned):
    """An agency's declaration about a requirement that no program can check, with validity and
    proof; or, by a signed paper, that the agency has no page on social networks."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="+")
    statement = models.TextField(_("what was done"), max_length=1000)
    file = models.ForeignKey(
        AgencyDocument,
        verbose_name=_("proof"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    valid_until = models.DateField(_("valid until"))
    # The signed paper, for a declaration that there is no page.
    number = models.CharField(_("number of the document"), max_length=60, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signer = models.CharField(_("who signed it, and their post"), max_length=255, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    declared_at = models.DateTimeField(_("declared"))

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        indexes = [
            models.Index(fields=["requirement", "agency", "-declared_at"], name="declaration_last")
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}, {self.agency_id}"


class Dispute(AgencyOwned):
    """An agency's dispute of a finding, and the overseer's answer."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="disputes")
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_at = models.DateTimeField(_("sent on"))
    answer = models.CharField(_("answer"), max_length=REASON_LENGTH, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "requirement"],
                condition=Q(answered_at=None),
                name="dispute_one_open",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="dispute_answered_in_words",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dispute_has_reason"),
            TwoPeople(
                first="opened_by",
                second="answered_by",
                name="dispute_answered_by_another",
                refusal=_("You opened this dispute: another overseer answers it."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["opened_at"], condition=Q(answered_at=None), name="dispute_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}, {self.agency_id}"
