"""Ask an address as the people of the first house, and judge what comes back."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.test import Client

from tests.factories.accounts import signed_in
from tests.tenancy.conftest import Cast

INSIDERS = ("author", "appraiser", "approver", "agency_admin")
# Of the four the two who differ most: one writes pages, the other runs the agency.
USUAL = ("author", "agency_admin")


def visits(cast: Cast, personas: Sequence[str] = USUAL) -> Iterator[tuple[str, Client]]:
    """Yield each persona with a browser in which they are signed in."""
    for persona in personas:
        user = cast.people[persona]
        client = Client(raise_request_exception=False)
        yield persona, client if user is None else signed_in(client, user)


def body_of(answer: Any) -> str:
    """Return what was answered, a streamed file too."""
    return (answer.getvalue() if answer.streaming else answer.content).decode(errors="replace")


def assert_closed(
    cast: Cast, *addresses: str, personas: Sequence[str] = INSIDERS, form: Any = None
) -> None:
    """Fail unless everybody is refused, reading and writing, without a word about the other."""
    for persona, client in visits(cast, personas):
        for address in addresses:
            for answer in (client.get(address), client.post(address, form or {})):
                assert answer.status_code in (403, 404), (persona, address, answer.status_code)
                assert cast.foreign.marker not in body_of(answer), (persona, address)


def assert_shows_own_alone(
    cast: Cast, *addresses: str, personas: Sequence[str] = USUAL, query: Any = None
) -> None:
    """Fail unless the page opens, names what is one's own, and nothing of the other house."""
    for persona, client in visits(cast, personas):
        for address in addresses:
            answer = client.get(address, query or {})
            body = body_of(answer)
            assert answer.status_code == 200, (persona, address, answer.status_code)
            assert cast.own.marker in body, (persona, address)
            assert cast.foreign.marker not in body, (persona, address)
