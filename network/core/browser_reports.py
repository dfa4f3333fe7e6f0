"""Content-Security-Policy reports of browsers, counted per day.

A report about our own page means a fault of ours or injected markup. Stored are the directive, the
host of the blocked URL, and whether the page was in the admin. The page URL is not stored, since it
may contain a key from a mail, nor anything about the visitor.
"""

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from .spam_guard.counting import network_of, record_attempt
from .system_checks.findings import SystemCheck, SystemFinding, good, warning
from .system_checks.records import SystemRecord, latest_result

RECORD = "browser_reports"
BODY_BYTES, REPORTS_OF_ONE = 16 * 1024, 10
# Maximum number of reports per hour, from one network address and in total.
PER_ADDRESS, IN_ALL = 20, 500
KEPT_DAYS, KINDS_OF_A_DAY = 7, 30
_DIRECTIVE = re.compile(r"[a-z-]{1,30}")
_HOST = re.compile(r"[a-z0-9.-]{1,100}")


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Count a report. Returns 204 in any case, or 413 if the request is too large."""
    try:
        length = int(request.headers.get("Content-Length") or 0)
    except ValueError:
        length = 0
    if length > BODY_BYTES:
        return HttpResponse(status=413)
    now = timezone.now()
    address = network_of(request.META.get("REMOTE_ADDR"))
    if record_attempt(PER_ADDRESS, purpose=RECORD, of=address, now=now) and record_attempt(
        IN_ALL, purpose=f"{RECORD}.all", of="", now=now
    ):
        count_reports(kinds_in(request.body), now=now)
    return HttpResponse(status=204)


def kinds_in(body: bytes) -> list[str]:
    """Return for each report the text "directive, blocked host, admin or site" used as counter key.

    Reads both formats: a single `report-uri` report and a list of `report-to` reports. [] for
    others.
    """
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return []
    reports = read if isinstance(read, list) else [read]
    return [kind for report in reports[:REPORTS_OF_ONE] for kind in _kind(report)]


def _kind(report: Any) -> Iterator[str]:
    """Yield a short description of a browser's report ("img-src host site"), nothing if it is
    malformed."""
    if not isinstance(report, dict):
        return
    said = report.get("csp-report", report.get("body"))
    if not isinstance(said, dict):
        return
    values = [
        next((v for name in names if isinstance(v := said.get(name), str)), "") for names in _NAMES
    ]
    directive, blocked, document = values
    words = directive.split(" ")[0]
    if _DIRECTIVE.fullmatch(words):
        place = "admin" if _path(document).startswith(reverse("wagtailadmin_home")) else "site"
        yield f"{words} {_blocked(blocked)} {place}"


_NAMES = (
    ("effective-directive", "effectiveDirective", "violated-directive"),
    ("blocked-uri", "blockedURL"),
    ("document-uri", "documentURL"),
)


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _blocked(address: str) -> str:
    """Return the host of a URL, the keyword of a value without host ("inline"), or "other"."""
    try:
        parts = urlsplit(address)
        text = parts.hostname or parts.scheme or parts.path
    except ValueError:
        text = ""
    return text if _HOST.fullmatch(text) else "other"


@transaction.atomic
def count_reports(kinds: list[str], *, now: dt.datetime) -> None:
    """Add the reports to the counters of the day. Beyond a maximum number of kinds, the rest share
    one."""
    if not kinds:
        return
    SystemRecord.objects.get_or_create(name=RECORD, defaults={"at": now})
    record = SystemRecord.objects.select_for_update().get(name=RECORD)
    first = str(timezone.localdate(now - dt.timedelta(days=KEPT_DAYS)))
    days = {day: counts for day, counts in record.data.items() if day > first}
    today = days.setdefault(str(timezone.localdate(now)), {})
    for kind in kinds:
        name = kind if kind in today or len(today) < KINDS_OF_A_DAY else "other"
        today[name] = today.get(name, 0) + 1
    record.at, record.data = now, days
    record.save()


def check_reports(now: dt.datetime) -> SystemFinding:
    """Check the number of reports of today and yesterday."""
    record = latest_result(RECORD)
    days = [str(timezone.localdate(now - dt.timedelta(days=back))) for back in (0, 1)]
    counts: dict[str, int] = {}
    for day in days:
        for kind, count in (record.data.get(day, {}) if record else {}).items():
            counts[kind] = counts.get(kind, 0) + count
    total = sum(counts.values())
    figures = {"reports": total}
    value = _("%(count)d in two days") % {"count": total}
    often = ", ".join(sorted(counts, key=lambda kind: -counts[kind])[:3])
    if total < settings.BROWSER_REPORTS_WARNING:
        return good(value, what=often, figures=figures)
    return warning(
        value,
        what=_("Browsers have stopped parts of our pages: %(kinds)s.") % {"kinds": often},
        to_do=_("Tell the people who maintain the system: a page is faulty, or was tampered with."),
        figures=figures,
    )


CHECKS = {
    RECORD: SystemCheck(gettext_lazy("Reports of browsers"), check_reports),
}
