"""Name the kinds of files that are not taken, and say what to save them as.

Used by the forms of files, pictures and evidence. The content decides; a name alone is believed
only if the content is of no known kind.
"""

import re
from typing import IO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .recordings import VORBIS

_TIFF = _(
    "This is a TIFF picture, which browsers do not show. Save a scan as PDF and a photograph as "
    "JPG, then upload it."
)
_HEIC = _(
    "This is a HEIC picture as iPhones take it, which most browsers do not show. Open it, save or "
    "export it as JPG, then upload it. On the iPhone: Settings, Camera, Formats, Most Compatible."
)
_RTF = _(
    "This is an RTF text, which browsers do not show. Open it in Word or LibreOffice, save it as "
    "DOCX, then upload it."
)
_DRAWING = _(
    "This is a file of a drawing program, which browsers do not show. Export it as PDF, then "
    "upload it."
)
_VORBIS = _("iPhones do not play sound in Ogg Vorbis. Save it as MP3 or M4A (AAC), then upload it.")
_SOUND = _("Many phones do not play sound of this kind. Save it as MP3 or M4A (AAC).")
_FILM = _("Many phones do not play films of this kind. Save it as MP4 (H.264), then upload it.")
_PACKED = _("This is a packed file. Unpack it and upload the files in it one by one.")
_PICTURE = _("Browsers do not show pictures of this kind. Save it as JPG or PNG, then upload it.")
_TEXT = _("Browsers do not open texts of this kind. Export it as PDF or DOCX, then upload it.")
_MACROS = _(
    "Files of this kind hold macros (small programs), which are not taken. Save it as DOCX, XLSX "
    "or PPTX, then upload it."
)
_PICTURES = (_TIFF, _HEIC, _PICTURE)

_HEAD = 4096
_BY_CONTENT: tuple[tuple[re.Pattern[bytes], Promise], ...] = tuple(
    (re.compile(pattern, re.DOTALL), advice)
    for pattern, advice in (
        (rb"II\*\0|MM\0\*", _TIFF),
        (rb".{4}ftyp(?:hei[cxms]|hev[cx]|mif1|msf1)", _HEIC),
        (rb"\{\\rtf", _RTF),
        (rb"PK.{28,40}mimetypeapplication/vnd\.oasis\.opendocument\.graphics", _DRAWING),
        (rb"%!PS|AC10|8BPS", _DRAWING),
        (rb"OggS.{22,60}" + re.escape(VORBIS), _VORBIS),
        (rb"fLaC|RIFF.{4}WAVE|#!AMR|FORM.{4}AIF", _SOUND),
        (rb"RIFF.{4}AVI |.{4}ftypqt|.{4}ftyp3g|\x30\x26\xb2\x75|FLV\x01", _FILM),
        (rb"Rar!|7z\xbc\xaf", _PACKED),
        (rb"BM.{12}[\x0c\x28\x6c\x7c]\0\0\0|.{4}ftypavif|\xff\x0a|\0\0\0\x0cJXL ", _PICTURE),
    )
)
_BY_NAME: dict[str, Promise] = {
    **dict.fromkeys(("tif", "tiff"), _TIFF),
    **dict.fromkeys(("heic", "heif", "hif"), _HEIC),
    "rtf": _RTF,
    **dict.fromkeys(("odg", "svg", "vsd", "vsdx", "dwg", "ai", "eps", "cdr", "pub"), _DRAWING),
    **dict.fromkeys(("oga", "opus", "flac", "wav", "amr", "wma", "aac", "aiff"), _SOUND),
    **dict.fromkeys(("mov", "avi", "wmv", "mkv", "flv", "3gp", "mpg", "mpeg"), _FILM),
    **dict.fromkeys(("zip", "rar", "7z", "gz", "tar"), _PACKED),
    **dict.fromkeys(("bmp", "avif", "jxl", "gif"), _PICTURE),
    **dict.fromkeys(("docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "ppsm"), _MACROS),
    **dict.fromkeys(("pages", "wps", "epub", "mobi", "xps", "odf"), _TEXT),
}


def advice_for(file: IO[bytes], extension: str) -> str:
    """Return what to do with a file of a kind that is not taken, "" for other files.

    The position is 0 afterwards.
    """
    advice = _advice_for(file, extension)
    return str(advice) if advice is not None else ""


def picture_advice_for(file: IO[bytes], extension: str) -> str:
    """Return what to do with a picture of a kind that is not taken, "" for other files."""
    advice = _advice_for(file, extension)
    return str(advice) if advice in _PICTURES else ""


def _advice_for(file: IO[bytes], extension: str) -> Promise | None:
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    found = (advice for pattern, advice in _BY_CONTENT if pattern.match(head))
    return next(found, _BY_NAME.get(extension.lower()))
