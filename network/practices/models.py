"""Good practices of agencies (dispatch 1510, R26) and their adoption by other agencies."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from legal_updates.models import Topic
from network.agencies.models import AgencyOwned
from network.core.money import group_thousands
from network.core.two_people import PREPARED_BY, PreparedRow, TwoPeople
from network.media.models import AgencyDocument

NAME_LENGTH, TEXT_LENGTH, NUMBER_LENGTH = 200, 3000, 60
# Interval in which an agency must confirm its practice. After two missed confirmations it is shown
# as not confirmed.
ASKED_AFTER = dt.timedelta(days=183)


class PracticeState(models.TextChoices):
    """State of a practice."""

    DRAFT = "draft", _("Being written")
    SENT = "sent", _("Sent, waiting for Sở Tư pháp")
    NEEDS_MORE = "needs_more", _("More is asked for")
    RECOGNISED = "recognised", _("Recognised")
    NOT_SUITABLE = "not_suitable", _("Not suitable")
    RETIRED = "retired", _("No longer kept up")


OPEN_STATES = (PracticeState.DRAFT, PracticeState.NEEDS_MORE)
RECOGNISED_STATES = (PracticeState.RECOGNISED, PracticeState.RETIRED)


class PracticeAudience(models.TextChoices):
    """Target group of a practice."""

    ALL = "all", _("All inhabitants")
    YOUNG = "young", _("Children and young people")
    WOMEN = "women", _("Women and families")
    MINORITIES = "minorities", _("Ethnic minorities")
    WORKERS = "workers", _("Workers and businesses")
    FARMERS = "farmers", _("Farmers")
    OFFICIALS = "officials", _("Officials and propagandists")


class PracticeLevel(models.TextChoices):
    """Level of the body that recognised a practice."""

    PROVINCE = "province", _("Province")
    DEPARTMENT = "department", _("Department of Justice")
    COMMUNE = "commune", _("Commune")


_SAME_PERSON = _("You wrote or sent this practice: somebody else decides on it.")


class Practice(AgencyOwned, PreparedRow):
    """A good practice of an agency, described in five answers.

    The database rejects changes of a recognised practice and cycles of parents: a parent must exist
    before its child and cannot be replaced. Nobody may decide on a practice that they wrote or
    sent.
    """

    title = models.CharField(_("name of the practice"), max_length=NAME_LENGTH)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+"
    )
    audience = models.CharField(
        _("whom it reaches"), max_length=12, choices=PracticeAudience.choices
    )
    area = models.CharField(_("where it is done"), max_length=NAME_LENGTH)
    since = models.DateField(_("since"))
    problem = models.TextField(_("what was to be solved"), max_length=TEXT_LENGTH)
    way = models.TextField(_("how it is done"), max_length=TEXT_LENGTH)
    result = models.TextField(_("what came of it, in figures"), max_length=TEXT_LENGTH)
    # None if the cost is unknown, which differs from free of charge.
    cost = models.PositiveBigIntegerField(_("what it costs, in đồng"), null=True)
    lesson = models.TextField(_("what others should know"), max_length=TEXT_LENGTH)
    contact = models.CharField(_("whom to ask"), max_length=NAME_LENGTH)
    contact_is_public = models.BooleanField(_("citizens may read whom to ask"), default=False)
    # Files from the agency's own collection that adopting agencies get: leaflets, plans, scripts.
    kit = models.ManyToManyField(AgencyDocument, verbose_name=_("kit"), related_name="+")
    # The adopted practice from which this one was developed.
    parent = models.ForeignKey(
        "self",
        verbose_name=_("made of"),
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    # The page about the practice. The practice is public only while this page is live.
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=PracticeState.choices, default=PracticeState.DRAFT
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_on = models.DateField(_("sent on"), null=True)
    due_on = models.DateField(_("answer by"), null=True)
    # The Department's answer.
    answer = models.TextField(_("answer"), max_length=TEXT_LENGTH, blank=True)
    answered_on = models.DateField(_("answered on"), null=True)
    # The user who recognised or rejected it.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.CharField(_("decision: number"), max_length=NUMBER_LENGTH, blank=True)
    recognised_on = models.DateField(_("decision: date"), null=True)
    level = models.CharField(_("level"), max_length=12, choices=PracticeLevel.choices, blank=True)
    confirmed_on = models.DateField(_("last confirmed"), null=True)
    retired_on = models.DateField(_("given up on"), null=True)

    class Meta:
        verbose_name = _("good practice")
        verbose_name_plural = _("good practices")
        ordering = ["-sent_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PracticeState.values), name="practice_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=PracticeState.DRAFT)
                | Q(sent_on__isnull=False, due_on__isnull=False),
                name="practice_sent_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=RECOGNISED_STATES)
                | Q(recognised_on__isnull=False, confirmed_on__isnull=False)
                & ~Q(number="")
                & ~Q(level=""),
                name="practice_recognised_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(PracticeState.DRAFT, PracticeState.SENT))
                | Q(answered_on__isnull=False),
                name="practice_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=PracticeState.RETIRED, retired_on__isnull=False)
                | ~Q(state=PracticeState.RETIRED) & Q(retired_on=None),
                name="practice_retired_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="practice_not_of_itself"),
            TwoPeople(
                first="written_by",
                second="decided_by",
                name="practice_decided_by_another",
                refusal=_SAME_PERSON,
            ),
            TwoPeople(
                first=PREPARED_BY,
                second="decided_by",
                name="practice_prepared_by_others",
                refusal=_SAME_PERSON,
            ),
        ]
        indexes = [models.Index(fields=["agency", "state"], name="practice_of_agency")]

    def __str__(self) -> str:
        return self.title

    @property
    def was_sent(self) -> bool:
        """Return whether the practice has ever been sent to the Department."""
        return self.sent_on is not None

    @property
    def price(self) -> str:
        """Return the formatted cost, or "" if it is unknown."""
        return "" if self.cost is None else f"{group_thousands(self.cost)} đ"

    def is_confirmed(self, day: dt.date) -> bool:
        """Return whether the agency has confirmed the practice within the last two intervals."""
        return self.confirmed_on is not None and day <= self.confirmed_on + 2 * ASKED_AFTER


class AdoptionState(models.TextChoices):
    """Progress of an adoption."""

    INTERESTED = "interested", _("Interested")
    TRYING = "trying", _("Trying it")
    RUNNING = "running", _("Running")
    STOPPED = "stopped", _("Stopped")


DONE_STATES = (AdoptionState.TRYING, AdoptionState.RUNNING)


class Adoption(AgencyOwned):
    """Adoption of a practice by another agency, at most one row per practice and agency."""

    practice = models.ForeignKey(
        Practice, verbose_name=_("practice"), on_delete=models.PROTECT, related_name="adoptions"
    )
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=AdoptionState.choices,
        default=AdoptionState.INTERESTED,
    )
    since = models.DateField(_("since"))
    changes = models.TextField(_("what it does otherwise"), max_length=TEXT_LENGTH, blank=True)
    result = models.TextField(_("what came of it"), max_length=TEXT_LENGTH, blank=True)
    confirmed_on = models.DateField(_("last confirmed"))
    # The drafts created from the kit: an article, a short text, a material page, a plan.
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    short_text = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    material = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    plan = models.ForeignKey(AgencyDocument, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("adoption of a practice")
        verbose_name_plural = _("adoptions of practices")
        ordering = ["-since", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["practice", "agency"], name="adoption_once"),
            models.CheckConstraint(
                condition=Q(state__in=AdoptionState.values), name="adoption_state_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.practice)
