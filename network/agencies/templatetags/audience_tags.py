"""Template tag for links shown only to users who may open them."""

from typing import Any

from django import template

from ..guard.menu import may_open

register = template.Library()


@register.simple_tag(takes_context=True)
def is_open(context: dict[str, Any], url_name: str) -> bool:
    """Return whether the signed-in user may open the screen with this URL name."""
    return may_open(context["request"], url_name)
