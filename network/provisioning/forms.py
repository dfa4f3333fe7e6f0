"""Form of an agency."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from network.agencies.models import AGENCY_ROLES, Agency, Membership
from network.agencies.naming import agency_called, with_code
from network.agencies.scope import SECTION_DEPTH
from network.agencies.slugs import slug_of_agency
from network.agencies.succession import set_successors, successors_of
from network.core.fields import TextField
from sites.models import AgencyHomePage

from .addresses import move_section


def _way_to_reorganisation(agency: Agency) -> SafeString:
    text = _(
        "An agency with people, or without a receiving agency, ends by a reorganisation, so that "
        "people, work, addresses and archive are passed on:"
    )
    url = reverse("reorganisation:agency", args=[agency.pk])
    return format_html('{} <a href="{}">{}</a>', text, url, _("Rename, merge or close"))


class AgencyForm(WagtailAdminModelForm):
    """Form of an agency, with its successor agencies one per line."""

    successors = TextField(
        label=gettext_lazy("Receiving agencies"), required=False, max_length=2000, rows=3
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = self.instance.pk is not None
        # Names are not unique: three bodies were called "Sở Tư pháp tỉnh Gia Lai".
        parent: Any = self.fields["parent"]
        parent.label_from_instance = with_code
        running = Q(valid_to=None) | Q(pk=self.instance.parent_id)
        parent.queryset = Agency.objects.filter(running)
        if self.instance.pk:
            self.initial["successors"] = "\n".join(map(with_code, successors_of(self.instance)))

    def clean_slug(self) -> str:
        """Return the slug, by default made from the short name."""
        slug: str = self.cleaned_data["slug"]
        return slug or slug_of_agency(self.cleaned_data.get("short_name", ""))

    def clean_successors(self) -> list[Agency]:
        """Return the successor agencies. The form error names the line that matches no agency."""
        others = list(Agency.objects.exclude(pk=self.instance.pk).order_by("name", "pk"))
        lines = dict.fromkeys(map(str.strip, self.cleaned_data["successors"].splitlines()))
        found: dict[Agency, None] = {}
        for line in filter(None, lines):
            try:
                found[agency_called(line, others)] = None
            except ValidationError as error:
                raise ValidationError(f"“{line}”: {' '.join(error.messages)}") from None
        return list(found)

    def clean(self) -> dict[str, Any]:
        """Refuse an address that another page of the portal has, and an end that a reorganisation
        must carry out."""
        cleaned: dict[str, Any] = super().clean()
        others = Page.objects.filter(depth=SECTION_DEPTH, slug=cleaned.get("slug"))
        if others.exclude(agencyhomepage__agency=self.instance.pk or 0).exists():
            self.add_error("slug", _("Another page of the portal has this address."))
        if cleaned.get("valid_to") and self._needs_reorganisation(cleaned):
            self.add_error("valid_to", _way_to_reorganisation(self.instance))
        return cleaned

    def _needs_reorganisation(self, cleaned: dict[str, Any]) -> bool:
        """Return whether the form would end an agency that has people, or with whose work nobody
        goes on. Nothing would follow the last day: no role elsewhere, no keeper of the archive."""
        if self.instance.pk is None or self.initial.get("valid_to"):
            return False
        serving = Membership.objects.filter(agency=self.instance, role__in=AGENCY_ROLES)
        return not cleaned.get("successors") or serving.valid_on(timezone.localdate()).exists()

    @transaction.atomic
    def save(self, commit: bool = True) -> Agency:
        """Save the agency, move its section to a changed address, and save the successors."""
        agency: Agency = super().save(commit)
        home = AgencyHomePage.objects.filter(agency=agency).first()
        if home and home.slug != agency.slug:
            move_section(home=home, slug=agency.slug)
        set_successors(agency=agency, successors=self.cleaned_data["successors"])
        return agency
