"""The article page."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page, PageManager
from wagtail.search import index

from legal_updates.citing.panels import CitedDocumentsPanel
from legal_updates.models import Topic
from network.accounts.models import User
from network.media.models import AgencyImage
from network.media.own_source import own_source
from network.media.sources import Sourced
from network.moderation.hints import Content

from ..article_starts import start_blocks, unwritten_text
from ..blocks import BodyBlock
from ..contents import article_content, block_texts
from ..forms import ArticlePageForm
from ..neighbours import Neighbours, neighbours_of
from ..panels import MissingPanel, StartsPanel, WordImportPanel
from ..querysets import ArticleQuerySet
from .in_section import InSection
from .languages import InLanguage, Language

WORDS_PER_MINUTE = 200


class ArticleTopic(ItemBase):
    """A topic of an article."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="article_topics")
    content_object = ParentalKey(
        "agency_sites.ArticlePage", on_delete=models.CASCADE, related_name="article_topics"
    )


class Correction(Orderable):
    """Đính chính: what was wrong in a published text and what is right (domain brief 3.3).

    Part of the revision, so it is appraised and approved together with the corrected text. The old
    text remains in the page history.
    """

    page = ParentalKey(
        "agency_sites.ArticlePage", on_delete=models.CASCADE, related_name="corrections"
    )
    corrected_on = models.DateField(_("corrected on"), default=dt.date.today)
    was = models.TextField(_("what was written"), max_length=600)
    now_reads = models.TextField(_("what it must read"), max_length=600)

    panels = [FieldPanel("corrected_on"), FieldPanel("was"), FieldPanel("now_reads")]

    class Meta(Orderable.Meta):
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.corrected_on:%d/%m/%Y}: {self.now_reads}"


