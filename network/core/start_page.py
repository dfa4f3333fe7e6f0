"""Registry of panels for the admin's start page."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from .registry import Registry

# Each function returns the panels for the request's user. Component.order gives the position.
START_PANELS = Registry[Callable[[HttpRequest], Iterable[Component]]]("panels of the start page")
