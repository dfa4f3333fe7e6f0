"""Legal updates: an agency tells citizens about a new document or policy (R4)."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from ..forms import LegalUpdateForm
from .articles import ArticlePage
from .bound_documents import AboutDocuments, BoundDocument, documents_panel

ANSWER_LENGTH = 300
SUMMARY_LENGTH = 400


class UpdateKind(models.TextChoices):
    """Kinds of legal updates."""

    NEW_DOCUMENT = "new_document", _("New document")
    NEW_POLICY = "new_policy", _("New policy")
    INTRODUCTION = "introduction", _("Introduction of a document")


class UpdateDocument(BoundDocument):
    """A document that a legal update is about."""

    page = ParentalKey(
        "agency_sites.LegalUpdatePage", on_delete=models.CASCADE, related_name="documents"
    )


class LegalUpdatePage(AboutDocuments, ArticlePage):
    """An article about one or more legal documents, with four short answers at the top."""

    PROSE_FIELDS = ArticlePage.PROSE_FIELDS | {"who", "gets", "must_do", "from_when"}

    kind = models.CharField(
        _("kind of legal update"),
        max_length=16,
        choices=UpdateKind.choices,
        default=UpdateKind.NEW_DOCUMENT,
    )
    who = models.CharField(
        _("who it concerns"),
        max_length=ANSWER_LENGTH,
        blank=True,
        help_text=_("The people or businesses it concerns, in everyday words."),
    )
    gets = models.CharField(
        _("what they get"),
        max_length=ANSWER_LENGTH,
        blank=True,
        help_text=_("A right, a sum of money, a shorter way."),
    )
    must_do = models.CharField(
        _("what they must do"),
        max_length=ANSWER_LENGTH,
        blank=True,
        help_text=_("What to hand in, where, until when; or that nothing has to be done."),
    )
    from_when = models.CharField(
        _("from when"), max_length=ANSWER_LENGTH, blank=True, help_text=_("The day, as 01/01/2027.")
    )
    # When the library received the policy; the time limit of R4 starts here.
    received_at = models.DateTimeField(_("received"), null=True, blank=True, editable=False)

    ANSWERS = ("who", "gets", "must_do", "from_when")

    base_form_class = LegalUpdateForm
    parent_page_types = ["agency_sites.SectionIndexPage"]
    template = "agency_sites/legal_update.html"
    page_description = _(
        "A new document or policy for citizens: who, gets what, must do what, from when."
    )
    content_panels = [
        *ArticlePage.first_panels,
        FieldPanel(
            "kind",
            help_text=_(
                "Whether it tells of a new document, of a new policy, or introduces a document."
            ),
        ),
        documents_panel(
            help_text=_("The documents this page is about, the main one first."), min_num=1
        ),
        MultiFieldPanel([FieldPanel(name) for name in ANSWERS], heading=_("Who, what, from when")),
        *ArticlePage.later_panels,
    ]
    search_fields = [*ArticlePage.search_fields, *(index.SearchField(name) for name in ANSWERS)]

    class Meta:
        verbose_name = _("legal update")
        verbose_name_plural = _("legal updates")

    @property
    def answers(self) -> list[tuple[str, str]]:
        """Return (question, answer) for the short answers that are filled in."""
        fields: Any = [self._meta.get_field(name) for name in self.ANSWERS]
        asked = [(str(field.verbose_name), getattr(self, field.name)) for field in fields]
        return [(question, answer) for question, answer in asked if answer]

    @property
    def own_summary(self) -> str:
        """Return the summary, or "" if it was made from the answers."""
        return "" if self.summary == self.answers_in_one() else self.summary

    def answers_in_one(self) -> str:
        """Return the answers as one text, cut to the length of a summary."""
        text = " ".join(
            answer if answer.endswith((".", "!", "?")) else f"{answer}."
            for _question, answer in self.answers
        )
        return text if len(text) <= SUMMARY_LENGTH else f"{text[: SUMMARY_LENGTH - 1].rstrip()}…"

    @property
    def lag_days(self) -> int | None:
        """Return the days from arrival in the library to publication, or None if unknown."""
        if self.received_at is None or self.first_published_at is None:
            return None
        received, published = (
            timezone.localdate(moment) for moment in (self.received_at, self.first_published_at)
        )
        return max(0, (published - received).days)

    def days_since_issue(self, issued_on: dt.date | None) -> int | None:
        """Return the days from a document's issue to publication, or None if unknown."""
        if issued_on is None or self.first_published_at is None:
            return None
        return max(0, (timezone.localdate(self.first_published_at) - issued_on).days)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Fill a missing summary from the short answers."""
        if not self.summary:
            self.summary = self.answers_in_one()
        super().full_clean(*args, **kwargs)

    def paper_lead(self) -> list[tuple[str, str]]:
        """Return the short answers for the leaflet; without any, the summary."""
        answers = [(capfirst(question), answer) for question, answer in self.answers]
        return answers or super().paper_lead()

    def lines_before_body(self) -> list[str]:
        """Return the short answers and the citation lines of the documents."""
        return [*(answer for _question, answer in self.answers), *self.cited_lines()]
