"""The banner of a running act."""

from typing import Any

from django import template

register = template.Library()


@register.inclusion_tag("agencies/act_banner.html", takes_context=True)
def act_banner(context: dict[str, Any]) -> dict[str, Any]:
    """Return the running act of who is signed in; the banner is empty without one."""
    request = context.get("request")
    # A page that renders an error may come without the middleware.
    return {"act": getattr(request, "act", None), "csrf_token": context.get("csrf_token")}
