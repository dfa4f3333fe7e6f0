"""The faults of the system on the start page of who runs the network."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.figures import Figure
from network.agencies.requests import AdminRequest

from .alert_state import load_state


def fault_figures(request: AdminRequest, now: dt.datetime) -> Iterator[Figure]:
    """Count what the watcher found in its last run; reads its state file, no query."""
    count = len(load_state().bad_runs)
    yield Figure(count, _("faults of the system"), reverse("monitoring:status"), serious=True)
