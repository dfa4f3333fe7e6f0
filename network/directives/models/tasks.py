"""Tasks of a directive, and each agency's progress."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import AgencyKind, AgencyOwned
from network.core.model_fields import WebURLField
from network.core.two_people import TwoPeople
from network.media.models import AgencyDocument

from .directives import TEXT_LENGTH, Directive

REASON_LENGTH = 500
KEY_LENGTH = 20


class Rhythm(models.TextChoices):
    """Period of a recurring task. Each time it is due at the end of the period."""

    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    YEARLY = "yearly", _("Every year")


class DirectiveTask(models.Model):
    """A task of a directive. Unchangeable once the directive is sent."""

    directive = models.ForeignKey(Directive, on_delete=models.CASCADE, related_name="tasks")
    words = models.TextField(_("what is to be done"), max_length=TEXT_LENGTH)
    # Addressees among the agencies that carry out the directive. Without kinds and codes, all of
    # them.
    kinds = ArrayField(
        models.CharField(max_length=20, choices=AgencyKind.choices),
        verbose_name=_("kinds of agency"),
        default=list,
    )
    agency_codes = ArrayField(
        models.CharField(max_length=40), verbose_name=_("agencies by name"), default=list
    )
    # Exactly one of the three is set.
    due_on = models.DateField(_("due on"), null=True)
    working_days = models.PositiveSmallIntegerField(_("working days from sending"), null=True)
    rhythm = models.CharField(_("rhythm"), max_length=12, choices=Rhythm.choices, blank=True)
    requirements = ArrayField(
        models.CharField(max_length=KEY_LENGTH), verbose_name=_("requirements"), default=list
    )

    # The agency reports it as done with the file of its own plan.
    asks_plan = models.BooleanField(_("the agency sends its plan"), default=False)

    class Meta:
        verbose_name = _("task of a directive")
        verbose_name_plural = _("tasks of directives")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False, working_days=None, rhythm="")
                | Q(due_on=None, working_days__isnull=False, working_days__gte=1, rhythm="")
                | Q(due_on=None, working_days=None, rhythm__in=Rhythm.values),
                name="directive_task_one_deadline",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="directive_task_has_words"),
        ]

    def __str__(self) -> str:
        return self.words


class AssignmentState(models.TextChoices):
    """State of an agency's task."""

    NEW = "new", _("Not begun")
    DOING = "doing", _("Under way")
    DONE = "done", _("Done, to be looked at")
    RETURNED = "returned", _("Returned, to be completed")
    ACCEPTED = "accepted", _("Accepted as done")


# States in which the agency has to act.
OPEN_STATES = (AssignmentState.NEW, AssignmentState.DOING, AssignmentState.RETURNED)


class Assignment(AgencyOwned):
    """A task of one agency with its evidence; one row per period for a recurring task."""

    task = models.ForeignKey(DirectiveTask, on_delete=models.PROTECT, related_name="assignments")
    due_on = models.DateField(_("due"))
    state = models.CharField(
        _("state"), max_length=8, choices=AssignmentState.choices, default=AssignmentState.NEW
    )
    note = models.TextField(_("what was done"), max_length=TEXT_LENGTH, blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    document = models.ForeignKey(
        AgencyDocument, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    link = WebURLField(_("link"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("reported"), null=True)
    # The person who last reported it as done, and the person who accepted it for the network.
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(_("looked at"), null=True)
    reason = models.CharField(_("why it was returned"), max_length=REASON_LENGTH, blank=True)

    class Meta:
        verbose_name = _("task of an agency")
        verbose_name_plural = _("tasks of agencies")
        constraints = [
            models.UniqueConstraint(fields=["task", "agency", "due_on"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values), name="assignment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=(AssignmentState.NEW, AssignmentState.DOING))
                | Q(done_at__isnull=False) & ~Q(note=""),
                name="assignment_done_with_evidence",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(AssignmentState.ACCEPTED, AssignmentState.RETURNED))
                | Q(decided_at__isnull=False, decided_at__gte=F("done_at")),
                name="assignment_decided_after_done",
            ),
            models.CheckConstraint(
                condition=~Q(state=AssignmentState.RETURNED) | ~Q(reason=""),
                name="assignment_returned_for_a_reason",
            ),
            TwoPeople(
                first="done_by",
                second="accepted_by",
                name="assignment_accepted_by_another",
                refusal=_("You reported this task as done: another overseer accepts it."),
            ),
        ]
        indexes = [models.Index(fields=["agency", "state", "due_on"], name="assignment_of_agency")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Return whether the agency still has to act."""
        return self.state in OPEN_STATES
