"""Where a page stands in the tree, for menus."""

from django import template
from wagtail.models import Page

register = template.Library()


@register.filter
def within(page: Page, ancestor: Page) -> bool:
    """Return whether `page` is `ancestor` or stands anywhere below it."""
    return page.path.startswith(ancestor.path)
