"""What may come of a page that a scan found."""

from collections.abc import Callable

from django.http import HttpRequest
from wagtail.admin.widgets.button import Button

from network.core.registry import Registry

from ..models import ScanFind

# From a page that was found to the way on, None where there is none for this person.
FOLLOW_UPS = Registry[Callable[[HttpRequest, ScanFind], Button | None]](
    "what may come of a page that was found"
)
