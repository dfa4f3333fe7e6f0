"""docs/requirements.md names what each check reads, and screens that exist."""

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

from network.oversight.checks import ALL
from network.oversight.models import Requirement
from network.oversight.outcomes import Participants
from network.oversight.running import participating_agencies
from tests.factories.directives import make_directive, make_overseer

from .network import BY_HAND, make_network

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).resolve().parents[2] / "docs" / "requirements.md"
# Read by most checks; the text above the table says so.
COMMON = {
    *("accounts.User", "agencies.Agency", "agency_sites.AgencyHomePage"),
    *("oversight.Requirement", "oversight.Standard", "wagtailcore.Collection", "wagtailcore.Page"),
}


@pytest.fixture(scope="module")
def six_of_module(once, tmp_path_factory):
    def made() -> Any:
        from django.test import override_settings

        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            return make_network()

    return once(made)


@pytest.fixture
def six(six_of_module, db):
    return deepcopy(six_of_module)


def rows() -> dict[str, list[str]]:
    """Return {requirement: cells of its row}."""
    lines = [line for line in TABLE.read_text().splitlines() if re.match(r"\| R\d", line)]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return {row[0]: row for row in cells}


def names_in(cell: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", cell))


def test_the_table_has_a_full_row_for_each_requirement():
    table = rows()
    assert list(table) == list(BY_HAND)
    assert all(len(row) == 5 and all(row) for row in table.values())


def test_each_check_reads_the_tables_that_are_written_down(six):
    day = timezone.localdate()
    make_directive(make_overseer(six["DU"].agency), six["DU"].agency)
    labels = {each._meta.db_table: each._meta.label for each in apps.get_models()}
    everybody, table = list(participating_agencies(day)), rows()
    for requirement in Requirement.objects.filter(key__in=BY_HAND):
        with CaptureQueriesContext(connection) as asked:
            ALL[requirement.check_key](Participants(everybody, day), requirement.thresholds)
        queried = {
            labels[name]
            for query in asked.captured_queries
            for name in re.findall(r'(?:FROM|JOIN) "?([a-z_0-9]+)"?', query["sql"])
            if name in labels
        }
        written = names_in(table[requirement.key][1])
        assert queried - COMMON <= written, (requirement.key, queried - COMMON - written)
        assert written <= set(labels.values()), requirement.key


def test_each_screen_of_the_table_exists():
    def known(name: str) -> bool:
        *spaces, own = name.split(":")
        resolver = get_resolver()
        for space in spaces:
            resolver = resolver.namespace_dict[space][1]
        return own in resolver.reverse_dict

    shown = {name for row in rows().values() for name in names_in(row[4])}
    assert shown and not [name for name in shown if not known(name)]
