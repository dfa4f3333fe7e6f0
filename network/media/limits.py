"""How large an upload may be, by its kind; the settings say how large, one sentence tells it."""

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
    """Return the extension of a file called `name`, small and without its dot."""
    return PurePosixPath(name).suffix[1:].lower()


def taken_kinds() -> str:
    """Return which kinds of files are taken, those that may be as large as each other together."""
    by_size = defaultdict[int, list[str]](list)
    for kind, most in settings.DOCUMENT_BYTES.items():
        by_size[most].append(kind.upper())
    return "; ".join(
        f"{', '.join(kinds)} ({filesizeformat(most)})" for most, kinds in by_size.items()
    )


def most_bytes(name: str) -> int:
    """Return how large an upload of that name may be, whatever form it is sent to."""
    most: int = settings.DOCUMENT_BYTES.get(kind_of(name), settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    return most


def refuse_too_heavy(file: File, name: str) -> None:
    """Raise ValidationError for a file of more bytes than its kind may have."""
    most = most_bytes(name)
    if file.size > most:
        text = _(
            "A file of this kind (%(kind)s) may have %(most)s. Make it smaller, then upload it."
        )
        values = {"kind": kind_of(name).upper(), "most": filesizeformat(most)}
        raise ValidationError(text % values, code="too_heavy")


def refuse_too_many_pixels(file: File, name: str) -> None:
    """Raise ValidationError for a picture of more pixels than its kind may have.

    Asked before anything decodes the file; what is no picture passes.
    """
    most = settings.PICTURE_PIXELS.get(kind_of(name))
    if most is not None and pixels(file, kind_of(name)) > most:
        text = _(
            "A picture of this kind (%(kind)s) may have %(most)s million pixels. "
            "Make it smaller, then upload it."
        )
        values = {"kind": kind_of(name).upper(), "most": number_format(most // 1_000_000)}
        raise ValidationError(text % values, code="too_many_pixels")
