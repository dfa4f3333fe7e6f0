"""The frame of the screens of oversight."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from network.agencies.scope import scope_now

from .access import READS_ALL


class ScreenMixin(WagtailAdminTemplateMixin):
    """A screen that names itself at the end of the way to it."""

    # The screens that it stands below, as (address, title).
    above: Sequence[tuple[str | Promise, str | Promise]] = ()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way."""
        lists = [{"url": url, "label": title} for url, title in self.above]
        own = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), *lists, own]


class ReadsAllMixin(ScreenMixin, View):
    """Only for who may see how all agencies stand."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse everybody else."""
        if READS_ALL.isdisjoint(scope_now(request).roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
