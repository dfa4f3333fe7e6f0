"""Materials: leaflets, outlines, handbooks etc. (R10, R11)."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, Page
from wagtail.url_routing import RouteResult

from legal_updates.models import PageReview
from legal_updates.models.choices import ReviewOutcome
from network.core.dates import refuse_future
from network.core.text import fold
from network.media.models import AgencyDocument
from network.moderation.hints.types import FileFacts

from ..panels import EndOfUsePanel
from ..reading.addresses import ReadingAddress, parse_steps
from ..reading.panels import FilesStatePanel
from ..reading.selectors import FileToRead, files_to_read, keep_to_approved
from ..reading.views import reading_response
from .articles import ArticlePage
from .bound_documents import AboutDocuments, BoundDocument, documents_panel
from .languages import NAME_LENGTH


class MaterialKind(models.TextChoices):
    """Kinds of materials."""

    OUTLINE = "outline", _("Outline")
    LEAFLET = "leaflet", _("Leaflet")
    INFOGRAPHIC = "infographic", _("Infographic")
    HANDBOOK = "handbook", _("Handbook")
    TRAINING = "training", _("Training material")
    QUESTIONS = "questions", _("Questions and answers in print")
    AUDIO = "audio", _("Sound for loudspeakers")
    VIDEO = "video", _("Film")
    SIGNED = "signed", _("Film in sign language")
    OTHER = "other", _("Other material")


class MaterialDocument(BoundDocument):
    """A document on which a material is based."""

    page = ParentalKey(
        "agency_sites.MaterialPage", on_delete=models.CASCADE, related_name="documents"
    )


class MaterialFile(Orderable):
    """A file of a material. Only types that open in the browser can be uploaded."""

    page = ParentalKey("agency_sites.MaterialPage", on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(
        AgencyDocument, verbose_name=_("file"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title shown"), max_length=200, blank=True)
    alternative = models.TextField(
        _("what it says, in words"),
        blank=True,
        help_text=_(
            "For scans, pictures, sound and film, whose text no machine reads: a transcript, or "
            "all that the pictures say. Without it such a file is not approved."
        ),
    )

    panels = [FieldPanel("file"), FieldPanel("title"), FieldPanel("alternative")]

    class Meta(Orderable.Meta):
        verbose_name = _("file of a material")
        verbose_name_plural = _("files of a material")

    def __str__(self) -> str:
        return self.title or str(self.file)


class MaterialPage(AboutDocuments, ArticlePage):
    """A material with its files, its legal documents, and whether it may still be used."""

    kind = models.CharField(
        _("kind of material"),
        max_length=12,
        choices=MaterialKind.choices,
        default=MaterialKind.LEAFLET,
    )
    purpose = models.CharField(
        _("what it is for"),
        max_length=200,
        blank=True,
        help_text=_("Who uses it and when: to be read aloud at a village meeting, for training."),
    )
    recorded_by = models.CharField(
        _("read aloud by"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("For sound in Jrai or Bahnar: who reads the translated text."),
    )
    heard_by = models.CharField(
        _("sound compared with the text by"),
        max_length=NAME_LENGTH,
        blank=True,
        help_text=_("Somebody else who speaks the language and has heard all of it."),
    )
    still_valid = models.BooleanField(
        _("still valid for use"),
        default=True,
        help_text=_("Take the tick away when the law has changed: it leaves the lists then."),
    )
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day, where one is known.")
    )
    review_months = models.PositiveSmallIntegerField(
        _("compare with the law every so many months"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("You are told when the time has come, and at once when its law changes."),
    )
    # Set by a review, so it is not part of a revision.
    ended_at = models.DateTimeField(
        _("use ended"),
        null=True,
        editable=False,
        help_text=_("A new version, once it is published, puts it back into use."),
    )
    replaced_by = models.ForeignKey(
        ArticlePage,
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("What readers are led to when it is no longer valid for use."),
    )
    last_reviewed_on = models.DateField(
        _("last compared with the law on"),
        null=True,
        blank=True,
        help_text=_("The day somebody last compared it with the documents below."),
    )

    parent_page_types = ["agency_sites.SectionIndexPage"]
    template = "agency_sites/material.html"
    page_description = _("A leaflet, an outline, a handbook, with files that open in the browser.")
    content_panels = [
        *ArticlePage.first_panels,
        FieldPanel("kind", help_text=_("Readers choose materials by it.")),
        FieldPanel("purpose"),
        InlinePanel(
            "files",
            heading=_("Files"),
            label=_("file"),
            help_text=_(
                "PDF, DOCX, XLSX, PPTX, sound or film: readers read them in the browser. The "
                "captions of a film (VTT) stand right below it."
            ),
        ),
        FilesStatePanel(),
        documents_panel(
            help_text=_("The law it rests on. When one of them changes, you are told to review it.")
        ),
        MultiFieldPanel(
            [
                FieldPanel("still_valid"),
                EndOfUsePanel("ended_at", read_only=True),
                FieldRowPanel([FieldPanel("valid_until"), FieldPanel("last_reviewed_on")]),
                FieldRowPanel([FieldPanel("review_months"), FieldPanel("replaced_by")]),
            ],
            heading=_("Validity for use"),
        ),
        *ArticlePage.later_panels,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("recorded_by"), FieldPanel("heard_by")])],
            heading=_("Recording in Jrai or Bahnar"),
            classname="collapsed",
        ),
    ]

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")

    @classmethod
    def belongs_below(cls, parent: Page) -> bool:
        """Return True: materials may be created below any index page."""
        return True

    def in_use_on(self, day: dt.date) -> bool:
        """Return whether the material may be used on `day`; its last day is included."""
        over = self.ended_at or (self.valid_until and self.valid_until < day)
        return self.still_valid and not over

    @property
    def in_use(self) -> bool:
        """Return whether the material may be used today."""
        return self.in_use_on(timezone.localdate())

    def end_use(self, *, replacement: Page | None, now: dt.datetime) -> None:
        """End the use at once. A version written and published later restarts it.

        Raises ValidationError if `replacement` is no article.
        """
        led_to = None
        if replacement is not None:
            led_to = ArticlePage.objects.filter(pk=replacement.pk).first()
            if led_to is None:
                raise ValidationError({"replacement": _("Choose a text, not a place of the menu.")})
        MaterialPage.objects.filter(pk=self.pk).update(ended_at=now, replaced_by=led_to)

    def with_content_json(self, content: Any) -> "MaterialPage":
        """Return the page as of a revision, but with the current end of use."""
        found = super().with_content_json(content)
        found.ended_at = self.ended_at
        if self.ended_at:
            found.replaced_by_id = found.replaced_by_id or self.replaced_by_id
        return found

    @cached_property
    def shown_replacement(self) -> ArticlePage | None:
        """Return the live replacement of an ended material, or None. At most one query."""
        found = self.replaced_by if self.replaced_by_id and not self.in_use else None
        return found if found and found.live else None

    @cached_property
    def own_review_on(self) -> dt.date | None:
        """Return the day of the last comparison with the law, or None. One query."""
        reviews = PageReview.objects.filter(
            page=self.pk, document=None, outcome=ReviewOutcome.STILL_RIGHT
        )
        closed = reviews.order_by("-closed_at").values_list("closed_at", flat=True).first()
        days = (self.last_reviewed_on, closed and timezone.localdate(closed))
        return max((day for day in days if day), default=None)

    def clean(self) -> None:
        """Refuse a review date in the future."""
        super().clean()
        refuse_future(timezone.localdate(), last_reviewed_on=self.last_reviewed_on)

    def missing_fields(self) -> dict[str, str]:
        """Require two people for a recording in another language: one reads, another listens."""
        missing = super().missing_fields()
        if self.kind != MaterialKind.AUDIO or not self.text_language:
            return missing
        for name in ("recorded_by", "heard_by"):
            if not getattr(self, name).strip():
                missing[name] = gettext("A recording names who reads and who has heard it.")
        if not missing and fold(self.recorded_by) == fold(self.heard_by):
            missing["heard_by"] = gettext("Somebody else has to hear it.")
        return missing

    def paper_lead(self) -> list[tuple[str, str]]:
        """Return the leaflet's top; for an ended material, first a note that it must not be handed
        out."""
        lead = super().paper_lead()
        if self.in_use:
            return lead
        return [(str(_("No longer valid for use")), str(_("Do not hand out this leaflet."))), *lead]

    def lines_before_body(self) -> list[str]:
        """Return the citation lines of its documents and the text of its files."""
        said = [line for file in self.files_to_read for line in file.lines()]
        return [*self.cited_lines(), *said]

    def moderation_files(self) -> tuple[FileFacts, ...]:
        """Return its files, for the hints and the decision log."""
        own = tuple(each.facts() for each in self.files_to_read)
        keys = {each.key for each in own}
        return own + tuple(each for each in super().moderation_files() if each.key not in keys)

    @cached_property
    def files_to_read(self) -> list[FileToRead]:
        """Return its files as readers see them. Two queries."""
        rows = list(self.files.all())
        prefetch_related_objects(rows, "file")
        return files_to_read(rows, self.get_url() or "" if self.pk else "")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route URLs below the page: its files, or the withdrawal note."""
        reading = parse_steps(path_components)
        if reading is None:
            return super().route(request, path_components)
        if self.live:
            return RouteResult(self, kwargs={"reading": reading})
        return super().route(request, [])

    def serve(
        self,
        request: HttpRequest,
        *args: Any,
        reading: ReadingAddress | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Serve the page, or one of its files in the approved version."""
        keep_to_approved(self, self.files_to_read)
        if reading is not None:
            return reading_response(request, self, reading)
        return super().serve(request, *args, **kwargs)
