"""Template tag for positions in the page tree, for menus."""

from django import template
from wagtail.models import Page

register = template.Library()


@register.filter
def within(page: Page, ancestor: Page) -> bool:
    """Return whether `page` is `ancestor` or one of its descendants."""
    return page.path.startswith(ancestor.path)
