"""An invitation by mail to take a role in an agency or in the network."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .memberships import NETWORK_ROLES, Membership, Role, place_of
from .querysets import InvitationQuerySet


class InvitationState(models.TextChoices):
    """State of an invitation."""

    WAITING = "waiting", _("Waiting")
    EXPIRED = "expired", _("Expired")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Invitation withdrawn")


class Invitation(models.Model):
    """A role offered to the owner of a mail address. Only a hash of the link is stored."""

    # None for a network role without agency.
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="invitations",
    )
    email = models.EmailField(_("email"))
    # As an imported file names the person, who may correct it when accepting; "" from a form.
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    # For a substitute: the membership that is substituted.
    stands_in_for = models.ForeignKey(
        Membership,
        verbose_name=_("stands in for"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    # Hex SHA-256 of the last mailed link; "" before a mail was sent.
    token_hash = models.CharField(max_length=64, blank=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    invited_at = models.DateTimeField(_("invited"))
    expires_at = models.DateTimeField(_("expires"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                "agency",
                "role",
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="invitation_open_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(role__in=NETWORK_ROLES),
                name="invitation_has_agency",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="invitation_valid_to_after_from",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.get_role_display()} · {self.place}"

    @property
    def place(self) -> str:
        """Return the name of the agency or network in which the role is held."""
        return place_of(self.agency)

    def state(self, now: dt.datetime) -> InvitationState:
        """Return the state of this invitation at `now`."""
        if self.accepted_at:
            return InvitationState.ACCEPTED
        if self.withdrawn_at:
            return InvitationState.WITHDRAWN
        served = self.valid_to and self.valid_to < timezone.localdate(now)
        expired = self.expires_at <= now or served
        return InvitationState.EXPIRED if expired else InvitationState.WAITING
