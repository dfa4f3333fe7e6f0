"""Pictures light enough for a phone on 3G, whatever the photo."""

from typing import Protocol

from django.core.files import File
from wagtail.images.models import Filter

MOST_BYTES = 60_000
# Formats that can be made lighter by showing less; what else is asked for is not for visitors.
FORMATS = ("format-webp", "format-jpeg")
# Tried one after another: first coarser, then smaller, since coarser still shows blocks.
STEPS = (
    "webpquality-60|jpegquality-60",
    "webpquality-45|jpegquality-45",
    "webpquality-30|jpegquality-30",
    "webpquality-30|jpegquality-30|scale-70",
    "webpquality-30|jpegquality-30|scale-50",
    "webpquality-30|jpegquality-30|scale-35",
)


class Maker(Protocol):
    """Wagtail's way of making the file of a rendition."""

    def __call__(self, filter: Filter, *, source: File | None) -> File:
        """Return the file that the filter asks for."""


def light_file(make: Maker, asked: Filter, *, source: File | None = None) -> File:
    """Return the file of a rendition of at most MOST_BYTES, as near to what is asked as can be.

    Only for the formats of public pages. After the last step it is what it is.
    """
    file = make(asked, source=source)
    if not any(name in asked.spec.split("|") for name in FORMATS):
        return file
    for step in STEPS:
        if file.size <= MOST_BYTES:
            break
        if source is not None:
            source.seek(0)
        file = make(Filter(spec=f"{asked.spec}|{step}"), source=source)
    return file
