"""StreamField blocks of an article's body."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from legal_updates.citing.choosers import DocumentBlock
from network.core.text import clean_input
from network.media.limits import kind_of
from network.media.viewing.selectors import OFFICE

from .table_block import PlainTableBlock

RICH_TEXT_FEATURES = [
    *("bold", "italic", "ol", "ul", "link", "document-link", "legal-document"),
    *("superscript", "subscript"),
]
CALLOUT_FEATURES = ["bold", "italic", "link", "legal-document", "ul", "superscript", "subscript"]

ALT_TEXT_LENGTH = 250
SOUNDS = frozenset({"mp3", "m4a"})
_YOUTUBE = re.compile(
    r"https://(?:www\.|m\.)?(?:youtube\.com/(?:watch\?(?:.*&)?v=|shorts/|live/|embed/)|youtu\.be/)"
    r"(?P<id>[A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])"
)


class StyleBlock(blocks.ChoiceBlock):
    """Choice of a style. Its value is excluded from the text used for search."""

    def get_searchable_content(self, value: str) -> list[str]:
        return []


class HeadingBlock(blocks.StructBlock):
    """A heading inside the text; the page title is level 1."""

    text = blocks.CharBlock(label=_("Text"), max_length=150)
    level = StyleBlock(
        label=_("Level"),
        choices=[("h2", _("Section heading")), ("h3", _("Subheading"))],
        default="h2",
    )

    class Meta:
        icon = "title"
        label = _("Section heading")
        template = "agency_sites/blocks/heading.html"


class QuoteBlock(blocks.StructBlock):
    """A quotation with its author."""

    text = blocks.TextBlock(label=_("Text"))
    attribution = blocks.CharBlock(label=_("Who said it"), required=False, max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "agency_sites/blocks/quote.html"


class ImageBlock(blocks.StructBlock):
    """An image with alt text. The credit is stored with the image itself."""

    image = ImageChooserBlock(label=_("Image"))
    alt_text = blocks.CharBlock(
        label=_("What the image shows"),
        max_length=ALT_TEXT_LENGTH,
        help_text=_(
            "Read aloud to people who cannot see it. Left empty, it is taken from the "
            "picture's description."
        ),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        """Take a missing alt text from the description of the image."""
        if value.get("image") and not value.get("alt_text"):
            value["alt_text"] = value["image"].description[:ALT_TEXT_LENGTH]
        return super().clean(value)

    def get_searchable_content(self, value: blocks.StructValue) -> list[str]:
        """Return only the caption: a drawing of land papers does not make a text one about land
        papers."""
        return [value.get("caption") or ""]

    class Meta:
        icon = "image"
        label = _("Image")
        template = "agency_sites/blocks/image.html"


class VideoBlock(blocks.StructBlock):
    """A YouTube video, embedded without cookies and loaded only when the reader starts it."""

    url = blocks.URLBlock(
        label=_("Video address"), help_text=_("For example https://www.youtube.com/watch?v=...")
    )
    title = blocks.CharBlock(label=_("What the video is about"), max_length=200)

    def clean(self, value):
        """Refuse URLs that are not YouTube videos."""
        cleaned = super().clean(value)
        if youtube_id(cleaned["url"]) is None:
            raise blocks.StructBlockValidationError(
                {"url": ValidationError(_("Paste the address of a YouTube video."))}
            )
        return cleaned

    def get_context(self, value, parent_context=None):
        """Add the video's id to the context; None if the URL is not from YouTube."""
        context = super().get_context(value, parent_context=parent_context)
        context["youtube_id"] = youtube_id(value["url"])
        return context

    class Meta:
        icon = "media"
        label = _("Video")
        template = "agency_sites/blocks/video.html"


class CalloutBlock(blocks.StructBlock):
    """A boxed remark: note or warning."""

    kind = StyleBlock(
        label=_("Kind"), choices=[("note", _("Note")), ("warning", _("Warning"))], default="note"
    )
    text = blocks.RichTextBlock(label=_("Text"), features=CALLOUT_FEATURES)

    class Meta:
        icon = "warning"
        label = _("Call-out")
        template = "agency_sites/blocks/callout.html"


