"""The decision log: who did what to which revision, in which role. One hash chain per agency."""

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Exists, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Agency, Role


class Action(models.TextChoices):
    """Actions that the decision log records. The last ones have no human actor: clock and
    installation."""

    SUBMITTED = "submitted", _("Submitted")
    TAKEN_BACK = "taken_back", _("Submission taken back")
    RETURNED = "returned", _("Returned")
    APPRAISED = "appraised", _("Appraised")
    REOPENED = "reopened", _("To be appraised again")
    APPROVED = "approved", _("Approved")
    PUBLISHED_URGENTLY = "published_urgently", _("Published urgently")
    APPRAISED_AFTERWARDS = "appraised_afterwards", _("Appraised afterwards")
    FAILED_AFTERWARDS = "failed_afterwards", _("Failed the appraisal afterwards")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    TAKEN_DOWN = "taken_down", _("Taken down by the overseer")
    NUMBER_WAIVED = "number_waived", _("A private number may stay")
    PUBLISHED = "published", _("Published at the hour set")
    HELD_BACK = "held_back", _("Not published at its hour: no longer allowed")
    EXPIRED = "expired", _("No longer shown, its time is over")
    CONTENT_MIGRATED = "content_migrated", _("Rewritten by an update of the software")


# The expected digest of the decided content, after all later content migrations.
_DIGEST_NOW = Func(
    *("id", "revision_id", "digest"),
    function="moderation_digest_now",
    output_field=models.CharField(),
)


# Actions that follow from reading a text. A form opened before one of them is out of date.
DECIDING_ACTIONS = (
    Action.RETURNED,
    Action.APPRAISED,
    Action.APPROVED,
    Action.PUBLISHED_URGENTLY,
    Action.APPRAISED_AFTERWARDS,
    Action.FAILED_AFTERWARDS,
    Action.WITHDRAWN,
    Action.TAKEN_DOWN,
)


class DecisionQuerySet(models.QuerySet["Decision"]):
    """Queries on the decisions of one page."""

    def standing_appraisals(
        self, *, page_id: int, revision_id: int, digest: str
    ) -> "DecisionQuerySet":
        """Return the appraisals passed by exactly this content that are still valid.

        An appraisal before a takedown by the overseer is no longer valid: the text must be read
        again, knowing the reason.
        """
        taken_down = Decision.objects.filter(
            page_id=page_id, deed=Action.TAKEN_DOWN, pk__gt=OuterRef("pk")
        )
        passed = Q(page_id=page_id, revision_id=revision_id, deed=Action.APPRAISED)
        return self.alias(now=_DIGEST_NOW).filter(passed, ~Exists(taken_down), now=digest)

    def standing_takedown(self, page_id: int) -> "Decision | None":
        """Return the overseer's takedown of the page, or None if there is none or the page was
        approved since."""
        rows = self.filter(page_id=page_id, deed__in=(Action.TAKEN_DOWN, Action.APPROVED))
        last = rows.order_by("-pk").first()
        return last if last is not None and last.deed == Action.TAKEN_DOWN else None


class Decision(models.Model):
    """One row of an agency's decision log. A database trigger refuses changes and deletions.

    `digest` is the SHA-256 of the revision's content as PostgreSQL serialises its jsonb; `hash` is
    that of this row and of the row before it (`network.moderation.chain`).
    """

    agency = models.ForeignKey(
        Agency, verbose_name=_("agency"), on_delete=models.PROTECT, related_name="decisions"
    )
    sequence = models.PositiveBigIntegerField(_("number in the log"))
    at = models.DateTimeField(_("time"))
    deed = models.CharField(_("what was done"), max_length=24, choices=Action.choices)
    # Stored as plain numbers with the title, without foreign keys: the log outlives the page and
    # its revisions.
    page_id = models.BigIntegerField(_("page"))
    page_title = models.CharField(_("title"), max_length=255)
    revision_id = models.BigIntegerField(_("revision"), null=True)
    digest = models.CharField(_("digest of the content"), max_length=64, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    actor_name = models.CharField(_("name"), max_length=300, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role.choices, blank=True)
    decision_number = models.CharField(_("decision number"), max_length=60, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    checklist = models.JSONField(_("checklist"), default=list, blank=True)
    detail = models.JSONField(_("detail"), default=dict, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decision log")
        ordering = ["agency", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "sequence"], name="decision_unique")
        ]
        indexes = [
            models.Index(fields=["page_id", "-id"], name="decision_page"),
            BrinIndex(fields=["at"], name="decision_at"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.get_deed_display()}: {self.page_title}"

    @property
    def shown_name(self) -> str:
        """Return the name of the actor at that time, without the account name that follows it in
        the log."""
        return self.actor_name.rsplit(" (", 1)[0]


class ChainEnd(models.Model):
    """Number and hash of an agency's last decision. Locked by each writer of the log; reveals
    deleted rows."""

    agency = models.OneToOneField(
        Agency, primary_key=True, on_delete=models.PROTECT, related_name="chain_end"
    )
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        verbose_name = _("end of a decision log")
        verbose_name_plural = _("ends of the decision logs")

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.sequence}"
