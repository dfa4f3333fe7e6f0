"""What the network is called."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def network_name() -> str:
    """Return the short name, as mails and titles of the admin bear it."""
    name: str = settings.WAGTAIL_SITE_NAME
    return name
