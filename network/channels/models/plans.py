"""Plans of agencies for social networks, for a period (R13)."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyOwned
from network.core.dates import format_day
from network.core.two_people import PREPARED_BY, PreparedRow, TwoPeople

from ..links.addresses import Platform
from .files import channel_path

NAME_LENGTH, TEXT_LENGTH, NUMBER_LENGTH = 255, 2000, 60


class PlanState(models.TextChoices):
    """State of a plan."""

    DRAFT = "draft", _("Plan being written")
    AWAITING = "awaiting", _("Plan awaiting approval")
    APPROVED = "approved", _("Plan approved")


class ChannelPlanQuerySet(models.QuerySet["ChannelPlan"]):
    """Queryset of plans."""

    def in_force(self, day: dt.date) -> "ChannelPlanQuerySet":
        """Return the approved plans in force on `day`. A plan with an approved successor ends when
        that begins."""
        rows = self.filter(state=PlanState.APPROVED, valid_from__lte=day, valid_to__gte=day)
        next_ones = {"carried_on_by__state": PlanState.APPROVED}
        return rows.exclude(**next_ones, carried_on_by__valid_from__lte=day)


_SAME_PERSON = _("You wrote or submitted this plan: another approver approves it.")


class ChannelPlan(AgencyOwned, PreparedRow):
    """Which networks an agency uses for what, how often, and who is responsible.

    A trigger refuses changes to an approved plan; changes are made by a plan that continues it.
    """

    networks = ArrayField(
        models.CharField(max_length=10, choices=Platform.choices), verbose_name=_("networks")
    )
    formats = models.TextField(_("what is published, and how"), max_length=TEXT_LENGTH)
    rhythm = models.CharField(_("how often something is posted"), max_length=NAME_LENGTH)
    lead = models.CharField(_("who leads it"), max_length=NAME_LENGTH)
    valid_from = models.DateField(_("plan from"))
    valid_to = models.DateField(_("plan until"))
    carries_on = models.OneToOneField(
        "self",
        verbose_name=_("carries on"),
        null=True,
        on_delete=models.PROTECT,
        related_name="carried_on_by",
    )
    changes = models.TextField(_("what changes"), max_length=TEXT_LENGTH, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=PlanState.choices, default=PlanState.DRAFT
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(_("number of the signed plan"), max_length=NUMBER_LENGTH, blank=True)
    approved_on = models.DateField(_("plan signed on"), null=True)
    signer = models.CharField(_("signer and post"), max_length=NAME_LENGTH, blank=True)
    # Served only by a view that checks access, never under a public URL.
    file = models.FileField(_("signed plan"), upload_to=channel_path, blank=True)

    objects = ChannelPlanQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("plan for social networks")
        verbose_name_plural = _("plans for social networks")
        ordering = ["-valid_from", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="plan_state_known"
            ),
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="plan_has_days"),
            models.CheckConstraint(condition=~Q(networks=[]), name="plan_names_networks"),
            models.CheckConstraint(
                condition=~Q(state=PlanState.APPROVED)
                | Q(approved_by__isnull=False, approved_on__isnull=False)
                & ~Q(number="")
                & ~Q(signer="")
                & ~Q(file=""),
                name="plan_approved_by_a_document",
            ),
            TwoPeople(
                first="written_by",
                second="approved_by",
                name="plan_approved_by_another",
                refusal=_SAME_PERSON,
            ),
            TwoPeople(
                first=PREPARED_BY,
                second="approved_by",
                name="plan_prepared_by_others",
                refusal=_SAME_PERSON,
            ),
            models.CheckConstraint(
                condition=Q(carries_on=None) | ~Q(changes=""), name="plan_says_what_changes"
            ),
        ]

    def __str__(self) -> str:
        return str(_("Plan %s") % self.days)

    @property
    def days(self) -> str:
        """Return the period in words."""
        return f"{format_day(self.valid_from)} – {format_day(self.valid_to)}"

    def networks_in_words(self) -> str:
        """Return the networks' names."""
        return ", ".join(str(Platform(each).label) for each in self.networks)
