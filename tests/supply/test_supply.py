"""What a release consists of is told whole, and an audit that saw nothing says so."""

import json

import pytest

from network.core.version import VERSION
from tests.supply.audit import verdict
from tests.supply.bill import bill_of_materials
from tests.supply.lock import LOCK, locked_packages

CHECKED = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "Dependency not found on PyPI"}
WEAK = {"name": "c", "version": "3", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3.1"]}]}


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ([CHECKED], 0, "1 of 1 packages were checked.\nNo known weakness."),
        ([SKIPPED], 2, "0 of 1 packages were checked.\nNOT CHECKED: b\nThe first because: Dep"),
        ([CHECKED, SKIPPED], 2, "1 of 2 packages were checked.\nNOT CHECKED: b"),
        ([CHECKED, WEAK], 1, "c 3: PYSEC-1, repaired in 3.1\n2 of 2 packages were checked."),
        ([], 2, "0 of 1 packages were checked.\nNOT CHECKED: a"),
    ],
)
def test_an_audit_says_what_it_has_not_looked_at(rows, code, words):
    expected = {row["name"] for row in rows} or {"a"}
    found, said = verdict({"dependencies": rows}, expected)
    assert found == code
    assert "\n".join(said).startswith(words)


def test_the_bill_of_materials_names_every_package_of_the_lock_and_who_wants_it():
    bill = json.loads(bill_of_materials())
    assert bill["bomFormat"] == "CycloneDX"
    assert bill["metadata"]["component"]["version"] == VERSION
    named = {each["purl"] for each in bill["components"]}
    lines = [line for line in LOCK.read_text().splitlines() if "==" in line and line[0].isalpha()]
    assert len(named) == len(lines) == len(locked_packages())
    wants = {each["ref"]: each.get("dependsOn", []) for each in bill["dependencies"]}
    assert any(ref.startswith("pkg:pypi/django@") for ref in wants["pbgdpl-network"])
    (wagtail,) = (ref for ref in wants if ref.startswith("pkg:pypi/wagtail@"))
    assert any(ref.startswith("pkg:pypi/willow@") for ref in wants[wagtail])
