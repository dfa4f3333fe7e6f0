"""The demo's diaries: believable, and written once."""

import pytest
from django.utils import timezone

from network.activities.models import Activity, Reporter, SpeakerRequest
from network.demo import activities as demo
from tests.factories.moderation import make_office

pytestmark = pytest.mark.django_db


def test_the_demo_writes_diaries_once():
    offices = [make_office(code) for code in ("STP-2025", "SYT-2025", "HLHPN")]
    now = timezone.now()
    demo.load(now)
    numbers = [model.objects.count() for model in (Activity, Reporter, SpeakerRequest)]
    assert numbers == [72, 20, 2]
    assert all(Activity.objects.filter(agency=each.agency).exists() for each in offices)
    assert Activity.objects.exclude(hosts=None).count() == 2
    assert Activity.objects.exclude(reporters=None).exists()
    demo.load(now)
    assert Activity.objects.count() == 72
