"""What a screen offers to those alone who may go there."""

from typing import Any

from django import template

from ..menu import may_open

register = template.Library()


@register.simple_tag(takes_context=True)
def is_open(context: dict[str, Any], url_name: str) -> bool:
    """Return whether who is signed in may open the screen of this name."""
    return may_open(context["request"], url_name)
