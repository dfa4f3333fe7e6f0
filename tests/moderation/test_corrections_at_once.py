"""Two runs that derive who corrects ended sections: neither fails, and nothing is there twice."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import GroupPagePermission

from network.agencies.corrections import derive_corrections
from tests.factories.at_once import PATIENCE, committed_office, wait_until_held
from tests.factories.moderation import make_office

from .test_corrections_in_ended_sections import hand_over


def derive():
    try:
        return derive_corrections(day=timezone.localdate())
    finally:
        connection.close()


def test_the_nightly_run_waits_for_a_reorganisation_for_a_reorganisation(
    django_db_setup, django_db_blocker
):
    with django_db_blocker.unblock(), committed_office() as heir, ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            hand_over(make_office("STTTT"), heir)
        GroupPagePermission.objects.filter(
            page__agencyhomepage__agency__code="STTTT", group__role_group__agency=heir.agency
        ).delete()
        with transaction.atomic():
            assert derive_corrections(day=timezone.localdate()) == 4
            night = pool.submit(derive)
            wait_until_held(night)
        assert night.result(PATIENCE) == 0
