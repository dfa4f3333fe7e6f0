"""Activities, reporters and requests, built straight on the models."""

import datetime as dt
from typing import Any

from django.utils import timezone

from legal_updates.models import Topic
from network.accounts.models import User
from network.activities.models import Activity, ActivityForm, Reporter, SpeakerRequest
from network.agencies.models import Agency


def form_of(key: str = "hoi-nghi") -> ActivityForm:
    """Return a form of the first list."""
    return ActivityForm.objects.get(key=key)


def make_activity(agency: Agency, user: User, **fields: Any) -> Activity:
    """Return an activity of yesterday with 40 attendances."""
    values = {
        "form": form_of(),
        "title": "Tập huấn hòa giải",
        "held_on": timezone.localdate() - dt.timedelta(days=1),
        "attendances": 40,
        "changed_at": timezone.now(),
    }
    return Activity.objects.create(agency=agency, recorded_by=user, **values | fields)


def make_reporter(agency: Agency, name: str = "Rơ Châm H’Lan", **fields: Any) -> Reporter:
    """Return a reporter in office who speaks about one field."""
    values = {
        "kind": "reporter",
        "level": "province",
        "post": "Chuyên viên",
        "degree": "law",
        "languages": ["vi", "jra"],
        "number": "12/QĐ-UBND",
        "since": dt.date(2025, 1, 2),
    }
    reporter = Reporter.objects.create(agency=agency, name=name, **values | fields)
    reporter.topics.add(Topic.objects.get(slug="dat-dai"))
    return reporter


def make_speaker_request(
    agency: Agency, to_agency: Agency, user: User, **fields: Any
) -> SpeakerRequest:
    """Return a request that waits for an answer."""
    day = timezone.localdate()
    values = {
        "held_on": day + dt.timedelta(days=10),
        "place": "Nhà văn hóa",
        "words": "Nói chuyện về đất đai.",
        "asked_at": timezone.now(),
        "due_on": day + dt.timedelta(days=7),
    }
    return SpeakerRequest.objects.create(
        agency=agency, to_agency=to_agency, asked_by=user, **values | fields
    )
