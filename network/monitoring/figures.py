"""The faults of the system on the start page of who runs the network."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.figures import Figure
from network.agencies.requests import AdminRequest
from network.core.system_checks.findings import SYSTEM_CHECKS

from .alert_state import load_state


def fault_figures(request: AdminRequest, now: dt.datetime) -> Iterator[Figure]:
    """Count and name what the watcher found in its last run; reads its state file, no query."""
    bad = load_state().bad_runs
    names = ", ".join(str(SYSTEM_CHECKS[key].name) for key in bad if key in SYSTEM_CHECKS)
    label = _("faults of the system: %s") % names
    yield Figure(len(bad), label, reverse("monitoring:status"), serious=True)
