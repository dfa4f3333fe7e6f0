"""Demo outreach activities recorded by agencies (R9).

Oversight and provisioning may not import each other, so its models are loaded by name.
"""

import datetime as dt

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from network.agencies.models import Agency

from .data import read_json


@transaction.atomic
def load_outreach(*, now: dt.datetime) -> None:
    """Add the activities, unless there are any."""
    outreach = apps.get_model("oversight", "Outreach")._default_manager
    forms = apps.get_model("oversight", "OutreachForm")._default_manager.in_bulk(field_name="key")
    if outreach.exists():
        return
    for row in read_json("outreach.json"):
        outreach.create(
            agency=Agency.objects.get(code=row["agency"]),
            day=timezone.localdate(now) - dt.timedelta(days=row["days_ago"]),
            form=forms[row["form"]],
            note=row["note"],
            entered_at=now,
        )
