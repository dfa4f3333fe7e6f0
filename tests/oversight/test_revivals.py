"""Rejected evidence counts in no cell, and what replaces it is looked at again."""

import datetime as dt
from copy import deepcopy
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from network.agencies.models import Role
from network.oversight.models import (
    Declaration,
    EvidenceVerdict,
    Finding,
    Requirement,
    Status,
)
from network.oversight.proofs import DECLARATION, PAGE
from network.oversight.verdicts.selectors import evidence_of
from network.oversight.verdicts.services import reject_evidence
from sites.models import MaterialPage
from tests.factories.moderation import make_draft, make_member, make_office, publish

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
PAGELESS = ("R14", "R15", "R16", "R17", "R18", "R19", "R20", "R21a", "R21b", "R21c", "R22")


@pytest.fixture(scope="module")
def world_of_module(once):
    def made() -> Any:
        office = make_office("STP")
        return SimpleNamespace(office=office, overseer=make_member(office.agency, Role.OVERSEER))

    return once(made)


@pytest.fixture
def world(world_of_module, db):
    return deepcopy(world_of_module)


def requirement(key: str) -> Requirement:
    return Requirement.objects.get(key=key)


def status(world, key: str) -> str:
    """Return the status of a cell without rejected evidence."""
    found = evidence_of(world.office.agency, requirement(key), timezone.now())
    assert found
    return found.status


def reject(world, key: str, *refs: Any, reason: str = "ky-tu", **fields: Any) -> EvidenceVerdict:
    """Reject rows of a cell, the whole cell without rows."""
    about: dict[str, Any] = {"note": "", "now": timezone.now()} | fields
    return reject_evidence(
        agency=world.office.agency,
        requirement=requirement(key),
        refs=refs or None,
        reason=reason,
        user=world.overseer,
        **about,
    )


def declare(world, **fields: Any) -> Declaration:
    """Return a declaration that the agency has no page on social networks."""
    values = {"signed_on": TODAY, "number": "5/CV-STP", "signer": "Giám đốc"} | fields
    return Declaration.objects.create(
        agency=world.office.agency,
        requirement=requirement("R14"),
        statement="Không có trang.",
        valid_until=TODAY + dt.timedelta(days=300),
        declared_at=timezone.now(),
        **values,
    )


def material(world, **fields: Any) -> MaterialPage:
    """Publish a material of the agency."""
    about = {"kind": "leaflet", "date": TODAY, "summary": "Ai, được gì, từ khi nào."}
    page = make_draft(world.office, model=MaterialPage, **about | fields)
    publish(page, world.office)
    return page


@pytest.mark.parametrize("reason", ["noi-khac", "anh"])
def test_a_rejected_declaration_makes_all_cells_that_rest_on_it_owed_again(world, reason):
    row = declare(world)
    assert {status(world, key) for key in PAGELESS} == {Status.NOT_APPLICABLE}
    reject(world, "R14", DECLARATION.of(row.pk), reason=reason)
    assert {status(world, key) for key in PAGELESS} == {Status.NOT_MET}
    # The findings change at once, not in the night.
    stored = Finding.objects.filter(until=None, requirement__key__in=PAGELESS)
    assert [*stored.values_list("status", flat=True)] == [Status.NOT_MET] * len(PAGELESS)


def test_a_rejected_row_counts_in_no_cell(world, monkeypatch):
    page = material(world)
    assert {status(world, key) for key in ("R10", "R11")} == {Status.MET}
    reject(world, "R10", PAGE.of(page.pk), reason="dung-lai")
    assert {status(world, key) for key in ("R10", "R11")} == {Status.NOT_MET}
    monkeypatch.setattr("network.oversight.verdicts.rejections._holds_everywhere", lambda *_: False)
    assert status(world, "R11") == Status.MET


def test_a_reason_about_one_cell_leaves_the_other_cells(world):
    page = material(world)
    reject(world, "R10", PAGE.of(page.pk), reason="noi-khac")
    assert (status(world, "R10"), status(world, "R11")) == (Status.NOT_MET, Status.MET)
