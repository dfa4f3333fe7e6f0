"""Fill the Word templates of official letters, reports and regulations.

The templates are DOCX files with Jinja tags, which anybody can edit in Word or LibreOffice. The
setting LETTER_TEMPLATES_DIR names a folder whose files replace those in `letter_templates/`. Used
by `letters` and `official_reports`.
"""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from .xml_text import xml_text

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEMPLATES = Path(__file__).parent / "letter_templates"


class BrokenTemplateError(ValidationError):
    """A template cannot be filled. The message is for the user and names the file."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The letter template “%s” cannot be used: ask the network's operator to repair it.")
            % name
        )


def fill(name: str, **context: Any) -> "DocxTemplate":
    """Return the template `name` ("letter.docx") filled with the context.

    All texts are escaped. Raises BrokenTemplateError if the file is not a DOCX file, has a syntax
    error, or uses an unknown name.
    """
    # Imported here, because only these exports need it.
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, finalize=_printable)
    template = DocxTemplate(_path_of(name))
    try:
        template.render(context, environment, autoescape=True)
    except Exception as error:
        # What a file from outside can raise has no common class: Jinja, lxml, zipfile, docx.
        raise BrokenTemplateError(name) from error
    return template


def _path_of(name: str) -> Path:
    folder = settings.LETTER_TEMPLATES_DIR
    own = Path(folder) / name if folder else None
    return own if own and own.exists() else TEMPLATES / name


def _printable(value: Any) -> Any:
    return xml_text(value) if isinstance(value, str) else value


def content_of(template: "DocxTemplate") -> bytes:
    """Return a filled template as a file."""
    file = io.BytesIO()
    template.save(file)
    return file.getvalue()


def docx_response(name: str, make: Callable[[], bytes]) -> HttpResponse:
    """Return the file that `make` returns, with today's date after its name.

    For a broken template the response has status 500 and one sentence.
    """
    try:
        content = make()
    except BrokenTemplateError as error:
        return HttpResponse(error.message, status=500, content_type="text/plain; charset=utf-8")
    file_name = f"{name}-{timezone.localdate():%Y-%m-%d}.docx"
    disposition = f'attachment; filename="{file_name}"'
    return HttpResponse(content, content_type=DOCX, headers={"Content-Disposition": disposition})
