"""What was made of a file so that it can be read on a page of ours."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from network.core.leases import Leased

from ..limits import kind_of
from .results import LARGE, SMALL, THUMB, NoteKind, Refusal, picture_name
from .wording import REFUSALS, note_lines, part_word

# Where pictures of pages are kept below MEDIA_ROOT.
PAGES = "pages"


class RenderingState(models.TextChoices):
    """How far a file is; while it is being opened it still waits, with a lease."""

    WAITING = "waiting", _("being prepared")
    READY = "ready", _("ready to read")
    REFUSED = "refused", _("cannot be shown")


class Rendering(Leased):
    """One version of a file, as it is read: a new upload has another name, so a row of its own.

    What is ready never changes: it is what was appraised and approved. A correction is a version
    of its own.
    """

    document = models.ForeignKey(
        "media.AgencyDocument", on_delete=models.CASCADE, related_name="renderings"
    )
    file_name = models.CharField(max_length=255)
    # Below MEDIA_ROOT, as hard to guess as the file's own name.
    folder = models.CharField(max_length=60, unique=True)
    state = models.CharField(
        max_length=8, choices=RenderingState.choices, default=RenderingState.WAITING
    )
    # A Refusal; "" for what is not refused.
    reason = models.CharField(max_length=20, blank=True)
    # Pairs of a NoteKind and what was found.
    notes: Any = models.JSONField(default=list)
    has_text = models.BooleanField(default=False)
    # Corrections of its text by people; each is one more row of a page.
    version = models.PositiveSmallIntegerField(default=0)
    # How many pages there are, 0 while nobody knows, and of how many the picture is made.
    page_count = models.PositiveSmallIntegerField(default=0)
    pages_made = models.PositiveSmallIntegerField(default=0)
    # SHA-256 of the file and of all that readers get of it, in hexadecimal.
    digest = models.CharField(max_length=64, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("rendering")
        verbose_name_plural = _("renderings")
        indexes = [
            # What the start page and the worker ask for, however many files are ready.
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
        """Return the version that is read: the newest, unless it is set to the approved one."""
        return self.version

    @property
    def is_ready(self) -> bool:
        """Return whether it can be read."""
        return self.state == RenderingState.READY

    @property
    def is_being_made(self) -> bool:
        """Return whether a worker is at it: its lease has not run out."""
        return self.leased_until is not None and self.leased_until > timezone.now()

    @property
    def refusal(self) -> str:
        """Return in a sentence why the file cannot be shown, "" for one that can."""
        return str(REFUSALS[Refusal(self.reason)]) if self.reason else ""

    @property
    def part_word(self) -> str:
        """Return how a part of the file is called."""
        return part_word(kind_of(self.file_name), self.notes)

    @property
    def clean_copy(self) -> str:
        """Return the path below MEDIA_ROOT of the copy without traces, "" where there is none."""
        name = dict(self.notes).get(NoteKind.CLEAN_COPY)
        return f"{self.folder}/{name}" if name else ""

    @property
    def length(self) -> str:
        """Return how many pages, sheets or slides it has; "" where nobody has counted them."""
        return f"{self.page_count} {self.part_word.lower()}" if self.page_count else ""

    @property
    def note_lines(self) -> list[str]:
        """Return what the officer should know of the file, a sentence each."""
        return note_lines(self.notes)


class RenderedPage(models.Model):
    """A page, a sheet or a slide of a file: its text, and its picture where there is one.

    `version` is 0 as it was read, then the correction from which on it says this.
    """

    rendering = models.ForeignKey(Rendering, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    # Cleaned when it was stored.
    html = models.TextField(blank=True)
    # Of the larger picture; 0 for a page without one.
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # How sure the machine is that read it in the picture, in per cent.
    confidence = models.PositiveSmallIntegerField(null=True)
    version = models.PositiveSmallIntegerField(default=0)
    # Of the whole file as of this correction.
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
    def thumb(self) -> str:
        """Return the path below MEDIA_ROOT of the picture in a row of pages."""
        return f"{self.rendering.folder}/{picture_name(self.number, THUMB)}"

    @property
    def small(self) -> str:
        """Return the path below MEDIA_ROOT of the picture for phones."""
        return f"{self.rendering.folder}/{picture_name(self.number, SMALL)}"

    @property
    def large(self) -> str:
        """Return the path below MEDIA_ROOT of the picture for a closer look."""
        return f"{self.rendering.folder}/{picture_name(self.number, LARGE)}"
