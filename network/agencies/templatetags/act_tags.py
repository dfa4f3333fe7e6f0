"""Template tag for the banner of a running act."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("agencies/act_banner.html", takes_context=True)
def act_banner(context: dict[str, Any]) -> dict[str, Any]:
    """Return the context of the banner. `act` is None if no act is running."""
    request = context.get("request")
    # Error pages may be rendered without the middleware.
    return {"act": getattr(request, "act", None), "csrf_token": context.get("csrf_token")}
