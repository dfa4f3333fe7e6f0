"""Overseers' list of authorities, and the form of an authority."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from network.agencies.models import Role
from network.agencies.people.service_forms import ServiceForm
from network.agencies.tables import LabelledColumn, LinkColumn, TableView
from network.core.dates import format_day
from network.core.fields import DayField, LineField

from ...links.addresses import Platform
from ...models import NAME_LENGTH, NOTE_LENGTH, CaseAuthority
from ..authorities import AuthorityFacts, set_authority
from .views import CasesView

_SET = "cases_desk:set_authority"
_BODY = gettext_lazy("Body of the State")


class AuthoritiesView(TableView):
    """List of all authorities, expired ones too."""

    page_title = gettext_lazy("Where fakes are reported to")
    header_icon = "mail"
    index_url_name = "cases_desk:authorities"
    index_results_url_name = "cases_desk:authorities_results"
    readers = (Role.OVERSEER,)
    above = [(reverse_lazy(CasesView.index_url_name), CasesView.page_title)]

    @property
    def columns(self) -> list[BaseColumn]:
        """Return the columns: name, platform, how to report, validity."""
        return [
            LinkColumn(
                "name",
                label=_("Name"),
                accessor=lambda row: row.name,
                second=lambda row: row.get_platform_display() or str(_BODY),
                url=lambda row: f"{reverse(_SET)}?ma={row.key}",
            ),
            LabelledColumn("way", label=_("How to report")),
            LabelledColumn(
                "valid_from", label=_("Valid from"), accessor=lambda row: format_day(row.valid_from)
            ),
            LabelledColumn(
                "valid_to", label=_("Valid to"), accessor=lambda row: format_day(row.valid_to)
            ),
        ]

    def get_base_queryset(self) -> QuerySet[CaseAuthority]:
        """Return all authorities in their order."""
        return CaseAuthority.objects.order_by("order", "pk")

    def get_header_buttons(self) -> list[Button]:
        """Return the button that leads to the form of a new authority."""
        return [HeaderButton(_("Enter an authority"), reverse(_SET), icon_name="plus")]


class AuthorityForm(forms.Form):
    """Form of an authority; officers and letters use its values."""

    name = LineField(label=gettext_lazy("Name"), max_length=NAME_LENGTH)
    platform = forms.ChoiceField(
        label=gettext_lazy("Platform"),
        choices=[("", _BODY), *Platform.choices],
        required=False,
        help_text=gettext_lazy("Of a platform: only fakes that stand there are reported to it."),
    )
    way = LineField(label=gettext_lazy("How to report"), max_length=NAME_LENGTH)
    request = LineField(
        label=gettext_lazy("What is asked of it"),
        max_length=NOTE_LENGTH,
        rows=3,
        help_text=gettext_lazy("Stands in the letter after the name of your agency and its own."),
    )
    valid_from = DayField(label=gettext_lazy("Valid from"), initial=timezone.localdate)
    valid_to = DayField(
        label=gettext_lazy("Valid to"),
        required=False,
        help_text=gettext_lazy("From the day after fakes are reported there no more."),
    )


class SetView(ServiceForm):
    """Form view that creates an authority, or changes the one named by `ma`."""

    form_class = AuthorityForm
    page_title = gettext_lazy("Where a fake is reported to")
    header_icon = "mail"
    success_message = gettext_lazy("Saved.")
    success_url = reverse_lazy(AuthoritiesView.index_url_name)
    above: Any = [*AuthoritiesView.above, (success_url, AuthoritiesView.page_title)]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the authority named by `ma`. 404 if it does not exist."""
        super().setup(request, *args, **kwargs)
        self.key = request.GET.get("ma", "")
        self.row = get_object_or_404(CaseAuthority, key=self.key) if self.key else None

    def get_initial(self) -> dict[str, Any]:
        """Return the current values."""
        names = AuthorityForm.base_fields if self.row else ()
        return {name: getattr(self.row, name) for name in names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Keep `ma` in the form's action URL."""
        context = super().get_context_data(**kwargs)
        return context | {"action_url": self.request.get_full_path()}

    def perform(self, form: forms.Form) -> None:
        """Call the service. It raises PermissionDenied unless the user is an overseer."""
        facts = AuthorityFacts(**form.cleaned_data)
        set_authority(key=self.key, facts=facts, user=self.user, now=self.now)
