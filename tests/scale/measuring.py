"""What opening a screen or saving costs: queries, kilobytes, PostgreSQL's work on request."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from network.accounts import trust
from network.accounts.models import User
from network.demo.load.loader import NETWORK_ACCOUNTS
from tests.factories.accounts import signed_in
from tests.factories.sections import put_live

from .screens import AUTHOR, SCREENS, VISITOR, Place, Screen

DEEDS: dict[str, Callable[[Page], object]] = {
    "save a draft": lambda article: article.save_revision(),
    "publish": lambda article: put_live(article.save_revision()),
}


@dataclass(frozen=True)
class Cost:
    """What was done by whom, and for how much; the status is 0 where no screen was opened."""

    who: str
    what: str
    status: int
    size: int
    statements: tuple[str, ...]

    @property
    def queries(self) -> int:
        """The number of SQL queries."""
        return len(self.statements)

    def buffers(self) -> int:
        """Return how many pages of 8 KB the SELECTs touch, by asking them again."""
        return sum(map(_buffers, self.statements))


def screen_costs(screens: Sequence[Screen] = SCREENS) -> Iterator[Cost]:
    """Open each screen twice, each persona signed in once, and yield what the second cost."""
    place = Place.newest()
    doors: dict[str, Client] = {}
    for screen in screens:
        if screen.persona not in doors:
            doors[screen.persona] = _door(screen.persona, place)
        yield _opened(screen, doors[screen.persona], screen.address(place))


def deed_costs() -> Iterator[Cost]:
    """Do each deed twice to the newest article, undo it, and yield what the second cost."""
    for name, deed in DEEDS.items():
        for _ in range(2):
            article = Place.newest().article
            with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                deed(article)
                transaction.set_rollback(True)
        yield Cost(AUTHOR, name, 0, 0, _statements(queries))


def _opened(screen: Screen, door: Client, address: str) -> Cost:
    # The first makes thumbnails and fills the caches of content types and of the Site. The second
    # does not note once more that the person was seen, which whatever opens at a full minute does.
    door.get(address)
    with (
        CaptureQueriesContext(connection) as queries,
        patch.object(trust, "SEEN_EVERY_SECONDS", inf),
    ):
        response = door.get(address)
    return Cost(
        screen.persona,
        screen.name,
        response.status_code,
        len(response.content),
        _statements(queries),
    )


def _door(persona: str, place: Place) -> Client:
    """Return a browser in which the persona has signed in."""
    if persona == VISITOR:
        return Client()
    of_network = {role.value: name for role, name in NETWORK_ACCOUNTS.items()}
    username = of_network.get(persona) or f"{place.agency.code.lower()}-{persona}"
    return signed_in(Client(), User.objects.get(username=username))


def _statements(queries: CaptureQueriesContext) -> tuple[str, ...]:
    return tuple(query["sql"] for query in queries.captured_queries)


def _buffers(statement: str) -> int:
    if not statement.lstrip("(").startswith("SELECT"):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}")
        plan = read_plan(cursor.fetchone()[0])
    return int(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])


def read_plan(told: Any) -> Any:
    """Return what EXPLAIN (FORMAT JSON) told of one statement."""
    # Parsed or not, depending on what else has been registered on the connection.
    (plan,) = json.loads(told) if isinstance(told, str) else told
    return plan
