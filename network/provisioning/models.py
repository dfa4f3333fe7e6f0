"""A reorganisation of agencies: the plan, its steps, and the part of each agency in it."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from legal_updates.models import LegalDocument
from network.agencies.models import Agency, AgencyOwned, SuccessionKind

OPINION_LENGTH = 2000
# How long a plan that was carried out can be undone.
UNDO_TIME = dt.timedelta(days=30)


class ReorganisationState(models.TextChoices):
    """Where a plan is. Only a plan in preparation can be changed."""

    PREPARED = "prepared", _("in preparation")
    ANNOUNCED = "announced", _("shown to the agencies")
    RUNNING = "running", _("being carried out")
    DONE = "done", _("carried out")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


# States of a plan that has not been started.
WAITING_STATES = (ReorganisationState.PREPARED, ReorganisationState.ANNOUNCED)


class ReorganisationPlan(models.Model):
    """A reorganisation that one decision orders for one day."""

    name = models.CharField(_("name"), max_length=160)
    legal_basis = models.CharField(_("legal basis"), max_length=255)
    document = models.ForeignKey(
        LegalDocument,
        verbose_name=_("legal document"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The first day on which the reorganisation holds.
    effective_on = models.DateField(_("in force from"))
    # Whose appraisers also appraise for the sections that the plan opens; None for nobody.
    board = models.ForeignKey(
        Agency,
        verbose_name=_("shared editorial board"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=ReorganisationState.choices,
        default=ReorganisationState.PREPARED,
    )
    # The last day on which agencies may object; None before the plan is shown to them.
    opinions_until = models.DateField(_("opinions until"), null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    # Who starts the plan is named by the journal of each agency.
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reorganisation of agencies")
        verbose_name_plural = _("reorganisations of agencies")
        ordering = ["-effective_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReorganisationState.values),
                name="reorganisation_plan_state_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ReorganisationStep(models.Model):
    """One line of a plan: what passes from one agency to another, or how one agency changes.

    Several lines with the same successor are a consolidation, several with the same predecessor a
    division. A renaming has a new name instead of a successor, unless another row exists for it.
    Where a line has both, its plan has founded the successor under this name.
    """

    plan = models.ForeignKey(ReorganisationPlan, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(_("kind"), max_length=20, choices=SuccessionKind.choices)
    predecessor = models.ForeignKey(
        Agency, verbose_name=_("former agency"), on_delete=models.PROTECT, related_name="+"
    )
    successor = models.ForeignKey(
        Agency,
        verbose_name=_("receiving agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Who answers for the archive of an agency that ends without a successor.
    keeper = models.ForeignKey(
        Agency,
        verbose_name=_("keeper of the archive"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    partial = models.BooleanField(_("in part"), default=False)
    # What passes: functions or territory.
    part = models.CharField(_("what passes"), max_length=255, blank=True)
    predecessor_continues = models.BooleanField(_("the former agency goes on"), default=False)
    new_name = models.CharField(_("new name"), max_length=255, blank=True)
    new_short_name = models.CharField(_("new short name"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("step of a reorganisation")
        verbose_name_plural = _("steps of a reorganisation")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "predecessor", "successor"],
                name="reorganisation_step_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="reorganisation_step_of_two"
            ),
            models.CheckConstraint(
                condition=Q(kind=SuccessionKind.DISSOLUTION, successor=None)
                | Q(kind=SuccessionKind.RENAMING, successor=None) & ~Q(new_name="")
                | ~Q(kind=SuccessionKind.DISSOLUTION) & Q(successor__isnull=False),
                name="reorganisation_step_has_receiver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or self.new_name or '–'}"

    @property
    def renames(self) -> bool:
        """Return whether the former agency stays and gets another name."""
        return bool(self.new_name) and self.successor_id is None

    @property
    def ends_predecessor(self) -> bool:
        """Return whether the former agency ends by this step."""
        if self.kind == SuccessionKind.TRANSFER or self.predecessor_continues:
            return False
        return self.kind != SuccessionKind.RENAMING or self.successor_id is not None

    @property
    def replaces_name(self) -> bool:
        """Return whether a former name gives way to one of today."""
        return self.renames or (self.ends_predecessor and self.successor_id is not None)


class PartState(models.TextChoices):
    """Whether an agency's part of a plan is carried out."""

    WAITING = "waiting", _("waits")
    FAILED = "failed", _("stopped, waits for a person")
    DONE = "done", _("done")
    LEFT_OUT = "left_out", _("left out, stays as it is")
    UNDONE = "undone", _("undone")


class ReorganisationPart(AgencyOwned):
    """One agency in a plan: its objection before, and the journal of its change."""

    plan = models.ForeignKey(ReorganisationPlan, on_delete=models.CASCADE, related_name="parts")
    state = models.CharField(
        _("state"), max_length=8, choices=PartState.choices, default=PartState.WAITING
    )
    objection = models.TextField(_("objection"), max_length=OPINION_LENGTH, blank=True)
    objected_at = models.DateTimeField(null=True)
    objected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(_("answer"), max_length=OPINION_LENGTH, blank=True)
    answered_at = models.DateTimeField(null=True)
    # The address of the section afterwards, decided when the plan starts.
    slug = models.SlugField(max_length=120, blank=True)
    # Why the change stopped.
    error = models.TextField(blank=True)
    # Why a person let the plan end without this agency.
    left_out_because = models.TextField(max_length=OPINION_LENGTH, blank=True)
    done_at = models.DateTimeField(null=True)
    # What was changed, in order, as `reorganisation.traces` writes it; undone from the end.
    traces = models.JSONField(default=list)

    class Meta:
        verbose_name = _("part of an agency in a reorganisation")
        verbose_name_plural = _("parts of agencies in reorganisations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "agency"], name="reorganisation_part_once"),
            models.CheckConstraint(
                condition=Q(state__in=PartState.values), name="reorganisation_part_state_known"
            ),
            models.CheckConstraint(
                condition=Q(objection="", objected_at=None)
                | ~Q(objection="") & Q(objected_at__isnull=False),
                name="reorganisation_objection_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.agency}"
