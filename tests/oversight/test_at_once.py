"""Two runs of the checks in one moment: the button beside the night."""

from functools import partial

import pytest
from django.utils import timezone

from network.oversight.models import Finding, Standard
from network.oversight.running import check_agencies
from tests.factories.at_once import committed_office, one_behind_the_other


@pytest.fixture
def office(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_office() as made:
        yield made
        Finding.objects.all().delete()


def test_the_second_run_waits_and_finds_nothing_new(office):
    now, day = timezone.now(), timezone.localdate()
    run = partial(check_agencies, now=now, day=day)
    first, second = one_behind_the_other(Standard.objects.get(key="cv-1510"), run, run)
    assert first.result().changed == Finding.objects.filter(until=None).count() > 10
    assert second.result().changed == 0
