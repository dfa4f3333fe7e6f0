"""The shared record of a legal document."""

import datetime as dt

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from taggit.managers import TaggableManager
from taggit.models import ItemBase
from wagtail.search import index

from network.core.model_fields import WebURLField
from network.media.models import AgencyDocument

from .choices import BodyLevel, Origin, TerritorialScope, Validity
from .fields import GeneratedColumn
from .lifetime import validity_on
from .official import OfficialSource, is_official_page, site_of, source_of
from .querysets import LegalDocumentQuerySet
from .registers import DocumentType, IssuingBody
from .topics import Topic

NUMBER_LENGTH = 60
KEY_LENGTH = 80
LINE_LENGTH = 300
# Kinds that people call by subject and year: "Luật Đất đai 2024".
_CALLED_BY_YEAR = frozenset({"Luật", "Bộ luật", "Pháp lệnh"})
_AMENDING = ("Sửa đổi", "sửa đổi")


class LegalDocument(index.Indexed, ClusterableModel):
    """A document of a state body, with the fields of domain brief 4.5.

    Identified by number, type, issuing body and date of issue together. Until a person confirms the
    record, values that a portal or table did not give may be missing.
    """

    number = models.CharField(_("number and symbol"), max_length=NUMBER_LENGTH)
    # Normalised number, equal for all spellings (`DocumentNumber.key`).
    number_key = models.CharField(max_length=KEY_LENGTH, editable=False)
    type = models.ForeignKey(
        DocumentType, verbose_name=_("kind of document"), on_delete=models.PROTECT
    )
    issuer = models.ForeignKey(
        IssuingBody,
        verbose_name=_("issuing body"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    issued_on = models.DateField(_("date of issue"), null=True, blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True, editable=False)
    title = models.CharField(
        _("abstract"), max_length=1500, help_text=_("As the heading of the document says it.")
    )
    usual_name = models.CharField(
        _("usual name"),
        max_length=160,
        blank=True,
        help_text=_("What people call it. A law without one is called by its subject and year."),
    )
    purpose = models.CharField(
        _("what it is for"),
        max_length=160,
        blank=True,
        help_text=_("One line in everyday words, for lists."),
    )
    # The four lines in plain words, written and signed by a person. Nothing derives them from the
    # text. The name of the agency is stored, because a signature stays after a reorganisation.
    summary_audience = models.CharField(_("for whom"), max_length=LINE_LENGTH, blank=True)
    summary_content = models.CharField(_("what it says"), max_length=LINE_LENGTH, blank=True)
    summary_to_do = models.CharField(_("what to do"), max_length=LINE_LENGTH, blank=True)
    summary_since = models.CharField(_("since when"), max_length=LINE_LENGTH, blank=True)
    summary_by = models.CharField(_("summarised by"), max_length=160, blank=True)
    summary_on = models.DateField(_("summarised on"), null=True, blank=True)
    signer = models.CharField(_("signed by"), max_length=120, blank=True)
    signer_position = models.CharField(_("position of the signer"), max_length=160, blank=True)

    effective_on = models.DateField(_("in force from"), null=True, blank=True)
    expires_on = models.DateField(
        _("no longer in force from"),
        null=True,
        blank=True,
        help_text=_("The first day on which it does not hold."),
    )
    separate_effect = models.TextField(
        _("parts with dates of their own"),
        max_length=1000,
        blank=True,
        help_text=_("Where single articles come into force on another day: which, and when."),
    )
    validity = models.CharField(
        _("validity"), max_length=16, choices=Validity.choices, default=Validity.UNDETERMINED
    )
    validity_source = models.CharField(
        _("who says so"),
        max_length=255,
        blank=True,
        help_text=_("The page or document that tells its validity."),
    )
    # The official page that shows the status; "" if none has been seen.
    validity_evidence = WebURLField(
        _("official page that shows the status"), max_length=1000, blank=True, editable=False
    )
    validity_checked_on = models.DateField(_("validity checked on"), null=True, blank=True)
    expiry_reason = models.CharField(_("why it no longer holds"), max_length=500, blank=True)
    expired_parts = models.TextField(_("parts that no longer hold"), max_length=2000, blank=True)

    gazette_on = models.DateField(_("published in the gazette on"), null=True, blank=True)
    gazette_number = models.CharField(_("number of the gazette"), max_length=60, blank=True)
    scope = models.CharField(
        _("applies in"),
        max_length=12,
        choices=TerritorialScope.choices,
        default=TerritorialScope.NATIONWIDE,
    )
    # Copied from the issuing body, for lists that filter by level.
    level = models.CharField(
        max_length=12, choices=BodyLevel.choices, default=BodyLevel.CENTRAL, editable=False
    )
    topics = TaggableManager(_("topics"), through="legal_updates.DocumentTopic", blank=True)
    official_url = WebURLField(
        _("official text"), max_length=1000, blank=True, help_text=_("Where the whole text stands.")
    )

    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.HAND)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True, editable=False)

    # Type, body and people need no list of usages. References to the document itself are still
    # indexed.
    wagtail_reference_index_ignore = True

    # Folded words of number, names and purpose for the public search. Generated by PostgreSQL
    # (migration 0018), so that bulk-inserted rows have them too.
    words = GeneratedColumn(
        expression=models.Func(
            "number",
            Concat("usual_name", models.Value(" "), "title", models.Value(" "), "purpose"),
            function="legal_document_words",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = LegalDocumentQuerySet.as_manager()

    search_fields = [
        index.SearchField("number", boost=4),
        index.SearchField("title"),
        index.AutocompleteField("number"),
        *map(index.FilterField, ("id", "type_id", "issuer_id", "level", "validity")),
        *map(index.FilterField, ("issued_on", "effective_on", "expires_on", "confirmed_at")),
        # Fields by which search results are ordered.
        *map(index.FilterField, ("number_key", "title")),
    ]

    class Meta:
        verbose_name = _("legal document")
        verbose_name_plural = _("legal documents")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number_key", "type", "issuer", "issued_on"],
                name="legal_document_identity",
                nulls_distinct=False,
                violation_error_message=_(
                    "This document is in the register already: same number, kind, body and date."
                ),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True)
                | Q(issuer__isnull=False, issued_on__isnull=False) & ~Q(official_url=""),
                name="legal_document_confirmed_whole",
                violation_error_message=_(
                    "A confirmed document has an issuing body, a date and its official text."
                ),
            ),
            models.CheckConstraint(
                condition=Q(validity_evidence="")
                | Q(validity_checked_on__isnull=False) & ~Q(validity=Validity.UNDETERMINED),
                name="legal_document_evidence_dated",
            ),
            models.CheckConstraint(
                condition=Q(
                    summary_audience="",
                    summary_content="",
                    summary_to_do="",
                    summary_since="",
                    summary_by="",
                    summary_on__isnull=True,
                )
                | ~Q(summary_audience="")
                & ~Q(summary_content="")
                & ~Q(summary_to_do="")
                & ~Q(summary_since="")
                & ~Q(summary_by="")
                & Q(summary_on__isnull=False),
                name="legal_document_summary_signed",
                violation_error_message=_(
                    "A summary has all four lines, who wrote it and on which day."
                ),
            ),
        ]
        indexes = [
            models.Index(
                models.F("issued_on").desc(nulls_last=True),
                models.F("id").desc(),
                name="legal_document_newest",
            ),
            models.Index(fields=["type", "-issued_on"], name="legal_document_type"),
            models.Index(fields=["issuer", "-issued_on"], name="legal_document_issuer"),
            models.Index(fields=["validity", "-issued_on"], name="legal_document_validity"),
            models.Index(fields=["level", "-issued_on"], name="legal_document_level"),
            models.Index(fields=["scope", "-issued_on"], name="legal_document_scope"),
            GinIndex(fields=["words"], name="legal_document_by_words"),
            models.Index(fields=["effective_on"], name="legal_document_effective"),
            models.Index(fields=["expires_on"], name="legal_document_expires"),
            models.Index(
                fields=["id"],
                name="legal_document_to_confirm",
                condition=Q(confirmed_at__isnull=True),
            ),
            models.Index(
                fields=["id"],
                name="legal_document_unproven",
                condition=Q(validity_evidence=""),
            ),
        ]

    def __str__(self) -> str:
        # A form that leaves the kind to the number has none while the number is refused.
        return f"{self.type.word} {self.number}" if self.type_id else self.number

    @property
    def display_name(self) -> str:
        """Return the name that people use: the usual name, "Luật Đất đai 2024", or the title."""
        kind = self.type.word
        subject = self.title.removeprefix(f"{kind} ")
        is_called_by_year = (
            kind in _CALLED_BY_YEAR
            and self.issued_on
            and not subject.startswith((*_AMENDING, self.number))
        )
        if self.usual_name or not is_called_by_year:
            return self.usual_name or self.title
        return f"{kind} {subject} {self.issued_on:%Y}"

    @property
    def number_below_name(self) -> str:
        """Return the number to show below `display_name`, with the kind unless the name has it.

        "" if the name is the number itself.
        """
        if self.display_name == str(self):
            return ""
        return self.number if self.display_name.startswith(self.type.word) else str(self)

    def get_absolute_url(self) -> str:
        """Return the URL of its public page."""
        return reverse("legal_updates:document", args=[self.slug])

    @property
    def dependencies(self) -> tuple[str, ...]:
        """Return the cache dependencies of its public page, which also lists articles and news
        about it."""
        return "register", "agencies", f"document:{self.pk}", f"number:{self.number}"

    # Set by `standing.with_standing`; False and None for rows loaded without it.
    superseded: bool = False
    pending_change: str | None = None

    @property
    def official_link(self) -> str:
        """Return `official_url` if it is a page of a State website about this document, else "".

        The front page of a website does not count.
        """
        official = is_official_page(self.official_url, timezone.localdate())
        return self.official_url if official else ""

    @property
    def official_copy(self) -> str:
        """Return the URL of the official text, or "" if nobody has confirmed it.

        The URL from a feed or table is unverified until a person confirms the record. News sites of
        the State never hold texts.
        """
        site = site_of(self.official_link, timezone.localdate())
        return self.official_url if self.confirmed_at and site and site.holds_texts else ""

    @property
    def source_page(self) -> str:
        """Return the State page from which the record came, or "" if it is the official text."""
        return "" if self.official_copy else self.official_link

    @property
    def status_source(self) -> OfficialSource | None:
        """Return the official source of the legal status, or None."""
        day = self.validity_checked_on or timezone.localdate()
        return source_of(self.validity_evidence or self.validity_source, day)

    def is_status_unchecked(self, day: dt.date) -> bool:
        """Return whether the status shown on `day` has no official source."""
        shown = self.shown_validity(day)
        return shown != Validity.UNDETERMINED and self.status_source is None

    def shown_validity(self, day: dt.date) -> Validity:
        """Return the status shown to citizens: UNDETERMINED until a person has confirmed the
        record."""
        return self.validity_on(day) if self.confirmed_at else Validity.UNDETERMINED

    def validity_on(self, day: dt.date) -> Validity:
        """Return the status on a day in Vietnam by its dates, even if the hourly job is late."""
        return validity_on(
            self.validity, effective_on=self.effective_on, expires_on=self.expires_on, day=day
        )


class DocumentTopic(ItemBase):
    """A topic of a legal document."""

    tag = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="document_topics")
    content_object = models.ForeignKey(
        LegalDocument, on_delete=models.CASCADE, related_name="document_topics"
    )


class DocumentFile(models.Model):
    """A file with the document's text, shown in the browser (R11)."""

    document = models.ForeignKey(LegalDocument, on_delete=models.CASCADE, related_name="files")
    file = models.ForeignKey(
        AgencyDocument, verbose_name=_("file"), on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title or str(self.file)
