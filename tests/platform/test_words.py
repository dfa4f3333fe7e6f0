"""docs/words.md names what there is: a newcomer looks its words up in the code."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("network", "sites", "legal_updates", "aggregator")


def names() -> set[str]:
    """Return all names that the code defines: modules, classes, functions, fields."""
    found: set[str] = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            found |= {path.stem, path.parent.name}
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    found.add(node.name)
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    found.add(node.id)
    return found


def test_each_name_on_the_page_of_words_is_in_the_code():
    quoted = re.findall(r"`([^`]+)`", (ROOT / "docs" / "words.md").read_text())
    # Beginnings and endings of names ("record_", "…Facts") and template tags are no names.
    dotted = [each for each in quoted if re.fullmatch(r"[\w.]*\w(?<!_)", each) and each[0] != "_"]
    parts = {part for each in dotted for part in each.split(".")}
    assert parts - names() - {"noun_of"} == set()
