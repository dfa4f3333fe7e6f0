"""Views: all screens of the user, a search for them and for things, and counts of the menu."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.core.text import fold
from network.desks.finding import found_for
from network.desks.work_views import PersonalWork
from network.monitoring.alert_state import load_state

from .menus import entries_for, place_at, places_for


class ScreensView(WagtailAdminTemplateMixin, TemplateView):
    """Lists all screens of the user, with a field that filters them.

    The search opened by Ctrl+K reads its rows from this page.
    """

    template_name = "navigation/screens.html"
    page_title = gettext_lazy("All screens")
    header_icon = "search"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the breadcrumbs."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows, each with its folded text to search in."""
        rows = [
            {
                "label": screen.label,
                "about": entry.purpose if screen is screens[0] else entry.label,
                "icon": entry.icon,
                "url": screen.url,
                "key": entry.key if screen is screens[0] else "",
                "words": fold(f"{screen.label} {entry.label} {entry.purpose} {screen.words}"),
            }
            for entry, screens in entries_for(self.request)
            for screen in screens
        ]
        pages = next((row["url"] for row in rows if row["key"] == "pages"), None)
        return super().get_context_data(**kwargs) | {"rows": rows, "pages_url": pages}


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """Answer with the list items of what the words in `q` name: directives, pages, agencies."""
    rows = found_for(request, request.GET.get("q", ""))
    return render(request, "navigation/found.html", {"rows": rows})


@require_safe
def counts(request: HttpRequest) -> JsonResponse:
    """Answer with the number of tasks behind each menu entry, as `{entry key: number}`, and behind
    each of its screens, as `{URL: number}`.

    What has no tasks is left out. "work" has the total, "status" the faults of the system, which
    are not counted as tasks.
    """
    places = places_for(request)
    found: Counter[str] = Counter()
    for share in PersonalWork(request).shares:
        place = place_at(places, share.url)
        shown = {"work", place.entry.key, place.screen_at(share.url).url} if place else {"work"}
        found.update(dict.fromkeys(shown, share.number))
    if any(place.entry.key == "status" for place in places):
        found["status"] = len(load_state().bad_runs)
    return JsonResponse({key: number for key, number in found.items() if number})
