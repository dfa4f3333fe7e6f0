"""Urgent publications, withdrawals, and the rules of an agency that allow exceptions."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from network.agencies.models import Agency


class EditorialRules(models.Model):
    """An agency's deviations from the common workflow. Without a row, the defaults apply."""

    agency = models.OneToOneField(
        Agency, verbose_name=_("agency"), on_delete=models.CASCADE, related_name="editorial_rules"
    )
    # Đăng khẩn: set by the overseer (domain brief 3.2).
    urgent_allowed = models.BooleanField(_("urgent publication allowed"), default=False)
    urgent_hours = models.PositiveSmallIntegerField(
        _("hours until the appraisal afterwards"),
        default=24,
        validators=[MinValueValidator(1), MaxValueValidator(72)],
    )
    # Ban Biên tập dùng chung: set by the network admin.
    board = models.ForeignKey(
        Agency,
        verbose_name=_("shared editorial board"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="boarded_rules",
        help_text=_("Appraisers of this agency may appraise here as well."),
    )

    class Meta:
        verbose_name = _("editorial rules")
        verbose_name_plural = _("editorial rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(board=None) | ~Q(board=F("agency")), name="board_is_another_agency"
            )
        ]

    def __str__(self) -> str:
        return str(self.agency)


class UrgentPublication(models.Model):
    """A page published before its appraisal. The appraisal is owed until `settled_at` is set."""

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="urgent_publications"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+"
    )
    revision_id = models.BigIntegerField(_("revision"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("published by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("reason"))
    published_at = models.DateTimeField(_("published at"))
    due_at = models.DateTimeField(_("to be appraised before"))
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("urgent publication")
        verbose_name_plural = _("urgent publications")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(settled_at=None), name="urgent_one_open"
            )
        ]
        indexes = [
            models.Index(
                fields=["agency", "due_at"], condition=Q(settled_at=None), name="urgent_open"
            ),
            models.Index(fields=["due_at"], condition=Q(settled_at=None), name="urgent_due"),
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.due_at:%d/%m/%Y %H:%M}"


class WithdrawalReason(models.TextChoices):
    """Reasons for withdrawing a page."""

    ERROR = "error", _("It contains an error")
    EXPIRED = "expired", _("It is no longer valid")
    RIGHTS = "rights", _("Rights of others")
    PRIVACY = "privacy", _("It exposes personal data")
    ORDER = "order", _("Order of the Justice Department")


class Withdrawal(models.Model):
    """A page withdrawn from the public. Its URL shows a note; its history is kept."""

    page = models.ForeignKey(
        Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="withdrawals"
    )
    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=10, choices=WithdrawalReason.choices)
    comment = models.TextField(_("what exactly"), help_text=_("For the log, not for citizens."))
    public_note = models.CharField(
        _("note for citizens"),
        max_length=300,
        blank=True,
        help_text=_("One sentence shown at the old address."),
    )
    # A page of the same section to which readers are redirected instead of seeing the note.
    replacement = models.ForeignKey(
        Page,
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("withdrawn by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField(_("withdrawn at"))
    # Set when a later revision has passed the whole workflow and is published.
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(lifted_at=None), name="withdrawal_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.get_reason_display()}"
