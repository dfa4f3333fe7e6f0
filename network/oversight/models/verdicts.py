"""Verdicts on evidence, the rows they concern, and measured facts of files."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.two_people import TwoPeople
from network.media.models import AgencyDocument

TEXT_LENGTH, LABEL_LENGTH = 1000, 300


class VerdictOutcome(models.TextChoices):
    """The overseer's final decision on rejected evidence."""

    ACCEPTED = "accepted", _("Accepted after all")
    KEPT = "kept", _("Stays rejected")


_SAME_AGENCY_SIDE = _("You rejected this evidence: somebody of the agency answers.")
_SAME_OVERSEER = _("You answered for the agency: another overseer decides.")


class EvidenceVerdict(AgencyOwned):
    """Evidence of one cell that the overseer does not accept, with the agency's only answer and the
    final decision.

    Its items do not count from `rejected_at` on, until they are replaced or the verdict is
    ACCEPTED. It changes nothing that the agency wrote.
    """

    requirement = models.ForeignKey(
        "oversight.Requirement", on_delete=models.CASCADE, related_name="+"
    )
    # The whole cell is rejected: it counts again as soon as something in it is new.
    of_cell = models.BooleanField(_("the whole cell"), default=False)
    # A key of data/evidence_reasons.csv.
    reason = models.CharField(_("reason"), max_length=20)
    note = models.TextField(_("explanation"), max_length=TEXT_LENGTH, blank=True)
    rejected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    rejected_at = models.DateTimeField(_("not accepted since"))
    # {source: largest primary key at the rejection}, to tell rows that were entered later.
    newest = models.JSONField(default=dict, editable=False)
    # Since when changed or new evidence counts in place of the rejected one, and waits for a look.
    replaced_at = models.DateTimeField(_("evidence replaced"), null=True, editable=False)
    answer = models.TextField(_("answer"), max_length=TEXT_LENGTH, blank=True)
    answer_file = models.ForeignKey(
        AgencyDocument,
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    outcome = models.CharField(
        _("decision"), max_length=8, choices=VerdictOutcome.choices, blank=True
    )
    final_note = models.TextField(_("words to the agency"), max_length=TEXT_LENGTH, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("verdict on evidence")
        verbose_name_plural = _("verdicts on evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__gte=F("rejected_at")) & ~Q(answer=""),
                name="verdict_answered_in_words",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, outcome="")
                | Q(decided_at__gte=F("rejected_at"), outcome__in=VerdictOutcome.values),
                name="verdict_decided_once",
            ),
            # Rejection stays final only after the agency could answer.
            models.CheckConstraint(
                condition=~Q(outcome=VerdictOutcome.KEPT) | Q(answered_at__isnull=False),
                name="verdict_kept_after_answer",
            ),
            TwoPeople(
                first="rejected_by",
                second="answered_by",
                name="verdict_answered_by_another",
                refusal=_SAME_AGENCY_SIDE,
            ),
            TwoPeople(
                first="answered_by",
                second="decided_by",
                name="verdict_decided_by_another",
                refusal=_SAME_OVERSEER,
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "requirement"], name="verdict_of_cell"),
            models.Index(
                fields=["rejected_at"], condition=Q(decided_at=None), name="verdict_undecided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id}, {self.agency_id}"


class VerdictItem(models.Model):
    """One rejected piece of evidence: a row of a source, or a figure known by its wording only."""

    verdict = models.ForeignKey(EvidenceVerdict, on_delete=models.CASCADE, related_name="items")
    # Key of the EvidenceSource; "" for a figure that the system counts itself.
    source = models.CharField(max_length=40, blank=True)
    object_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=LABEL_LENGTH)
    # Of the fields and files by which the row was judged. The row counts again when it changes.
    fingerprint = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("rejected evidence")
        verbose_name_plural = _("rejected evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["verdict", "source", "object_id", "fingerprint"], name="verdict_item_once"
            ),
            models.CheckConstraint(
                condition=Q(source="", object_id=None) | ~Q(source="") & Q(object_id__isnull=False),
                name="verdict_item_row_of_source",
            ),
        ]
        indexes = [models.Index(fields=["source", "object_id"], name="verdict_item_row")]

    def __str__(self) -> str:
        return self.label


class EvidenceFile(models.Model):
    """Digest and measures of a stored file, computed once because stored files never change."""

    path = models.CharField(max_length=255, unique=True)
    # "" if the file is missing.
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    one_colour = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("file of evidence")
        verbose_name_plural = _("files of evidence")

    def __str__(self) -> str:
        return self.path
