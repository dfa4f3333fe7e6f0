"""One workflow run of a page, stored so that each list of waiting pages is one indexed query."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from network.agencies.models import Agency

from ..stages import Stage

OPEN_STAGES = (Stage.WAITING_APPRAISAL, Stage.WAITING_APPROVAL, Stage.RETURNED)


class Submission(models.Model):
    """A submitted page: its stage, and since when.

    Wagtail's own tables store object ids as text and have no agency, so a list of waiting pages
    would scan the whole network.
    """

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="submissions"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="submissions"
    )
    workflow_state = models.OneToOneField(
        WorkflowState, on_delete=models.CASCADE, related_name="submission"
    )
    revision = models.ForeignKey(
        Revision, verbose_name=_("revision"), on_delete=models.CASCADE, related_name="+"
    )
    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="submissions",
    )
    submitted_at = models.DateTimeField(_("submitted at"))
    # Start of the current stage: lists show this age, and reminders count from it.
    since = models.DateTimeField(_("since"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    # The last reminder of the people on whom the page waits. Older than `since`, it was about an
    # earlier stage.
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    reminded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reminded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(closed_at=None), name="submission_one_open"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "stage", "since"],
                condition=Q(closed_at=None),
                name="submission_waiting",
            ),
            models.Index(
                fields=["stage", "since"], condition=Q(closed_at=None), name="submission_anywhere"
            ),
            models.Index(fields=["since"], condition=Q(closed_at=None), name="submission_oldest"),
            models.Index(fields=["submitted_by", "-submitted_at"], name="submission_own"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.get_stage_display()}"
