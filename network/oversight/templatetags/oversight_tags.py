"""Template tags of findings: faults, and buttons for meeting a requirement."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from network.agencies.models import Agency

from ..models import Requirement
from ..wording import STEPS

register = template.Library()
SHOWN = 3


@register.filter
def faults(evidence: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the first SHOWN pieces of evidence with a fault."""
    return [each for each in evidence if not each["fine"]][:SHOWN]


@register.simple_tag
def step(requirement: Requirement, agency: Agency) -> SafeString:
    """Return the button that leads to meeting a requirement, "" if there is none."""
    if requirement.is_declared:
        address = reverse("oversight:declare", args=[agency.pk, requirement.pk])
        return _button(_("Declare"), address)
    label, url_name = STEPS.get(requirement.check_key, ("", ""))
    return _button(str(label), reverse(url_name)) if url_name else SafeString("")


def _button(label: str, address: str) -> SafeString:
    """Return a link with the look of a button."""
    return format_html('<a class="button" href="{}">{}</a>', address, label)
