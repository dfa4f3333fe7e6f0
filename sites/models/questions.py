"""A citizen's question with the agency's answer (domain brief 5, hoi_dap)."""

from typing import Any

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from .articles import ArticlePage
from .bound_documents import AboutDocuments, BoundDocument, documents_panel

QUESTION_LENGTH = 3000
QUESTION_ON_PAPER = 600


class QuestionDocument(BoundDocument):
    """A document on which an answer is based."""

    page = ParentalKey(
        "agency_sites.QuestionPage", on_delete=models.CASCADE, related_name="documents"
    )


class QuestionPage(AboutDocuments, ArticlePage):
    """An anonymised question with its answer and legal basis."""

    PROSE_FIELDS = ArticlePage.PROSE_FIELDS | {"question", "answered_by"}

    question = models.TextField(
        _("the question"),
        max_length=QUESTION_LENGTH,
        help_text=_(
            "In the citizen's words, without anything that tells who they are: no names, numbers"
            " of people, telephones, houses or land parcels."
        ),
    )
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answered_by = models.CharField(
        _("answered by"), max_length=255, help_text=_("The agency or its unit, not a person.")
    )

    parent_page_types = ["agency_sites.SectionIndexPage"]
    template = "agency_sites/question.html"
    page_description = _("A citizen's question without personal data, and the agency's answer.")
    content_panels = [
        *ArticlePage.first_panels,
        FieldPanel("question"),
        FieldRowPanel([FieldPanel("asked_on"), FieldPanel("answered_by")]),
        documents_panel(help_text=_("The documents that the answer rests on, the main one first.")),
        *ArticlePage.later_panels,
    ]
    search_fields = [*ArticlePage.search_fields, index.SearchField("question")]

    class Meta:
        verbose_name = _("question with its answer")
        verbose_name_plural = _("questions with their answers")

    def paper_lead(self) -> list[tuple[str, str]]:
        """Return the question, shortened to leave room for the answer, and the summary."""
        asked = Truncator(self.question).chars(QUESTION_ON_PAPER)
        return [(gettext("The question"), asked), (gettext("The answer"), self.summary)]

    def lines_before_body(self) -> list[str]:
        """Return the question and the citation lines of its documents."""
        return [self.question, *self.cited_lines()]

    def more_facts(self) -> list[dict[str, Any]]:
        """Return the page as a schema.org QAPage."""
        said = self.body.stream_block.get_searchable_content(self.body)
        answer = {
            "@type": "Answer",
            "text": " ".join(" ".join([self.summary, *map(str, said)]).split()),
            "author": {"@type": "GovernmentOrganization", "name": self.answered_by},
            "datePublished": self.date.isoformat() if self.date else "",
        }
        question = {
            "@type": "Question",
            "name": self.title,
            "text": self.question,
            "answerCount": 1,
            "acceptedAnswer": answer,
        }
        if self.asked_on:
            question["datePublished"] = self.asked_on.isoformat()
        return [{"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}]
