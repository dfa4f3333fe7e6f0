"""Where a person says which mails they want: a panel of their account in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from ..models import MailPreference


class MailPreferenceForm(forms.ModelForm):
    """The digest, wanted or not."""

    class Meta:
        model = MailPreference
        fields = ["digest"]


class MailPreferencePanel(BaseSettingsPanel):
    """The digest's switch beside Wagtail's own settings."""

    name = "moderation_mails"
    title = _("Mails about pages")
    tab = notifications_tab
    order = 50

    def get_form(self) -> MailPreferenceForm:
        """Return the form on the person's row, or on a new one."""
        row = MailPreference.objects.filter(user=self.user).first()
        data: Any = self.request.POST if self.request.method == "POST" else None
        return MailPreferenceForm(
            data, instance=row or MailPreference(user=self.user), prefix=self.name
        )
