"""What a release consists of is told whole, and an audit that saw nothing says so."""

import ast
import json
import sys
from importlib.metadata import packages_distributions

import pytest

from network.core.version import VERSION
from tests.supply.audit import verdict
from tests.supply.bill import bill_of_materials
from tests.supply.lock import LOCK, ROOT, locked_packages

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


ROOMS = ("network", "sites", "legal_updates", "aggregator")


def test_what_runs_imports_only_packages_that_a_first_start_installs():
    known, makers = set(locked_packages()), packages_distributions()
    missing = {
        f"{path.relative_to(ROOT)}: {name}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for name in _imported(path.read_text(encoding="utf-8"))
        if name not in {*ROOMS, *sys.stdlib_module_names}
        and known.isdisjoint(made.lower().replace("_", "-") for made in makers.get(name, []))
    }
    assert not missing


def _imported(source: str) -> set[str]:
    """Return the top-level names of the modules that a source imports, in functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.partition(".")[0])
    return names
