"""The panels of the admin's start page."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from .registry import Registry

# Each is given the request and returns what this person sees; Component.order says where.
START_PANELS = Registry[Callable[[HttpRequest], Iterable[Component]]]("panels of the start page")
