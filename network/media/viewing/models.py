"""Renderings: the pages of a file as they are read in the browser."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from network.core.leases import Leased

from ..limits import kind_of
from .page_text import Fate
from .results import LARGE, SMALL, THUMB, NoteKind, Refusal, picture_name
from .wording import REFUSALS, note_lines, part_word

# Folder below MEDIA_ROOT for the page images.
PAGES = "pages"


class RenderingState(models.TextChoices):
    """State of a rendering. It stays WAITING, with a lease, while a worker converts it."""

    WAITING = "waiting", _("being prepared")
    READY = "ready", _("ready to read")
    REFUSED = "refused", _("cannot be shown")


class ConversionStage(models.TextChoices):
    """Step of the work on a waiting file. Each has a queue of its own."""

    # Page images and the text that the file contains: seconds.
    CONVERT = "convert", _("conversion")
    # Text recognition of scanned pages: seconds per page.
    READ = "read", _("text recognition")


class Rendering(Leased):
    """The readable form of one file version. A new upload has a new name and so gets its own row.

    The pages of a READY rendering never change, since they were appraised and approved. Corrections
    are stored as additional versions.
    """

    document = models.ForeignKey(
        "media.AgencyDocument", on_delete=models.CASCADE, related_name="renderings"
    )
    file_name = models.CharField(max_length=255)
    # Path below MEDIA_ROOT, as hard to guess as the file's own name.
    folder = models.CharField(max_length=60, unique=True)
    state = models.CharField(
        max_length=8, choices=RenderingState.choices, default=RenderingState.WAITING
    )
    # A Refusal; "" if the file is not refused.
    reason = models.CharField(max_length=20, blank=True)
    # Pairs of a NoteKind and the detail that was found.
    notes: Any = models.JSONField(default=list)
    has_text = models.BooleanField(default=False)
    # Number of corrections of the text by users; each adds one row of a page.
    version = models.PositiveSmallIntegerField(default=0)
    # Number of pages, 0 while unknown, and number of pages whose image is ready.
    page_count = models.PositiveSmallIntegerField(default=0)
    pages_made = models.PositiveSmallIntegerField(default=0)
    # Number of stored pages whose text is still to be recognised. Above 0 the file is converted.
    pages_unread = models.PositiveSmallIntegerField(default=0)
    # The file waits for its next turn since this time.
    queued_at = models.DateTimeField(default=timezone.now)
    # SHA-256 of the file and of everything shown to readers, in hexadecimal.
    digest = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        indexes = [
            # For the queries of the start page and the worker, whose cost must not grow with
            # finished files.
            models.Index(
                fields=["document"], condition=Q(state="waiting"), name="media_rendering_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "file_name"], name="rendering_of_one_version"
            ),
            models.CheckConstraint(
                condition=Q(state="refused") ^ Q(reason=""), name="rendering_refused_with_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(digest=""), name="rendering_ready_with_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}: {self.get_state_display()}"

    @cached_property
    def shown_version(self) -> int:
        """Return the version to show: the newest, unless show_version() has set the approved
        one."""
        return self.version

    @property
    def is_ready(self) -> bool:
        """Return whether the file can be read."""
        return self.state == RenderingState.READY

    @property
    def stage(self) -> ConversionStage:
        """Return which queue a waiting file is in."""
        return ConversionStage.READ if self.pages_unread else ConversionStage.CONVERT

    @property
    def pages_done(self) -> int:
        """Return the number of pages that need no more work."""
        return self.pages_made - self.pages_unread

    @property
    def is_being_made(self) -> bool:
        """Return whether a worker is converting it, i.e. holds an unexpired lease."""
        return self.leased_until is not None and self.leased_until > timezone.now()

    @property
    def refusal(self) -> str:
        """Return the sentence that says why the file cannot be shown, or ""."""
        return str(REFUSALS[Refusal(self.reason)]) if self.reason else ""

    @property
    def part_word(self) -> str:
        """Return the word for a part of the file, e.g. page or slide."""
        return part_word(kind_of(self.file_name), self.notes)

    @property
    def clean_copy(self) -> str:
        """Return the path below MEDIA_ROOT of the copy without hidden data, or "" if there is
        none."""
        name = dict(self.notes).get(NoteKind.CLEAN_COPY)
        return f"{self.folder}/{name}" if name else ""

    @property
    def length(self) -> str:
        """Return the number of pages, sheets or slides with its unit, or "" while unknown."""
        return f"{self.page_count} {self.part_word.lower()}" if self.page_count else ""

    @property
    def note_lines(self) -> list[str]:
        """Return what officers should know about the file, one sentence per note."""
        return note_lines(self.notes)


class RenderedPage(models.Model):
    """A page, sheet or slide of a file: its text, and its image if there is one.

    `version` is 0 for the converted text, else the number of the correction that introduced this
    text.
    """

    rendering = models.ForeignKey(Rendering, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    # Sanitized before storing.
    html = models.TextField(blank=True)
    # Size of the large image; 0 for a page without an image.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # Confidence of the text recognition in per cent; None if the text was not recognised by OCR.
    confidence = models.PositiveSmallIntegerField(null=True)
    # A scanned page whose text recognition has not finished.
    is_unread = models.BooleanField(default=False)
    # A `page_text.Fate`: what was done with text that does not read as Vietnamese.
    fate = models.CharField(max_length=16, blank=True)
    # HTML of a text that is not published, because nobody has compared it with the picture.
    draft = models.TextField(blank=True)
    # By how many degrees the picture was turned to the left for reading.
    turned = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveSmallIntegerField(default=0)
    # Digest of the whole file as of this correction.
    digest = models.CharField(max_length=64, blank=True)
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["rendering", "number", "version"], name="rendered_page_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rendering_id}/{self.number}"

    @property
    def is_unreadable(self) -> bool:
        """Return whether the text was left out, because the page could not be read."""
        return self.fate == Fate.UNREADABLE

    @property
    def thumb(self) -> str:
        """Return the path below MEDIA_ROOT of the thumbnail."""
        return f"{self.rendering.folder}/{picture_name(self.number, THUMB)}"

    @property
    def small(self) -> str:
        """Return the path below MEDIA_ROOT of the image for phones."""
        return f"{self.rendering.folder}/{picture_name(self.number, SMALL)}"

    @property
    def large(self) -> str:
        """Return the path below MEDIA_ROOT of the large image."""
        return f"{self.rendering.folder}/{picture_name(self.number, LARGE)}"


class ConversionTurn(models.Model):
    """When an agency was last served at a stage. The agency served longest ago comes next."""

    collection = models.ForeignKey(
        "wagtailcore.Collection", on_delete=models.CASCADE, related_name="+"
    )
    stage = models.CharField(max_length=7, choices=ConversionStage.choices)
    served_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["collection", "stage"], name="conversion_turn_once")
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.stage}"
