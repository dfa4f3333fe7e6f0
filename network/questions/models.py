"""What citizens send to agencies: questions, and problems with pages."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from legal_updates.models import Topic
from network.agencies.models import Agency, AgencyOwned
from sites.models import QUESTION_LENGTH, QuestionPage

PLACE_LENGTH = 120
REASON_LENGTH = 500
PROBLEM_LENGTH = 1000


class QuestionState(models.TextChoices):
    """States of a question, as the asker sees them."""

    RECEIVED = "received", _("Received")
    FORWARDED = "forwarded", _("Forwarded")
    IN_PROGRESS = "in_progress", _("Being answered")
    ANSWERED = "answered", _("Answered")
    REFUSED = "refused", _("Not answered")


CLOSED_STATES = (QuestionState.ANSWERED, QuestionState.REFUSED)
WAITING_STATES = (QuestionState.RECEIVED, QuestionState.FORWARDED)


class QuestionRefusal(models.TextChoices):
    """Reasons for not answering a question."""

    SPAM = "spam", _("Advertising or meaningless")
    DISPUTE = "dispute", _("A dispute or complaint that has a procedure of its own")
    NOT_LAW = "not_law", _("Not about the law")
    UNCLEAR = "unclear", _("Cannot be understood, or lacks what an answer needs")
    ANSWERED_BEFORE = "before", _("Answered before")
    OTHER = "other", _("Another reason")


class Question(AgencyOwned):
    """A citizen's question as sent. Only the agency's officers read it; later it is erased.

    A QuestionPage without identifying details is published instead.
    """

    # Digest of the asker's code; the code itself is not stored.
    code_digest = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField(_("asked"))
    text = models.TextField(_("the question"), max_length=QUESTION_LENGTH, blank=True)
    # Digest of the folded text, to detect repeated submissions.
    text_digest = models.CharField(max_length=64, blank=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    place = models.CharField(_("commune or ward"), max_length=PLACE_LENGTH, blank=True)
    contact = models.EmailField(_("e-mail of the asker"), blank=True)
    # Version of the consent that was agreed to (Luật 91/2025/QH15; domain brief 3.3).
    consent_version = models.CharField(max_length=10)
    state = models.CharField(
        _("state"), max_length=12, choices=QuestionState.choices, default=QuestionState.RECEIVED
    )
    # When the agency received it, and by when it should be answered.
    arrived_at = models.DateTimeField(_("arrived"))
    due_on = models.DateField(_("due"))
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    page = models.OneToOneField(
        QuestionPage, null=True, on_delete=models.SET_NULL, related_name="asked_as"
    )
    refusal = models.CharField(
        _("why it is not answered"), max_length=8, choices=QuestionRefusal.choices, blank=True
    )
    refusal_note = models.CharField(max_length=REASON_LENGTH, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    told_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("question of a citizen")
        verbose_name_plural = _("questions of citizens")
        indexes = [
            models.Index(fields=["agency", "state", "asked_at"], name="question_of_agency"),
            models.Index(
                fields=["asked_at"], name="question_open", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=["closed_at"],
                name="question_to_erase",
                condition=Q(closed_at__isnull=False, erased_at__isnull=True),
            ),
            models.Index(
                fields=["text_digest"], name="question_text", condition=~Q(text_digest="")
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=QuestionState.values), name="question_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED_STATES, closed_at__isnull=False)
                | Q(closed_at__isnull=True) & ~Q(state__in=CLOSED_STATES),
                name="question_closed_with_its_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=QuestionState.ANSWERED) | Q(page__isnull=False),
                name="question_answered_on_a_page",
            ),
            models.CheckConstraint(
                condition=Q(state=QuestionState.REFUSED) & ~Q(refusal="")
                | ~Q(state=QuestionState.REFUSED) & Q(refusal=""),
                name="question_refused_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) & ~Q(text="")
                | Q(
                    erased_at__isnull=False,
                    closed_at__isnull=False,
                    text="",
                    text_digest="",
                    contact="",
                    place="",
                ),
                name="question_erased_as_a_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        """Return whether the question still needs action."""
        return self.closed_at is None


class Forwarding(AgencyOwned):
    """The forwarding of a question from the agency that owns this row to another."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="forwardings")
    to_agency = models.ForeignKey(
        Agency, verbose_name=_("forwarded to"), on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH)
    forwarded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    forwarded_at = models.DateTimeField(_("forwarded"))

    class Meta:
        verbose_name = _("forwarding of a question")
        verbose_name_plural = _("forwardings of questions")
        ordering = ["forwarded_at", "pk"]
        indexes = [models.Index(fields=["agency", "-forwarded_at"], name="forwarding_of_agency")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(agency=F("to_agency")), name="forwarded_to_another_agency"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="forwarded_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"#{self.question_id} → {self.to_agency}"


class ProblemKind(models.TextChoices):
    """Kinds of problems with a page."""

    WRONG = "wrong", _("Something in it is wrong or out of date")
    LINK = "link", _("A link or a file does not open")
    HARD = "hard", _("Hard to read or to use")
    OTHER = "other", _("Something else")


class ProblemReport(AgencyOwned):
    """A reader's report of a problem with a page. The reader's identity is not requested."""

    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    path = models.CharField(_("page"), max_length=500)
    kind = models.CharField(_("kind of problem"), max_length=8, choices=ProblemKind.choices)
    text = models.TextField(_("what is wrong"), max_length=PROBLEM_LENGTH, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    sent_at = models.DateTimeField(_("sent on"))
    note = models.CharField(_("what was done"), max_length=REASON_LENGTH, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed"), null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reported problem")
        verbose_name_plural = _("reported problems")
        indexes = [
            models.Index(fields=["agency", "closed_at", "sent_at"], name="problem_of_agency"),
            models.Index(fields=["text_digest"], name="problem_text", condition=~Q(text_digest="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ProblemKind.values), name="problem_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, note="")
                | Q(closed_at__isnull=False) & ~Q(note=""),
                name="problem_closed_with_a_note",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.path}"
