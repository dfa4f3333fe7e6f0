"""A prepared query answers like the queryset it was made of, each time for the values given."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from unittest.mock import patch

import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import OperationalError, connection
from django.db.models import BigIntegerField, CharField, DateField, TextField
from wagtail.models import Page

from network.core import prepared
from network.core.prepared import Prepared
from network.core.spam_guard.models import AttemptCount
from sites.models import ArticlePage
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db


def of_paths(paths):
    return Page.objects.filter(path__any_of=paths).order_by("path")


def after(day, key):
    known = ArticlePage.objects.filter(date__gt=day, pk__gt=key)
    return known.select_related("cover").defer("body").order_by("pk")


def test_it_answers_each_time_for_the_values_given():
    home, other = make_section(), make_section()
    asked = Prepared[Page](of_paths, paths=ArrayField(TextField()))
    assert asked(paths=[home.path]) == [home.page_ptr]
    assert asked(paths=[other.path, home.path]) == [home.page_ptr, other.page_ptr]
    assert asked(paths=[]) == []
    assert asked.first(paths=["none"]) is None


def test_rows_become_the_same_objects_as_those_of_the_queryset():
    place = make_place(make_section())
    make_article(place, date=dt.date(2026, 1, 5))
    make_article(place, "100 % of “it's”", date=dt.date(2026, 2, 5))
    asked = Prepared[ArticlePage](after, day=DateField(), key=BigIntegerField())
    day = dt.date(2026, 1, 31)
    (found,), (expected,) = asked(day=day, key=0), after(day, 0)
    assert type(found) is ArticlePage
    assert found.get_deferred_fields() == expected.get_deferred_fields()
    assert found.__dict__.keys() == expected.__dict__.keys()
    assert found.last_published_at == expected.last_published_at


def test_constants_are_part_of_its_text():
    place = make_place(make_section(), "Năm mươi % của 'mọi' điều")
    query = Prepared[tuple[str, int]](
        lambda key: Page.objects.filter(title__contains="% của '", pk=key).values_list(
            "title", "pk"
        ),
        key=BigIntegerField(),
    )
    assert query(key=place.pk) == [(place.title, place.pk)]
    assert query(key=place.pk + 1) == []


def test_its_plan_stays_in_the_server():
    asked = Prepared[Page](of_paths, paths=ArrayField(TextField()))
    for path in ("0001", "00010001"):
        asked(paths=[path])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements"
            " WHERE position('$1::text[]' IN statement) > 0"
        )
        assert cursor.fetchall() == [(2,)]


def apart(work):
    """Run it on a connection of its own, without the transaction of a test."""

    def run():
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


def test_a_column_that_a_release_changes_while_pages_are_asked_for_breaks_none():
    length = AttemptCount._meta.get_field("key").max_length
    asked = Prepared[AttemptCount](
        lambda key: AttemptCount.objects.filter(pk=key), key=CharField(max_length=length)
    )

    def widen(to: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE core_attemptcount ALTER key TYPE varchar({to})")

    def ask_twice():
        asked(key="none")
        apart(partial(widen, length + 1))
        return asked(key="none")

    try:
        assert apart(ask_twice) == []
    finally:
        apart(partial(widen, length))


def test_every_thread_asks_on_its_own_connection():
    asked = Prepared[Page](of_paths, paths=ArrayField(TextField()))
    asked(paths=["0001"])
    found = apart(lambda: asked(paths=["0001"]))
    assert [page.path for page in found] == ["0001"]


def ask_after_farewell():
    """Ask in a request whose connection the server has ended since the last one."""
    asked = Prepared[Page](of_paths, paths=ArrayField(TextField()))
    asked(paths=["0001"])
    backend = connection.connection.info.backend_pid
    apart(partial(end, backend))
    # As Django does when a request begins.
    connection.health_check_enabled, connection.health_check_done = True, False
    return asked(paths=["0001"])


def end(backend: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


def test_a_server_that_started_anew_between_two_requests_is_asked_on_a_new_connection():
    assert [page.path for page in apart(ask_after_farewell)] == ["0001"]


def test_without_a_look_at_the_connection_the_first_request_after_it_fails(monkeypatch):
    monkeypatch.setattr(prepared, "_has_word_from_server", lambda connection: False)
    with pytest.raises(OperationalError):
        apart(ask_after_farewell)


def test_a_connection_that_is_silent_is_not_asked_whether_it_is_there():
    def asked_of_server():
        query = Prepared[Page](of_paths, paths=ArrayField(TextField()))
        query(paths=["0001"])
        connection.health_check_enabled, connection.health_check_done = True, False
        with patch.object(connection, "is_usable") as look:
            query(paths=["0001"])
            Page.objects.filter(pk=0).exists()
        return look.called

    assert not apart(asked_of_server)


def test_threads_that_ask_it_first_write_it_once():
    home = make_section()
    for _ in range(20):
        made = []
        query = Prepared[Page](
            lambda paths, made=made: made.append(paths) or of_paths(paths),
            paths=ArrayField(TextField()),
        )
        together = Barrier(4)
        with ThreadPoolExecutor(4) as threads:
            for each in [threads.submit(first_to_ask, query, together) for _ in range(4)]:
                each.result()
        assert len(made) == 1
        assert query(paths=[home.path]) == [home.page_ptr]


def first_to_ask(query, together):
    together.wait()
    query._prepare()
