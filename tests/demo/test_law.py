"""The law that the demo tells of is real: it stands in the register's data, with its record."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from legal_updates.citations import find_document_numbers
from network.demo.data import FOLDER, read_all, read_json, read_parts
from network.demo.documents import document_rows

DOCUMENTS = {row["number"]: row for row in document_rows()}
QUESTIONS = read_parts("questions*.json")
# What stands before citizens.
ITEMS = [
    *read_all("articles/*.json"),
    *QUESTIONS["answers"],
    *read_json("law_pages.json"),
    *read_json("notices.json"),
]
OPEN = [row["code"] for row in read_json("agencies.json") if "successors" not in row]
BRIEF = {"brief", "legal_bases.csv"}
# The State's own hosts; a name within one of them is the State's too (vanban.chinhphu.vn).
STATE_HOSTS = ("chinhphu.vn", "gov.vn", "quochoi.vn", "vbpl.vn")
FEEDS = list(FOLDER.glob("portals/*"))
# What citizens read, on paper too.
TEXTS = [
    *FOLDER.glob("articles/*.json"),
    *FOLDER.glob("questions*.json"),
    *FOLDER.glob("files/print/*.html"),
    *(FOLDER / name for name in ("law_pages.json", "notices.json", "waiting.json")),
]
RECORDED = {number for number, row in DOCUMENTS.items() if "draft" not in row}


def named(path: Path) -> set[str]:
    """Return the numbers that stand in a file."""
    return {each.canonical for each in find_document_numbers(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("path", sorted(TEXTS), ids=lambda path: path.name)
def test_every_number_that_a_text_names_is_in_the_register(path):
    assert named(path) - RECORDED == set()


def test_nineteen_of_twenty_numbers_that_texts_name_are_confirmed():
    told = set().union(*map(named, TEXTS))
    confirmed = {number for number in told if DOCUMENTS[number].get("official_url")}
    assert len(confirmed) >= 0.95 * len(told)


def test_the_feeds_bring_real_law_and_some_that_the_register_has_to_learn():
    told = set().union(*map(named, FEEDS))
    assert told - set(DOCUMENTS) == set()
    assert told - RECORDED == set(DOCUMENTS) - RECORDED != set()


@pytest.mark.parametrize("row", DOCUMENTS.values(), ids=lambda row: row["number"])
def test_what_is_said_of_a_document_says_where_it_was_read(row):
    facts = {"issued_on", "effective_on", "validity", "separate_effect", "official_url"}
    assert not any(map(row.get, facts)) or row["record"]
    if re.search(r"/2026/", row["number"]):
        assert row["record"]
    assert re.match(r"$|https?://[^/]+/.", row.get("official_url", ""))


@pytest.mark.parametrize(
    "row",
    [row for row in DOCUMENTS.values() if row.get("official_url")],
    ids=lambda row: row["number"],
)
def test_the_official_text_of_a_document_stands_with_the_state(row):
    host = urlsplit(row["official_url"]).hostname
    assert any(f".{host}".endswith(f".{each}") for each in STATE_HOSTS)


@pytest.mark.parametrize(
    "row",
    [row for row in DOCUMENTS.values() if "record" in row],
    ids=lambda row: row["number"],
)
def test_a_record_names_a_page_or_the_domain_brief(row):
    assert row["record"] in BRIEF or re.match(r"https?://[^/]+/.", row["record"])


@pytest.mark.parametrize(
    "row",
    [row for row in DOCUMENTS.values() if "validity" in row],
    ids=lambda row: row["number"],
)
def test_a_state_of_validity_names_the_page_that_says_so(row):
    assert re.match(r"https?://[^/]+/.", row.get("validity_record") or row["record"])
    assert (row["validity"] == "partly_expired") == ("expired_parts" in row)


def test_what_a_document_ends_names_the_page_that_says_so():
    ending = [
        relation
        for row in DOCUMENTS.values()
        for relation in row.get("relations", ())
        if relation.get("confirmed") and relation["type"] in ("bai_bo", "thay_the")
    ]
    assert ending
    assert all(re.match(r"https?://[^/]+/.", each["record"]) for each in ending)


def test_every_bound_document_is_in_the_register():
    bound = Counter(number for item in ITEMS for number in item.get("documents", ()))
    assert set(bound) <= set(DOCUMENTS)


def test_every_open_agency_has_three_items_to_read():
    items = Counter(item["agency"] for item in ITEMS)
    assert {code for code in OPEN if items[code] < 3} == set()


def test_no_text_promises_what_is_not_there():
    promised = re.compile(r"\b(?:Video|Cuộc thi|Hội thi|Thi làm)\b")
    assert [item["slug"] for item in ITEMS if promised.search(item["title"])] == []
