"""The mail settings on a person's account page in the admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    NotificationsSettingsPanel,
    notifications_tab,
)
from wagtail.admin.widgets.switch import SwitchInput

from ..models import MailPreference


class MailPreferenceForm(forms.ModelForm):
    """Form with the switch for the daily digest."""

    class Meta:
        model = MailPreference
        fields = ["digest"]
        widgets = {"digest": SwitchInput()}


class MailPreferencePanel(BaseSettingsPanel):
    """Panel with the digest switch, beside Wagtail's own settings."""

    name = "moderation_mails"
    title = _("Mails about pages")
    tab = notifications_tab
    order = 50

    def get_form(self) -> MailPreferenceForm:
        """Return the form for the person's row, or for a new unsaved one."""
        row = MailPreference.objects.filter(user=self.user).first()
        data: Any = self.request.POST if self.request.method == "POST" else None
        return MailPreferenceForm(
            data, instance=row or MailPreference(user=self.user), prefix=self.name
        )


class CommentNotificationsForm(NotificationPreferencesForm):
    """Wagtail's notification form, without switches for mails that this network does not send."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("submitted", "approved", "rejected"):
            self.fields.pop(f"{name}_notifications", None)


class CommentNotificationsPanel(NotificationsSettingsPanel):
    """Panel for the only notifications that still use Wagtail's switches: comments."""

    form_class = CommentNotificationsForm


class OwnAccountView(AccountView):
    """Wagtail's account page, limited to switches that have an effect."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Replace Wagtail's notification panel with ours."""
        panels = super().get_panels()
        for place, panel in enumerate(panels):
            if type(panel) is NotificationsSettingsPanel:
                panels[place] = CommentNotificationsPanel(panel.request, panel.user, panel.profile)
        return [panel for panel in panels if panel.is_active()]


own_account = never_cache(require_admin_access(OwnAccountView.as_view()))
