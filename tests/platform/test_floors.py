"""No floor names what stands above it, by a string either: templates, addresses, enum members.

import-linter keeps the imports. What must lead up asks for a registered name (docs/adr/0038).
"""

import ast
import inspect
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.template.backends.django import get_installed_libraries
from django.urls import URLResolver, get_resolver

from network.core.frame import NAMES

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
# Templates that stand in the place of a package's, or of nobody's; the rest is the core's.
FOLDERS = {
    "desks": "network.desks",
    "account": "network.accounts",
    "mfa": "network.accounts",
    "wagtailadmin": "network.agencies",
    "404.html": "network.hub",
}
# In code: registered_url("search"), NAMES["section"].
ASKED = re.compile(r"""(?:registered_url[^"]{1,9}|\bNAMES\[)"(\w+)\"""")
ENUMS = {"Enum", "StrEnum", "TextChoices", "IntegerChoices"}
# What a lower floor names all the same, and why.
REASONED = {
    "moderation.PagePart.SOURCE": "the source that an article states, no portal of the library",
    "moderation.ContentPart.SOURCE": "the same",
    "moderation.HintCode.SOURCE": "the same",
    "channels.CaseAction.REPORT": "what a citizen reports of a page, no report of a period",
    "questions.QuestionRefusal.DISPUTE": "a quarrel of citizens, no remark on a finding",
    "agencies.Role.REPORT": "who reads reports of all kinds, not periodic ones alone",
    "agencies.SuccessionKind.CONSOLIDATION": "of agencies that become one",
    "rights_requests.RequestKind.CORRECTION": "of a person's data, no figure of a report",
    "media.Fate.SCAN": "a page that is a picture, no search for fake pages",
    "practices.PracticeAction.CONTACT": "an agency's question to another, no telephone number",
    "legal_updates.MissingField.SOURCE": "the document that says so, no portal of the library",
}


@cache
def floors() -> dict[str, int]:
    """Return the height of each package; the layers of the contract, from below."""
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = reversed(tool["contracts"][0]["layers"])
    return {
        name.strip(" ()"): height
        for height, layer in enumerate(layers)
        for name in layer.split("|")
    }


def floor_of(module: str) -> str | None:
    """Return the package of a dotted name that has a height."""
    return next((each for each in floors() if f"{module}.".startswith(f"{each}.")), None)


@cache
def owners() -> dict[str, str]:
    """Return the package that has each URL name, template, static folder and tag library."""
    found = {name: floor_of(module) for name, module in get_installed_libraries().items()}
    found |= dict(_url_names(get_resolver(), ()))
    packages = {each.label: floor_of(each.name) for each in apps.get_app_configs()}
    for root in (TEMPLATES, *(ROOT.glob("**/static"))):
        if ".venv" not in root.parts:
            files = (each.relative_to(root) for each in root.rglob("*") if each.is_file())
            found |= {str(each): packages.get(each.parts[0]) for each in files}
    return {name: owner for name, owner in found.items() if owner}


def _url_names(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[tuple[str, str | None]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*spaces, entry.namespace) if entry.namespace else spaces
            yield from _url_names(entry, inner)
        # Wagtail's names are Wagtail's, whoever answers there.
        elif entry.name and not entry.name.startswith("wagtail"):
            view = inspect.unwrap(entry.callback)
            # The method of a modeladmin, a class of views, or a function.
            view = type(view.__self__) if inspect.ismethod(view) else view
            view = getattr(view, "view_class", view)
            yield ":".join((*spaces, entry.name)), floor_of(view.__module__)


def too_high(floor: str, names: set[str]) -> Iterator[str]:
    """Yield those of `names` that belong to a floor above."""
    for name in sorted(names):
        owner = owners().get(name) or (floor_of(name) if "." in name else None)
        if owner and floors()[owner] > floors()[floor]:
            yield f"{name} ({owner})"


def sources() -> Iterator[tuple[str, Path, ast.Module]]:
    for floor in floors():
        for path in (ROOT / floor.replace(".", "/")).rglob("*.py"):
            if "migrations" not in path.parts:
                yield floor, path, ast.parse(path.read_text())


def test_templates_name_nothing_above():
    packages = {each.label: floor_of(each.name) for each in apps.get_app_configs()}
    faults = []
    for path in (each for each in TEMPLATES.rglob("*") if each.is_file()):
        folder = path.relative_to(TEMPLATES).parts[0]
        floor = FOLDERS.get(folder) or packages.get(folder) or "network.core"
        tags = " ".join(re.findall(r"\{%-?\s(.*?)-?%\}", path.read_text(), re.DOTALL))
        # What is asked for as registered is no name of anybody's.
        names = set(re.findall(r"""(?<=["'])[\w:./-]+(?=["'](?!\|registered))""", tags))
        loads = re.findall(r"load ((?:[\w.]+\s)+)", f"{tags} ")
        names |= {each for load in loads for each in load.split()}
        faults += [f"{path.relative_to(ROOT)}: {each}" for each in too_high(floor, names)]
    assert faults == []


def test_code_names_nothing_above():
    faults = []
    for floor, path, tree in sources():
        words = {
            each.value
            for each in ast.walk(tree)
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        }
        faults += [f"{path.relative_to(ROOT)}: {each}" for each in too_high(floor, words)]
    assert faults == []


def test_enum_members_name_nothing_above():
    """A member is named after a model above: QUESTION_REFUSED in a floor below the questions."""
    models = {
        re.sub(r"(?<!^)(?=[A-Z])", "_", each.__name__).upper(): floor
        for each in apps.get_models()
        if (floor := floor_of(each.__module__))
    }
    faults = set()
    for floor, _path, tree in sources():
        for each in ast.walk(tree):
            if isinstance(each, ast.ClassDef) and ENUMS & _bases(each):
                for member in _members(each):
                    above = [
                        f"{floor.removeprefix('network.')}.{each.name}.{model}"
                        for model, owner in models.items()
                        if f"{member}_".startswith(f"{model}_")
                        and floors()[owner] > floors()[floor]
                    ]
                    faults |= set(above)
    assert faults == set(REASONED)


def _bases(node: ast.ClassDef) -> set[str]:
    return {getattr(base, "attr", getattr(base, "id", "")) for base in node.bases}


def _members(node: ast.ClassDef) -> Iterator[str]:
    for each in node.body:
        if isinstance(each, ast.Assign):
            yield from (name.id for name in each.targets if isinstance(name, ast.Name))


def test_what_is_asked_for_is_registered_and_there():
    asked = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"""["'](\w+)["']\|registered""", path.read_text())
    }
    for _floor, path, _tree in sources():
        asked |= set(ASKED.findall(path.read_text()))
    assert asked == set(NAMES)
    assert set(NAMES.values()) <= set(owners())
