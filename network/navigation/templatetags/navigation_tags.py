"""Template tag for the tabs of screens that share a menu entry."""

from typing import Any

from django import template
from django.template import Context, RequestContext

from ..menus import place_at, places_for

register = template.Library()


@register.inclusion_tag("navigation/tabs.html", takes_context=True)
def screen_tabs(context: Context) -> dict[str, Any]:
    """Show the screens of the menu entry, on each of these screens, if the user has several."""
    # Templates included with `only` lose the variable but keep the attribute.
    request = getattr(context, "request", None)
    if not isinstance(context, RequestContext) or request is None:
        return {}
    place = place_at(places_for(request), request.path)
    if place is None or len(place.screens) == 1:
        return {}
    current = place.screen_at(request.path)
    if current.url != request.path:
        return {}
    return {"screens": place.screens, "current": current, "label": place.entry.label}
