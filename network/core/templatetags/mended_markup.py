"""Template filter that mends markup of Wagtail which bars people with screen readers."""

import re

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_REPAIRS = (
    # A heading with the role of an alert is no heading any more.
    (re.compile(r'<h2 role="alert">(.*?)</h2>', re.DOTALL), r'<p class="w-h2" role="alert">\1</p>'),
    # The first heading below that of the page.
    (
        re.compile(r'<h3( id="other-searches-title"[^>]*)>(.*?)</h3>', re.DOTALL),
        r"<h2\1>\2</h2>",
    ),
    # The corner of the table of a workflow.
    (re.compile(r"<th( class=\"workflow-progress-table__left-column\")></th>"), r"<td\1></td>"),
    # On a phone it scrolls sideways, which keys must be able to do.
    (re.compile(r'<div (class="result-list)'), r'<div tabindex="0" \1'),
)


@register.filter
def mend_markup(html: str) -> SafeString:
    """Return the rendered part of a Wagtail template with its known faults repaired."""
    for fault, repair in _REPAIRS:
        html = fault.sub(repair, html)
    return mark_safe(html)  # noqa: S308
