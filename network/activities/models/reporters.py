"""Legal reporters, who are listed publicly with their consent, and requests for them."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from legal_updates.models import Topic
from network.agencies.models import Agency, AgencyOwned
from sites.models import Language

NAME_LENGTH, TEXT_LENGTH, NUMBER_LENGTH = 255, 2000, 60


class ReporterKind(models.TextChoices):
    """What a person was recognised as."""

    REPORTER = "reporter", _("Legal reporter")
    PROPAGATOR = "propagator", _("Legal propagator")


class ReporterLevel(models.TextChoices):
    """Level of recognition; the district level is historical."""

    CENTRAL = "central", _("Central")
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District (until 2025)")
    COMMUNE = "commune", _("Commune")


class Degree(models.TextChoices):
    """Education of a reporter, as the reports require it."""

    LAW = "law", _("Degree in law")
    OTHER = "other", _("Another degree")
    NONE = "none", _("No degree")


class Reporter(AgencyOwned):
    """A person recognised by decision; the row belongs to the agency that keeps the list.

    Ethnic origin is not stored: reports only need a count, which the agency knows without a list of
    people by origin (NĐ 356/2025). The public sees a person only with consent.
    """

    kind = models.CharField(_("recognised as"), max_length=10, choices=ReporterKind.choices)
    level = models.CharField(_("level"), max_length=8, choices=ReporterLevel.choices)
    name = models.CharField(_("full name"), max_length=NAME_LENGTH)
    post = models.CharField(_("post and place of work"), max_length=NAME_LENGTH)
    is_woman = models.BooleanField(_("woman"), default=False)
    degree = models.CharField(_("degree"), max_length=5, choices=Degree.choices)
    topics = models.ManyToManyField(Topic, verbose_name=_("fields of law"), related_name="+")
    languages = ArrayField(
        models.CharField(max_length=3, choices=Language.choices),
        verbose_name=_("speaks to people in"),
    )
    phone = models.CharField(_("phone"), max_length=NUMBER_LENGTH, blank=True)
    email = models.EmailField(_("email"), blank=True)
    number = models.CharField(_("decision of recognition: number"), max_length=NUMBER_LENGTH)
    since = models.DateField(_("recognised on"))
    until = models.DateField(_("until"), null=True, blank=True)
    ending = models.CharField(
        _("decision of ending: number and reason"), max_length=NAME_LENGTH, blank=True
    )
    consent_on = models.DateField(_("agreed to be listed in public on"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal reporter")
        verbose_name_plural = _("legal reporters")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "kind", "number", "name"], name="reporter_once"
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(name="") & ~Q(languages=[]),
                name="reporter_is_recognised",
            ),
            models.CheckConstraint(
                condition=Q(until=None, ending="")
                | Q(until__isnull=False, until__gte=F("since")) & ~Q(ending=""),
                name="reporter_ends_by_decision",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(consent_on=None), name="reporter_ended_not_listed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def language_names(self) -> list[str]:
        """Return the names of the languages."""
        return [str(Language(each).label) for each in self.languages]

    def serves_on(self, day: dt.date) -> bool:
        """Return whether the recognition is valid on `day`, inclusive."""
        return self.since <= day and (self.until is None or day <= self.until)


class SpeakerRequestState(models.TextChoices):
    """State of a speaker request."""

    SENT = "sent", _("Waiting for an answer")
    ACCEPTED = "accepted", _("A reporter comes")
    DECLINED = "declined", _("Nobody can come")
    WITHDRAWN = "withdrawn", _("Request withdrawn")


class SpeakerRequest(AgencyOwned):
    """A request of one agency (`agency`) to another for a reporter, who is named in the answer.

    Answered and withdrawn requests do not change.
    """

    to_agency = models.ForeignKey(
        Agency, verbose_name=_("asked agency"), on_delete=models.PROTECT, related_name="+"
    )
    held_on = models.DateField(_("for the day"))
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    language = models.CharField(
        _("language"), max_length=3, choices=Language.choices, default=Language.VIETNAMESE
    )
    place = models.CharField(_("place"), max_length=NAME_LENGTH)
    words = models.TextField(_("what it is about, and for whom"), max_length=TEXT_LENGTH)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=SpeakerRequestState.choices,
        default=SpeakerRequestState.SENT,
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked"))
    due_on = models.DateField(_("answer due"))
    reporter = models.ForeignKey(
        Reporter,
        verbose_name=_("legal reporter"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    answer = models.CharField(_("answer"), max_length=NAME_LENGTH, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("request for a reporter")
        verbose_name_plural = _("requests for a reporter")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(agency=F("to_agency")), name="speaker_asked_of_another"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("sent", "withdrawn"), answered_at=None, reporter=None)
                | Q(state="accepted", answered_at__isnull=False, reporter__isnull=False)
                | Q(state="declined", answered_at__isnull=False, reporter=None) & ~Q(answer=""),
                name="speaker_request_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
