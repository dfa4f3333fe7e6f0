"""A name stands for one class: a newcomer who reads it need not look at the imports."""

import ast
from collections import defaultdict
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("network", "sites", "legal_updates", "aggregator")
# Django finds a command by the name of its module, and each of them has to be called so.
COMMAND = "Command"
# What a screen, a form or a form's field is for is told by the desk it belongs to: read beside its
# URL names and its template, nowhere else, and named alike in all desks that do alike.
OF_A_DESK = ("View", "Form", "Field")


def classes() -> dict[str, list[str]]:
    """Return in which modules there is a class of each name, other than inside another."""
    found = defaultdict(list)
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef):
                    found[node.name].append(module.removesuffix(".__init__"))
    return found


def models_called(name: str) -> set[str]:
    """Return in which modules there are models of that name."""
    return {model.__module__ for model in apps.get_models() if model.__name__ == name}


def test_no_two_classes_share_a_name():
    found = classes()
    assert len(found[COMMAND]) > 1
    # Models may: the app before them tells them apart ("sites.Correction"), and another name costs
    # a migration. What is no model gives way to one.
    doubled = {
        name: modules
        for name, modules in found.items()
        if len(modules) > 1
        and name != COMMAND
        and not name.endswith(OF_A_DESK)
        and not models_called(name).issuperset(modules)
    }
    assert doubled == {}
