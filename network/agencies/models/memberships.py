"""Who serves which agency in which role."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .agencies import Agency
from .querysets import MembershipQuerySet


class Role(models.TextChoices):
    """The roles in an agency (domain brief 3.1) and the three roles of the network."""

    AUTHOR = "author", _("Author")
    APPRAISER = "appraiser", _("Appraiser")
    APPROVER = "approver", _("Approver")
    AGENCY_ADMIN = "agency_admin", _("Agency admin")
    NETWORK_ADMIN = "network_admin", _("Network admin")
    OVERSEER = "overseer", _("Overseer")
    REPORT_VIEWER = "report_viewer", _("Report viewer")


AGENCY_ROLES = (Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN)
NETWORK_ROLES = (Role.NETWORK_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER)


class Membership(models.Model):
    """A person's role in an agency for a period. The only source of rights (DESIGN 5, R2)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    # None for a network role whose holder works at none of the agencies.
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("agency"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    decided_on = models.DateField(_("date of the decision"), null=True, blank=True)
    # The substitute named in the assignment decision (R2). The rights come from the substitute's
    # own membership.
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("substitute"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # For a substitute: the substituted membership. Period and decision number are the substitute's
    # own.
    stands_in_for = models.ForeignKey(
        "self",
        verbose_name=_("stands in for"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stand_ins",
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "agency", "role", "valid_from"],
                name="membership_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False) | Q(role__in=NETWORK_ROLES),
                name="membership_has_agency",
            ),
            models.CheckConstraint(
                condition=Q(stands_in_for__isnull=True) | Q(valid_to__isnull=False),
                name="membership_stand_in_ends",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_valid_to_after_from",
                violation_error_message=_("The end date lies before the start date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {place_of(self.agency)}"


def place_of(agency: Agency | None) -> str:
    """Return the agency's name, or that of the network for None."""
    return agency.name if agency else str(_("PBGDPL network"))


class RoleGroup(models.Model):
    """The Wagtail group derived from an agency and a role. Never offered in a form."""

    agency = models.ForeignKey(
        Agency, null=True, blank=True, on_delete=models.CASCADE, related_name="role_groups"
    )
    role = models.CharField(max_length=16, choices=Role.choices)
    group = models.OneToOneField(Group, on_delete=models.CASCADE, related_name="role_group")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "role"], name="role_group_unique", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.group.name
