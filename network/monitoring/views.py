"""The screen "Tình trạng hệ thống": all findings, the worst first, and who is alerted."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from network.agencies.guard.menu import may_open
from network.core.system_checks.findings import SYSTEM_CHECKS, Level, SystemFinding, run_checks
from network.core.system_checks.records import record_result
from network.core.version import VERSION

from .alert_state import AlertState, load_state
from .channels import COMMAND, MAIL, configured_channels
from .watch import TEST_REQUEST

STATUS, TEST = "monitoring:status", "monitoring:test"
_LABELS: dict[str, str | Promise] = {
    MAIL: gettext_lazy("Mail, past the queue"),
    COMMAND: gettext_lazy("Command of the server"),
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding in the list. `url` leads to where this person can deal with it, "" if nowhere."""

    name: str
    finding: SystemFinding
    url: str


@dataclass(frozen=True, slots=True)
class AlertChannelRow:
    """A channel of alerts: whom it reaches, and how its last message went."""

    label: str
    reaches: str
    sent_at: dt.datetime | None
    error: str


class StatusView(WagtailAdminTemplateMixin, TemplateView):
    """Runs all checks and shows what they found. The number of queries is that of the checks."""

    template_name = "monitoring/status.html"
    page_title = gettext_lazy("State of the system")
    header_icon = "cogs"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_("Check again"), reverse(STATUS), icon_name="history")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        groups = grouped_rows(self.request, run_checks(now))
        counts = {level: len(rows) for level, rows in groups.items()}
        return super().get_context_data(
            now=now,
            version=VERSION,
            groups=[(level, rows) for level, rows in groups.items() if rows],
            failing=counts[Level.FAILING],
            warnings=counts[Level.WARNING],
            good=counts[Level.GOOD],
            channels=channel_rows(load_state()),
            test_url=reverse(TEST) if may_open(self.request, TEST) else "",
            **kwargs,
        )


class SendTestView(View):
    """Ask the watcher for a test message, which it sends on all channels within a minute."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if configured_channels():
            record_result(TEST_REQUEST, now=timezone.now())
            messages.success(request, _("The test message goes out within a minute."))
        else:
            messages.error(
                request, _("Nobody gets alerts yet: set ALERT_MAIL_TO or ALERT_COMMAND in .env.")
            )
        return redirect(STATUS)


def grouped_rows(
    request: HttpRequest, findings: dict[str, SystemFinding]
) -> dict[Level, list[FindingRow]]:
    """Return the findings by level, the worst level first."""
    groups: dict[Level, list[FindingRow]] = {level: [] for level in sorted(Level, reverse=True)}
    for key, finding in findings.items():
        name = finding.url_name if finding.level != Level.GOOD else ""
        url = reverse(name) if name and may_open(request, name) else ""
        groups[finding.level].append(FindingRow(str(SYSTEM_CHECKS[key].name), finding, url))
    return groups


def channel_rows(state: AlertState) -> list[AlertChannelRow]:
    """Return the channels that the settings name, with whom they reach."""
    reaches = {
        MAIL: ", ".join(shortened(address) for address in settings.ALERT_MAIL_TO),
        # Without its arguments, which may hold a password.
        COMMAND: settings.ALERT_COMMAND.split(" ")[0].rpartition("/")[2],
    }
    rows = []
    for name in configured_channels():
        delivery = state.deliveries.get(name)
        rows.append(
            AlertChannelRow(
                label=str(_LABELS[name]),
                reaches=reaches[name],
                sent_at=delivery.at if delivery else None,
                error=delivery.error if delivery else "",
            )
        )
    return rows


def shortened(address: str) -> str:
    """Return a mail address without its domain, as colleagues know each other."""
    return f"{address.partition('@')[0]}@…"
