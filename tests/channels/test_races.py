"""A page that two people decide of in the same moment: it is official or a fake, never both."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from network.channels.cases import services as case_services
from network.channels.models import CaseState, ChannelState
from network.channels.register import services
from network.core.public_forms.codes import lock_text
from tests.factories.at_once import PATIENCE, committed_office, wait_until_held
from tests.factories.cases import make_case
from tests.factories.channels import add_channel, approval_of, approved_plan, secure
from tests.factories.moderation import Office
from tests.factories.owning import truncate


@pytest.fixture
def office(django_db_setup, django_db_blocker, settings, tmp_path) -> Iterator[Office]:
    """An office whose rows other connections see."""
    settings.MEDIA_ROOT = tmp_path
    with django_db_blocker.unblock(), committed_office() as office:
        try:
            yield office
        finally:
            truncate("channels_case", "channels_channel", "channels_channelplan")


@pytest.fixture
def start() -> Iterator[Callable[[Callable[[], object]], Future]]:
    """Run a function in a thread with a database connection of its own."""
    with ThreadPoolExecutor(2) as pool:

        def run(work: Callable[[], object]) -> None:
            try:
                work()
            finally:
                connection.close()

        yield lambda work: pool.submit(run, work)


@pytest.mark.parametrize("first", ["approve", "confirm"])
def test_an_approval_and_a_confirmation_at_once(office, start, first):
    approved_plan(office.agency, office.author, office.approver)
    url = "https://www.facebook.com/sotuphap.hotro"
    channel = add_channel(office.agency, office.author, url=url, state=ChannelState.AWAITING)
    secure(channel, office.author, office.agency_admin)
    case = make_case(office.agency, office.author, state=CaseState.VERIFYING, url=url)
    about = {"user": office.approver, "now": timezone.now()}
    moves = {
        "approve": lambda: services.approve_channel(
            channel_id=channel.pk, **about, **approval_of()
        ),
        "confirm": lambda: case_services.confirm_case(
            case_id=case.pk, reason="Đòi nộp tiền.", **about
        ),
    }
    running = {}
    with transaction.atomic():
        lock_text(case.address_key)
        for name in (first, *(name for name in moves if name != first)):
            running[name] = start(moves[name])
            wait_until_held(*running.values())
    failed = {name: each.exception(PATIENCE) for name, each in running.items()}
    assert {name: type(each) for name, each in failed.items()} == {
        name: type(None) if name == first else ValidationError for name in moves
    }
    case.refresh_from_db()
    channel.refresh_from_db()
    assert channel.is_approved is (first == "approve")
    assert (case.state == CaseState.CONFIRMED) is (first == "confirm")