class ArticlePage(InSection, InLanguage, Sourced, Page):
    """An article of an agency. It cannot be published without its source (R24)."""

    summary = models.TextField(
        _("in short"),
        max_length=400,
        help_text=_("Three short sentences: who, gets what, must do what, from when."),
    )
    date = models.DateField(_("date"), default=dt.date.today, db_index=True)
    cover = models.ForeignKey(
        AgencyImage,
        verbose_name=_("cover image"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    cover_alt_text = models.CharField(_("what the cover shows"), max_length=250, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("body"))
    topics = ClusterTaggableManager(
        _("topics"), through=ArticleTopic, blank=True, related_name="articles"
    )

    objects = PageManager.from_queryset(ArticleQuerySet)()

    # Content of words alone: a change asks the appraiser only the questions that judge words
    # (`network.moderation.page_parts`). Tables count as layout, since they need a text alternative.
    PROSE_FIELDS = frozenset({"summary", "corrections"})
    PROSE_BLOCKS = frozenset({"heading", "paragraph", "quote", "callout"})

    base_form_class = ArticlePageForm
    parent_page_types = ["agency_sites.SectionIndexPage"]
    subpage_types: list[str] = []
    template = "agency_sites/article.html"
    page_description = _("A text with its source: news, a question answered, a situation.")
    # What every kind begins with, before the fields that only it has.
    first_panels = [MissingPanel(), StartsPanel(), *Page.content_panels]
    later_panels = [
        FieldPanel("summary"),
        FieldPanel("date", help_text=_("Shown beside the title: the day the text is of.")),
        MultiFieldPanel(
            [
                FieldPanel(
                    "cover",
                    help_text=_("Shown in lists and below the title; best in the shape 3:2."),
                ),
                FieldPanel(
                    "cover_alt_text",
                    help_text=_("What the picture shows, for those who cannot see it."),
                ),
            ],
            heading=_("Cover image"),
        ),
        WordImportPanel(),
        FieldPanel(
            "body",
            help_text=_(
                "Press the plus sign to add a paragraph, a heading, a picture, a table or a file."
            ),
        ),
        CitedDocumentsPanel(),
        # Collapsed, because there are 45 check boxes.
        FieldPanel("topics", classname="collapsed"),
        InLanguage.language_panel,
        MultiFieldPanel(
            [FieldPanel(name) for name in Sourced.SOURCE_FIELDS],
            heading=_("Source"),
            help_text=_(
                "Filled in for a text that your agency wrote. Change it if the text, or a part of "
                "it, comes from elsewhere."
            ),
            classname="collapsed",
        ),
        InlinePanel(
            "corrections",
            heading=_("Corrections"),
            label=_("correction"),
            help_text=_("For a published text with an error: citizens read what was changed."),
        ),
    ]
    content_panels = [*first_panels, *later_panels]
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.FilterField("date"),
        index.FilterField("language"),
    ]

    class Meta(InLanguage.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @classmethod
    def belongs_below(cls, parent: Page) -> bool:
        """Return whether this page type is allowed below `parent`; some index pages take materials
        only."""
        return not getattr(parent.specific, "takes_materials_only", False)

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Return whether a page of this type may be created below `parent`."""
        return bool(super().can_create_at(parent)) and cls.belongs_below(parent)

    def can_move_to(self, parent: Page) -> bool:
        """Return whether the page may be moved below `parent`."""
        return bool(super().can_move_to(parent)) and self.belongs_below(parent)

    @property
    def place(self) -> str:
        """Return the cache key for navigation: the parent's path, shared by all its articles."""
        return f"{self.path[: -self.steplen]}/"

    @property
    def kind_label(self) -> str:
        """Return the name of the article type, "" for a plain article. No query."""
        kind = self.cached_content_type.model_class()
        return "" if kind in (None, ArticlePage) else str(kind._meta.verbose_name).capitalize()

    @cached_property
    def reading_minutes(self) -> int:
        """Return the reading time in whole minutes, at least 1."""
        words = sum(
            len(str(text).split())
            for text in self.body.stream_block.get_searchable_content(self.body)
        )
        return max(1, round(words / WORDS_PER_MINUTE))

    def moderation_content(self) -> Content:
        """Return the article's content for the appraisal hints."""
        return article_content(self)

    def lines_before_body(self) -> list[str]:
        """Return further text lines of the page, besides title, summary and body.

        Page types override it. Used for hints and citations.
        """
        return []

    def paper_lead(self) -> list[tuple[str, str]]:
        """Return (label, text) pairs at the top of the leaflet; the label may be "".

        Page types with other key facts override it.
        """
        return [("", self.summary)]

    def clean(self) -> None:
        """Validate the language."""
        super().clean()
        self.check_language()

    def prefill(self, *, parent: Page, author: User, start: str) -> None:
        """Fill in the source as the agency's own work, and the blocks of the chosen start."""
        agency = parent.agency_home.agency
        for name, value in own_source(
            agency=agency, author=author, day=timezone.localdate()
        ).items():
            setattr(self, name, value)
        self.body = self.body.stream_block.to_python(start_blocks(start))

    def missing_fields(self) -> dict[str, str]:
        """Return an error message for each field that is missing at submission only.

        A draft is stored without them, otherwise an open editor could not save by itself. Page
        types add their own.
        """
        missing = {}
        if self.cover_id and not self.cover_alt_text:
            missing["cover_alt_text"] = str(_("Say what the cover image shows."))
        if gap := unwritten_text(block_texts(self.body)):
            text = _("Write over “%s”, which the start content holds, or delete its block.")
            missing["body"] = str(text) % gap
        return missing

    def check_language(self) -> None:
        """Raise ValidationError if the translation's original is missing, is itself a translation,
        or is set on a Vietnamese page."""
        if self.original_id is None:
            self._check_translations()
        elif self.language == Language.VIETNAMESE:
            raise ValidationError({"original": _("A Vietnamese text is no translation.")})
        elif self.original_id == self.pk or (self.original and self.original.text_language):
            raise ValidationError({"original": _("Choose the Vietnamese page.")})

    def _check_translations(self) -> None:
        if self.pk is None or self.language == Language.VIETNAMESE:
            return
        if ArticlePage.objects.filter(original=self.pk).exists():
            raise ValidationError(
                {"language": _("Other pages were translated from this one: it stays Vietnamese.")}
            )

    def get_context(self, request, *args, **kwargs):
        """Add the neighbouring articles and the URL of their common parent."""
        context = super().get_context(request, *args, **kwargs)
        context["neighbours"] = self.shown_neighbours
        address = self.get_url(request) or ""
        context["address_above"] = address[: address.rstrip("/").rfind("/") + 1]
        return context

    # Day of appraisal of the live version. Set by `hub.routing`.
    appraised_on: dt.date | None = None

    @property
    def last_checked_on(self) -> dt.date | None:
        """Return the latest of: appraisal, review after a change of law, and the page type's own
        review. None if never."""
        days = (self.appraised_on, super().last_checked_on, self.own_review_on)
        return max((day for day in days if day), default=None)

    @property
    def own_review_on(self) -> dt.date | None:
        """Return the date of the page type's own review, or None. Page types override it."""
        return None

    @cached_property
    def shown_topics(self) -> list[Topic]:
        """Return the topics of this version. One query unless prefilled."""
        return list(self.topics.all())

    @cached_property
    def shown_corrections(self) -> list[Correction]:
        """Return the corrections of this version. One query unless prefilled."""
        return list(self.corrections.all())

    @cached_property
    def shown_versions(self) -> "list[ArticlePage]":
        """Return the live versions in other languages, the original first.

        One query unless prefilled. Only title, language and URL are loaded.
        """
        if self.pk is None and self.original_id is None:
            return []
        return list(ArticlePage.objects.versions(page=self.pk, original=self.original_id))

    def more_facts(self) -> list[dict[str, Any]]:
        """Return additional structured data of the page type. Page types override it."""
        return []

    @cached_property
    def shown_neighbours(self) -> Neighbours:
        """Return the neighbouring live articles. One query unless prefilled.

        Empty for an unsaved page or one without date.
        """
        if self.pk is None or self.date is None:
            return Neighbours()
        return neighbours_of(self, date=self.date)
