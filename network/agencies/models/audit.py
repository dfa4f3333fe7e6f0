"""The audit log: who did what for which agency. Entries are never changed."""

import datetime as dt

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.core.registry import Registry

from .memberships import Role
from .querysets import AuditEntryQuerySet

# Maps each loggable action to its label.
JOURNAL_ACTIONS = Registry[str | Promise]("actions of the journal")
LONGEST_ACT = dt.timedelta(minutes=60)


class AuditAction(models.TextChoices):
    """Actions concerning people and their rights. Higher layers register further actions."""

    INVITED = "invited", _("Invited")
    INVITATION_ACCEPTED = "invitation_accepted", _("Invitation accepted")
    INVITATION_WITHDRAWN = "invitation_withdrawn", _("Invitation withdrawn")
    INVITATION_REFUSED = "invitation_refused", _("Invitation refused")
    MEMBERSHIP_GRANTED = "membership_granted", _("Role given")
    MEMBERSHIP_ENDED = "membership_ended", _("Role ended")
    SECOND_FACTOR_RESET = "second_factor_reset", _("Second factor reset")
    ACT_STARTED = "act_started", _("Acting for the agency started")
    ACT_ENDED = "act_ended", _("Acting for the agency ended")
    ACTED = "acted", _("Done while acting for the agency")
    UNUSUAL_DAY_EXPLAINED = "unusual_day_explained", _("Reason for an unusual day")
    MAIL_SENT_AGAIN = "mail_sent_again", _("Undelivered mail sent again")
    REFUSED = "refused", _("Refused")


def action_choices() -> list[tuple[str, str | Promise]]:
    """Return all registered actions as choices, for fields and filters."""
    return list(JOURNAL_ACTIONS.items())


class AuditEntry(models.Model):
    """One entry of the audit log. The database refuses to change or delete it."""

    at = models.DateTimeField(_("time"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    # Stored as text, so that the log still names the person after the account is deleted.
    actor_name = models.CharField(_("name"), max_length=300)
    # The actor's roles at that time; roles end, but the entry stays.
    roles = ArrayField(
        models.CharField(max_length=20), verbose_name=_("as"), default=list, blank=True
    )
    agency = models.ForeignKey(
        "agencies.Agency",
        verbose_name=_("agency"),
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_entries",
    )
    action = models.CharField(_("action"), max_length=24, choices=action_choices)
    subject = models.CharField(_("concerning"), max_length=300, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    # The row concerned, so that its page can show its entries. The row may be deleted.
    about_type = models.ForeignKey(
        ContentType, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    about_id = models.BigIntegerField(null=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit log")
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["agency", "-at"], name="audit_entry_agency"),
            models.Index(
                fields=["about_type", "about_id"],
                condition=models.Q(about_id__isnull=False),
                name="audit_entry_about",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%d/%m/%Y %H:%M} {self.actor_name}: {self.get_action_display()}"

    @property
    def role_labels(self) -> str:
        """Return the labels of the actor's roles, separated by commas."""
        return ", ".join(str(Role(role).label) for role in self.roles if role in Role.values)


class Act(models.Model):
    """A period in which an overseer acts for an agency: with a reason, at most an hour, fully
    logged."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        on_delete=models.PROTECT,
        related_name="acts",
    )
    agency = models.ForeignKey(
        "agencies.Agency", verbose_name=_("agency"), on_delete=models.PROTECT, related_name="acts"
    )
    reason = models.CharField(_("reason"), max_length=500)
    started_at = models.DateTimeField(_("started"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("act for an agency")
        verbose_name_plural = _("acts for agencies")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    ends_at__gte=models.F("started_at"),
                    ends_at__lte=models.F("started_at") + LONGEST_ACT,
                ),
                name="act_lasts_at_most_an_hour",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="act_has_reason"),
        ]
        indexes = [models.Index(fields=["user", "-ends_at"], name="act_current")]

    def __str__(self) -> str:
        return f"{self.user} → {self.agency}"
