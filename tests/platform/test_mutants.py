"""The kept mutants fit the code of today, and the tests that are to find them exist."""

import ast
from functools import cache

import pytest

from tests.drill.mutants.data import ROOT, load_mutants

MUTANTS = load_mutants()


@cache
def functions_of(file: str) -> set[str]:
    """Return the names of the test functions of a file."""
    tree = ast.parse((ROOT / file).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def faults_of(mutant) -> list[str]:
    """Return what does not fit any more."""
    path, found = ROOT / mutant.file, []
    if not path.is_file() or "/migrations/" in mutant.file:
        # The kept test database is made by the migrations as they are.
        return [f"{mutant.name}: {mutant.file} is no file to change"]
    try:
        changed = mutant.applied_to(path.read_text())
        if path.suffix == ".py":
            ast.parse(changed)
    except (ValueError, SyntaxError) as error:
        found.append(f"{mutant.name}: {error}")
    for test in mutant.tests:
        file, _, name = test.partition("::")
        if not (ROOT / file).exists() or (
            name and name.partition("[")[0] not in functions_of(file)
        ):
            found.append(f"{mutant.name}: there is no {test}")
    return found


def test_each_mutant_fits_the_code_and_names_its_tests():
    assert not [fault for mutant in MUTANTS for fault in faults_of(mutant)]
    assert len(MUTANTS) >= 60


@pytest.mark.parametrize("kept", ["tests", "notice"])
def test_each_mutant_says_what_finds_it_and_who_would_notice(kept):
    assert not [mutant.name for mutant in MUTANTS if not getattr(mutant, kept)]
