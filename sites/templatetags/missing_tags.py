"""Template tag for the list of what is missing, in the response of an autosave."""

from typing import Any

from django import template
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page

from ..missing import missing_items as items_of
from ..models import ArticlePage

register = template.Library()


@register.inclusion_tag("agency_sites/missing_items.html")
def missing_items(page: Page, form: WagtailAdminPageForm) -> dict[str, Any]:
    """Return the context of the list; it is empty for pages that are no articles."""
    return {"items": items_of(page, form) if isinstance(page, ArticlePage) else []}