class FileBlock(blocks.StructBlock):
    """A file that opens in the browser (R11)."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(label=_("Title shown"), required=False, max_length=200)

    def clean(self, value):
        """Refuse office files, which can be read only on the pages of a material."""
        cleaned = super().clean(value)
        if kind_of(cleaned["document"].file.name) in OFFICE:
            text = _("Add a material for files of Word, Excel and PowerPoint, and link to it.")
            raise blocks.StructBlockValidationError({"document": ValidationError(text)})
        return cleaned

    class Meta:
        icon = "doc-full"
        label = _("File")
        template = "agency_sites/blocks/file.html"


class AudioBlock(blocks.StructBlock):
    """A sound file with its transcript, for readers who cannot hear it.

    It may be downloaded, because village loudspeakers play it (domain brief 10).
    """

    file = DocumentChooserBlock(label=_("Sound file"), help_text=_("MP3 or M4A."))
    title = blocks.CharBlock(label=_("What is said in it"), max_length=200)
    duration = blocks.RegexBlock(
        regex=r"^\d{1,3}:[0-5]\d$",
        label=_("Length"),
        required=False,
        help_text=_("Minutes and seconds, as 5:30."),
        error_messages={"invalid": _("Write minutes and seconds, as 5:30.")},
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        features=RICH_TEXT_FEATURES,
        help_text=_("Every word that is said, for those who cannot hear it."),
    )

    def clean(self, value):
        """Refuse a file that is not MP3 or M4A."""
        cleaned = super().clean(value)
        if cleaned["file"].file_extension.lower() not in SOUNDS:
            raise blocks.StructBlockValidationError(
                {"file": ValidationError(_("Choose a sound file: MP3 or M4A."))}
            )
        return cleaned

    class Meta:
        icon = "media"
        label = _("Sound with transcript")
        template = "agency_sites/blocks/audio.html"


class RelatedDocumentsBlock(blocks.StructBlock):
    """Legal documents that the text is about, with their legal status."""

    documents = blocks.ListBlock(
        DocumentBlock(label=_("Legal document")), label=_("Documents of law")
    )

    def get_context(self, value, parent_context=None):
        """Add the existing documents, superseded ones last, and today's date to the context."""
        context = super().get_context(value, parent_context=parent_context)
        there = (document for document in value["documents"] if document)
        documents = sorted(there, key=lambda document: document.superseded)
        return context | {"documents": documents, "day": timezone.localdate()}

    class Meta:
        icon = "doc-full"
        label = _("Related documents")
        template = "agency_sites/blocks/related_documents.html"


class BodyBlock(blocks.StreamBlock):
    """The body of an article. All its texts are cleaned like form input."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), icon="pilcrow", features=RICH_TEXT_FEATURES
    )
    quote = QuoteBlock()
    table = PlainTableBlock(
        [("text", blocks.CharBlock(label=_("Text"), required=False))],
        label=_("Table"),
        icon="table",
        template="agency_sites/blocks/table.html",
    )
    image = ImageBlock()
    file = FileBlock()
    video = VideoBlock()
    audio = AudioBlock()
    callout = CalloutBlock()
    related_documents = RelatedDocumentsBlock()

    def clean(self, value: StreamValue) -> StreamValue:
        """Return the body with all texts cleaned by `clean_input`, like form input."""
        whole = super().clean(value)
        stored = self.get_prep_value(whole)
        cleaned = _clean_within(stored)
        return whole if cleaned == stored else self.to_python(cleaned)


def _clean_within(stored: Any) -> Any:
    """Return the stored form of blocks, with all texts cleaned."""
    if isinstance(stored, str):
        return clean_input(stored)
    if isinstance(stored, Mapping):
        return {name: _clean_within(each) for name, each in stored.items()}
    return [_clean_within(each) for each in stored] if isinstance(stored, list) else stored


def youtube_id(url: str) -> str | None:
    """Return the 11-character id of a YouTube URL, or None."""
    match = _YOUTUBE.match(url)
    return match["id"] if match else None
