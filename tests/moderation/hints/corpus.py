"""Real and demo texts to try the hints on."""

import csv
import html
import json
import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from network.moderation.hints import Content, ImageFacts, SourceFacts

ROOT = Path(__file__).resolve().parents[3]
SHARED = Path(os.environ.get("PBGDPL_SHARED") or ROOT.parent / "shared")
TITLES = SHARED / "domain" / "legal_titles.tsv"
ARTICLES = sorted((ROOT / "network/demo/articles").glob("*.json"))

needs_titles = pytest.mark.skipif(
    not TITLES.is_file(), reason="the shared titles of legal documents are missing (PBGDPL_SHARED)"
)


def legal_titles() -> list[str]:
    """Return 600 titles of legal documents as portals write them."""
    with TITLES.open(encoding="utf-8", newline="") as file:
        return [row["raw_title"] for row in csv.DictReader(file, delimiter="\t")]


def demo_contents() -> list[Content]:
    """Return every article of the demo as the hints see it."""
    articles = [a for path in ARTICLES for a in json.loads(path.read_text(encoding="utf-8"))]
    return [_content(article) for article in articles]


def _content(article: dict) -> Content:
    images = [b["value"] for b in article["body"] if b["type"] == "image"]
    source = article["source"]
    return Content(
        title=article["title"],
        summary=article["summary"],
        texts=tuple(text for block in article["body"] for text in _texts(block["value"])),
        source=SourceFacts(
            source["name"],
            source["author"],
            source["agency"],
            source["website"],
            date.fromisoformat(source["date"]),
        ),
        images=tuple(ImageFacts(i["image"], i["alt"], i["credit"], "own work") for i in images),
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        lines = re.sub(r"</(?:p|li)>", "\n", value)
        yield html.unescape(re.sub(r"<[^>]+>", "", lines)).strip()
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
