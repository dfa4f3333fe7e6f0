"""Upload limits by file type. The settings hold the limits; one sentence explains a refusal."""

from collections import defaultdict
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from .contents import pixels


def kind_of(name: str) -> str:
    """Return the lower-case extension of `name` without its dot."""
    return PurePosixPath(name).suffix[1:].lower()


def taken_kinds() -> str:
    """Return the accepted file types as text, grouped by maximum size."""
    by_size = defaultdict[int, list[str]](list)
    for kind, most in settings.DOCUMENT_BYTES.items():
        by_size[most].append(kind.upper())
    return "; ".join(
        f"{', '.join(kinds)} ({filesizeformat(most)})" for most, kinds in by_size.items()
    )


def most_bytes(name: str) -> int:
    """Return the maximum size in bytes of an upload with this name, for every form."""
    most: int = settings.DOCUMENT_BYTES.get(kind_of(name), settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    return most


def refuse_too_heavy(file: File, name: str) -> None:
    """Raise ValidationError if a file has more bytes than allowed for its type."""
    most = most_bytes(name)
    if file.size > most:
        text = _(
            "A file of this kind (%(kind)s) may have %(most)s. Make it smaller, then upload it."
        )
        values = {"kind": kind_of(name).upper(), "most": filesizeformat(most)}
        raise ValidationError(text % values, code="too_heavy")


def refuse_too_many_pixels(file: File, name: str) -> None:
    """Raise ValidationError if an image has more pixels than allowed for its type.

    Runs before anything decodes the file. A file that is no image passes.
    """
    most = settings.PICTURE_PIXELS.get(kind_of(name))
    if most is not None and pixels(file, kind_of(name)) > most:
        text = _(
            "A picture of this kind (%(kind)s) may have %(most)s million pixels. "
            "Make it smaller, then upload it."
        )
        values = {"kind": kind_of(name).upper(), "most": number_format(most // 1_000_000)}
        raise ValidationError(text % values, code="too_many_pixels")
