"""docs/architecture.md shows the layers of the code, and documents name what there is."""

import re
import tomllib
from pathlib import Path

import pytest
import wagtail
from django.conf import settings

PROJECT, INSTALLED = Path(settings.BASE_DIR), Path(wagtail.__file__).parent.parent
DOCUMENTS = [PROJECT / "docs" / name for name in ("architecture.md", "what-happens-at-publish.md")]


def diagram() -> str:
    """Return the layers that import-linter keeps, as a Mermaid diagram, the highest first."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text())["tool"]["importlinter"]
    layers = [re.findall(r"[\w.]+", layer) for layer in contracts["contracts"][0]["layers"]]
    boxes = [f'    {number}["{" · ".join(layer)}"]' for number, layer in enumerate(layers)]
    arrows = [f"    {number} --> {number + 1}" for number in range(len(layers) - 1)]
    return "\n".join(["flowchart TD", *boxes, *arrows])


def test_the_diagram_is_that_of_the_layers():
    shown = re.search(r"```mermaid\n(.*?)\n```", DOCUMENTS[0].read_text(), re.DOTALL)
    assert shown
    assert shown[1] == diagram()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.stem)
def test_every_function_is_where_the_document_says(document):
    text = document.read_text()
    places = re.findall(r"`([\w/]+\.py): ([\w., ]+)`", text)
    assert places
    for file, names in places:
        root = INSTALLED if file.startswith("wagtail/") else PROJECT
        source = (root / file).read_text()
        for name in re.findall(r"\w+", names):
            made = rf"^ *(?:def|async def|class) {name}\b|^{name}(?::.*)? = "
            assert re.search(made, source, re.MULTILINE), f"{name} is not in {file}"
    files = re.findall(r"`((?:aggregator|docker|network|sites|templates|tests)/[\w/.]+)", text)
    assert [file for file in files if not (PROJECT / file).exists()] == []
