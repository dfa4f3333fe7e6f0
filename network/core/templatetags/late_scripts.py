"""Template filter that replaces large scripts of Wagtail's pages by one that loads them late."""

import re

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# By the name of the data attribute that late_scripts.js reads.
# Without their endings: hashed names have the hash before ".js".
_FILES = {"ui": "jquery-ui-", "tags": "tag-it.", "dates": "jquery.datetimepicker."}


@register.filter
def load_late(scripts: str) -> SafeString:
    """Return the script elements with those of `_FILES` replaced by late_scripts.js.

    If one is missing, as in a new version of Wagtail, all stay and late_scripts.js is added for the
    editor of formatted text alone.
    """
    found = {}
    for name, file in _FILES.items():
        match = re.search(
            rf'<script src="([^"]*/vendor/{re.escape(file)}[^"]*)"></script>', scripts
        )
        if match is None:
            script = format_html('<script src="{}"></script>', static("core/late_scripts.js"))
            return mark_safe(scripts) + script  # noqa: S308
        found[name] = match
    late = format_html(
        '<script src="{}" data-ui="{ui}" data-tags="{tags}" data-dates="{dates}"></script>',
        static("core/late_scripts.js"),
        **{name: mark_safe(match[1]) for name, match in found.items()},  # noqa: S308
    )
    scripts = scripts.replace(found["ui"][0], late)
    for name in ("tags", "dates"):
        scripts = scripts.replace(found[name][0], "")
    return mark_safe(scripts)  # noqa: S308
