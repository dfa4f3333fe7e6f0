"""Screens about names of former bodies: confirm whom they mean, or that they were never here."""

from typing import Any

from django.forms import Form
from django.urls import reverse, reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.widgets.button import HeaderButton

from network.agencies.people.network_views import NetworkAdminMixin
from network.agencies.people.service_forms import ServiceForm
from network.agencies.requests import AdminRequest

from .forms import NamesForm, OutsideForm
from .names import (
    UnknownNames,
    link_predecessors,
    mark_outside_network,
    marked_names,
    proposals,
    take_back_marks,
    unknown_names,
)
from .views import ABOVE

_NAMES_ON_PAGE = 40
_AREAS_ON_PAGE = 50
NAMES = reverse_lazy("reorganisation:names")


class NamesView(NetworkAdminMixin, ServiceForm):
    """Confirms which agencies the imported files mean by the names of former bodies."""

    request: AdminRequest
    form_class = NamesForm
    template_name = "provisioning/reorganisation_names.html"
    page_title = gettext_lazy("Names of former agencies")
    submit_label = gettext_lazy("Confirm the names of this page")
    header_icon = "link"
    success_url = NAMES
    success_message = gettext_lazy("The names are linked.")
    above = ABOVE
    explanation = gettext_lazy(
        "The imported files give these former bodies by name only. Where one agency fits, its code "
        "is proposed: check it, correct it, or empty the field. An empty name stays as it is."
    )

    @cached_property
    def page(self) -> Any:
        """Return the page of names, those with a proposal first."""
        paginator = WagtailPaginator(proposals(), _NAMES_ON_PAGE)
        return paginator.get_page(self.request.GET.get("p"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rows": list(self.page)}

    def get_header_buttons(self) -> list[HeaderButton]:
        """Return the button for names that mean no agency."""
        url = reverse("reorganisation:outside")
        return [HeaderButton(_("Bodies that were never in the network"), url, icon_name="check")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {
            "page": self.page,
            "elided_page_range": self.page.paginator.get_elided_page_range(self.page.number),
            "action_url": self.request.get_full_path(),
            "list_url": "reorganisation:names",
            "nothing": _("All names are linked."),
        }

    def perform(self, form: Form) -> None:
        """Link the confirmed names."""
        assert isinstance(form, NamesForm)  # noqa: S101
        link_predecessors(chosen=form.chosen(), actor=self.user, now=self.now)


class OutsideNamesView(NetworkAdminMixin, ServiceForm):
    """Confirms, for many names at once, that they mean no agency of the network."""

    request: AdminRequest
    form_class = OutsideForm
    page_title = gettext_lazy("Bodies that were never in the network")
    submit_label = gettext_lazy("Confirm")
    header_icon = "check"
    success_url = NAMES
    success_message = gettext_lazy("These names need no link any more.")
    above = [*ABOVE, (NAMES, NamesView.page_title)]
    explanation = gettext_lazy(
        "No agency of the network fits these names: most are communes and bodies of another "
        "province that never had a section here. Citizens still find today's commune by them. "
        "Untick an area with a body that was an agency here, and link it by its code."
    )

    @cached_property
    def groups(self) -> list[UnknownNames]:
        """Return the names by area. The next areas follow once these are confirmed."""
        return unknown_names()[:_AREAS_ON_PAGE]

    def get_header_buttons(self) -> list[HeaderButton]:
        """Return the button that leads to the way back."""
        url = reverse("reorganisation:outside_undo")
        return [HeaderButton(_("Take back marks"), url, icon_name="undo")]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"groups": self.groups}

    def perform(self, form: Form) -> None:
        """Mark the names of the ticked areas."""
        assert isinstance(form, OutsideForm)  # noqa: S101
        mark_outside_network(links=form.chosen(), actor=self.user, now=self.now)


class MarkedNamesView(NetworkAdminMixin, ServiceForm):
    """Takes back the mark of names that do mean an agency of the network after all."""

    request: AdminRequest
    form_class = OutsideForm
    template_name = "provisioning/reorganisation_names.html"
    page_title = gettext_lazy("Take back marks")
    submit_label = gettext_lazy("Take back the marks")
    header_icon = "undo"
    success_url = NAMES
    success_message = gettext_lazy("These names can be linked again.")
    above = [*ABOVE, (NAMES, NamesView.page_title)]
    explanation = gettext_lazy(
        "These names are marked as bodies that were never in the network. Tick an area to let its "
        "names wait for their link again; then link the ones that mean an agency, and confirm the "
        "others once more."
    )

    @cached_property
    def page(self) -> Any:
        """Return a page of the marked names by area."""
        paginator = WagtailPaginator(marked_names(), _AREAS_ON_PAGE)
        return paginator.get_page(self.request.GET.get("p"))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"groups": list(self.page), "ticked": False}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "page": self.page,
            "elided_page_range": self.page.paginator.get_elided_page_range(self.page.number),
            "action_url": self.request.get_full_path(),
            "list_url": "reorganisation:outside_undo",
            "nothing": _("No name is marked."),
        }

    def perform(self, form: Form) -> None:
        """Take back the marks of the ticked areas."""
        assert isinstance(form, OutsideForm)  # noqa: S101
        take_back_marks(links=form.chosen(), actor=self.user, now=self.now)
