"""Template tags of findings: faults, and buttons for meeting a requirement."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from network.agencies.models import Agency

from ..leads import lead_of
from ..models import Requirement

register = template.Library()
SHOWN = 3


@register.filter
def faults(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first SHOWN pieces of evidence with a fault."""
    return [each for each in evidence if not each["fine"]][:SHOWN]


@register.simple_tag
def step(requirement: Requirement, agency: Agency) -> SafeString:
    """Return the button that leads to meeting a requirement, "" if there is none."""
    label, address = lead_of(requirement, agency)
    if not address:
        return SafeString("")
    return format_html('<a class="button" href="{}">{}</a>', address, label)
