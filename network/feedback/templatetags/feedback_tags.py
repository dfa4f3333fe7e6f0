"""Template tags of the rating form."""

from typing import Any

from django import template

from ..models import Satisfaction
from ..pages import page_key

register = template.Library()
_SIGNS = {
    Satisfaction.SATISFIED: "mood-smile",
    Satisfaction.NEUTRAL: "mood-neutral",
    Satisfaction.DISSATISFIED: "mood-sad",
}


@register.simple_tag(takes_context=True)
def rating_key(context: dict[str, Any]) -> str:
    """Return the signed path of the page that is rendered, or "" if it has no rating form."""
    request = context.get("request")
    return page_key(request) if request else ""


@register.simple_tag
def rating_answers() -> list[tuple[str, str, str]]:
    """Return value, label and icon of each answer."""
    return [(answer.value, str(answer.label), sign) for answer, sign in _SIGNS.items()]
