"""Everybody at every admin address, shared out to files: a process takes a file whole."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.tenancy.crawl import EVERYBODY, READERS, Crawl, names_of_part

# Parts are about as long as each other; each file takes every third.
PARTS, FILES = 9, 3


def matrix_test(share: int) -> Callable[..., None]:
    """Return the test of one file's parts."""

    @pytest.mark.long
    @pytest.mark.parametrize("part", range(PARTS)[share::FILES])
    def test(cast: Any, part: int, reads: Any, plain_refusals: None, record_property: Any) -> None:
        try_everybody(Crawl(cast, names_of_part(cast, part, PARTS), reads), record_property)

    return test


def try_everybody(crawl: Crawl, record_property: Callable[..., None]) -> None:
    """Fail if anybody meets or changes a foreign thing, or reads a word of English.

    Every screen is opened and every form is posted here.

    Every persona is tried at each address with foreign things in it; at each with their own, or
    any where they read all agencies; with a hostile form posted to each foreign one; and with
    every form of the screens that open. The agency's admin and the visitor (crawl.SENDING_ALL)
    send all of it. For the others the guard itself judges each of these requests: what it lets
    through is sent, and of what it refuses one request of each method for each way of refusing.
    They open each of their screens with one object, the personal ones (crawl.PERSONAL) with all,
    and post its forms as they stand. Queries, and foreign things in the fields, are tried once
    for those of one scope (crawl.OF_ONE_AGENCY), as is a form that was taken and an address that
    is not there; other methods and JSON by the agency's admin and the overseer
    (crawl.OTHER_WAYS).
    `make drill` has everybody send everything.
    """
    found = []
    for persona in EVERYBODY:
        visit = crawl.send(persona)
        if persona not in READERS:
            record_property("leaked", visit.count(visit.leaks, visit.asked + visit.tried))
        record_property("passed", visit.count(visit.writes, visit.tried))
        found += [f"{persona}: {each}" for each in visit.found]
    assert not found, "\n".join(found)
    assert len(crawl.reading.texts) > 100
    assert "\n".join(sorted(crawl.reading.english())) == ""
