"""What the overseer's screens cost does not follow the number of agencies."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from network.agencies.models import Agency
from network.directives.task_services import TaskFacts
from tests.factories.accounts import signed_in
from tests.factories.directives import LIST, RECEIPTS, TASKS, make_directive, make_overseer

pytestmark = pytest.mark.django_db
MOST_BYTES = 300 * 1024


def sent_to(count, overseer):
    """Return a directive to so many new agencies, each late with one of its two tasks."""
    first = Agency.objects.count()
    codes = [f"XA-{number}" for number in range(first, first + count)]
    Agency.objects.bulk_create(
        Agency(code=code, name=f"UBND xã {code}", short_name=code, kind="ubnd_xa", slug=code)
        for code in codes
    )
    day = timezone.localdate()
    tasks = (
        TaskFacts(words="Việc trễ", due_on=day - dt.timedelta(9)),
        TaskFacts(words="Báo cáo", rhythm="yearly"),
    )
    return make_directive(overseer, *Agency.objects.filter(code__in=codes), tasks=tasks)


def costs(client, directive):
    """Return (queries, bytes) of each screen."""
    found = {}
    for name, url in {
        "register": LIST,
        "directive": f"{LIST}{directive.pk}/",
        "receipts": RECEIPTS,
        "waiting": f"{RECEIPTS}?directive={directive.pk}&state=waiting",
        "late": f"{RECEIPTS}?directive={directive.pk}&state=late",
        "tasks": f"{TASKS}?state=late",
        "start": "/admin/",
    }.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(url)
        assert answer.status_code == 200
        found[name] = (len(asked), len(answer.content))
    return found


def test_they_ask_as_much_for_forty_agencies_as_for_a_hundred(client, office):
    overseer = make_overseer(office.agency)
    signed_in(client, overseer)
    small = sent_to(40, overseer)
    # Who asks first asks for the types of content as well.
    costs(client, small)
    few = costs(client, small)
    many = costs(client, sent_to(100, overseer))
    assert {name: cost[0] for name, cost in few.items()} == {
        name: cost[0] for name, cost in many.items()
    }
    assert all(size < MOST_BYTES for _queries, size in many.values())
