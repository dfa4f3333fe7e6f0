"""Where a person says which mails they want: their account in the admin."""

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
    """The digest, wanted or not."""

    class Meta:
        model = MailPreference
        fields = ["digest"]
        widgets = {"digest": SwitchInput()}


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


class CommentNotificationsForm(NotificationPreferencesForm):
    """Wagtail's switches without those of mails that this network does not send."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("submitted", "approved", "rejected"):
            self.fields.pop(f"{name}_notifications", None)


class CommentNotificationsPanel(NotificationsSettingsPanel):
    """What Wagtail still mails by itself: comments."""

    form_class = CommentNotificationsForm


class OwnAccountView(AccountView):
    """The account, with the switches that switch something."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Put our panel of notifications in the place of Wagtail's."""
        panels = super().get_panels()
        for place, panel in enumerate(panels):
            if type(panel) is NotificationsSettingsPanel:
                panels[place] = CommentNotificationsPanel(panel.request, panel.user, panel.profile)
        return [panel for panel in panels if panel.is_active()]


own_account = never_cache(require_admin_access(OwnAccountView.as_view()))
