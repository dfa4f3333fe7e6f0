"""The installed packages speak Vietnamese too, and no translation breaks its message."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override, pgettext

from network.core.package_messages import DOMAINS, merged, missing, package_messages
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
EDGES = re.compile(r"\A(\s*).*?(\s*)\Z", re.DOTALL)
# What reads the same in both languages, and why.
SAME = {
    "units": ["%s KB", "%s MB", "%s GB", "%s TB", "%s PB", "IPv4", "IPv6"],
    "signs": ["…", ":", ":?.!", ", "],
    "names of things that the state writes so too": ["Email", "Infographic", "email"],
    "names of files and programs": [
        "Facebook",
        "Video",
        "logo",
        "Website",
        "website",
        "dd/mm/yyyy",
    ],
    "words taken from Vietnamese": ["PBGDPL", "Pano", "Panos", "pano", "panos"],
}


def catalogue_at(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale="vi")


def packages_catalogue(domain: str) -> Catalog:
    return catalogue_at(Path(settings.LOCALE_PATHS[1]) / "vi" / "LC_MESSAGES" / f"{domain}.po")


# Messages that mean another thing on our screens than on a package's; ours is shown on both.
OURS = {
    "Approve": "approving a news item, too, which is no phê duyệt of a leader",
    "Approved": "the decision of a page's log",
    "Page": "a text on its way, in the decision log",
    "Text": "the body of an article; Django names a kind of database column so",
    "Time": "when a thing was done; Django names a kind of database column so",
    "owner": "whose portal a source is; Wagtail's is no field of a screen",
}


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """Every message of every catalogue, our own too."""
    paths = [path for folder in settings.LOCALE_PATHS for path in Path(folder).rglob("vi/**/*.po")]
    return [entry for path in paths for entry in catalogue_at(path) if entry.id]


def forms(entry: Entry) -> tuple[list[str], list[str]]:
    """Return (English forms, Vietnamese forms)."""
    english = [entry.id] if isinstance(entry.id, str) else list(entry.id)
    return english, [entry.string] if isinstance(entry.string, str) else list(entry.string)


def single(entries: list[Entry]) -> list[tuple[str, str]]:
    """Return (English, Vietnamese) of each, of the plural where there is one."""
    return [(forms(entry)[0][-1], forms(entry)[1][-1]) for entry in entries]


def words(message: str) -> str:
    """Return what is left of a message without its placeholders."""
    return PLACEHOLDER.sub("", message).strip(" :-…")


def damage(entry: Entry) -> str:
    """Return what the translation has lost of its message, "" for nothing."""
    english, texts = forms(entry)
    if len(texts) != 1 or not texts[0].strip():
        return "Vietnamese has one form, and it must say something"
    text = texts[0]
    if set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(" ".join(english))):
        return "placeholders"
    if Counter(TAG.findall(text)) != Counter(TAG.findall(english[-1])):
        return "tags"
    if EDGES.match(text).groups() != EDGES.match(english[-1]).groups():
        return "blanks at the ends"
    return "a colon" if english[-1].rstrip()[-1:] == ":" != text.rstrip()[-1:] else ""


def test_no_translation_loses_a_placeholder_a_tag_or_a_blank(entries):
    assert len(entries) > 3000
    assert [(entry.id, damage(entry)) for entry in entries if damage(entry)] == []


@pytest.mark.parametrize(
    ("english", "text"),
    [
        ("%(count)s pages", "trang"),
        ("<b>Draft</b>", "<i>Bản nháp</i>"),
        ("Locked: ", "Khóa:"),
        (("%(n)s page", "%(n)s pages"), ("%(n)s trang", "%(n)s trang")),
        ("Page", ""),
    ],
)
def test_a_damaged_translation_is_found(english, text):
    assert damage(Entry(english, text))


def test_no_message_is_left_in_english(entries):
    same = {message for messages in SAME.values() for message in messages}
    left = [
        entry.id
        for entry in entries
        if forms(entry)[0] == forms(entry)[1]
        and PLACEHOLDER.sub("", forms(entry)[0][0]).strip(" :-…")
    ]
    assert sorted(set(map(str, left)) - same) == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_message_of_every_installed_package_is_translated(domain):
    of_packages = package_messages(domain)
    assert {"wagtail.admin"} <= set(of_packages)
    absent = missing(of_packages, packages_catalogue(domain))
    assert {name: messages for name, messages in absent.items() if messages} == {}


def test_a_message_new_in_a_package_is_missed():
    of_packages = package_messages("django")
    of_packages["wagtail.users"].add("Send a postcard")
    absent = missing(of_packages, packages_catalogue("django"))
    assert absent["wagtail.users"] == ["Send a postcard"]
    assert absent["wagtail.admin"] == []


def test_a_message_shared_with_a_package_reads_the_same_in_both_catalogues():
    own = catalogue_at(Path(settings.LOCALE_PATHS[0]) / "vi" / "LC_MESSAGES" / "django.po")
    shared = [
        (forms(entry), forms(ours))
        for entry in packages_catalogue("django")
        if entry.id and not entry.context and (ours := own.get(forms(entry)[0][0]))
    ]
    assert len(shared) > 50
    assert {theirs[0][0] for theirs, ours in shared if theirs[1] != ours[1]} <= set(OURS)


def test_packages_are_read_as_they_are_installed():
    of_packages = package_messages("django")
    everything = merged(of_packages)
    # allauth ships one catalogue for parts that are not installed here, too.
    assert everything.get("Signup") and not everything.get("Third-Party Login Failure")
    # django-filter ships no English catalogue: its code is read.
    assert everything.get("is less than or equal to")
    assert not {name for name in of_packages if name.startswith(("network", "aggregator"))}


def test_screens_speak_vietnamese():
    with override("vi"):
        assert gettext("Submit for moderation") == "Trình duyệt bài"
        assert ngettext("%(count)s image", "%(count)s images", 1) % {"count": 1} == "1 hình ảnh"
        assert pgettext("abbrev. month", "Sept.") == "thg 9"
        # Where we and a package have the same message, ours is shown.
        assert gettext("Approve") == "Duyệt"


def test_the_editor_in_the_browser_speaks_vietnamese(client, db):
    signed_in(client, make_member(make_agency()))
    script = client.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    catalogue = json.loads(re.search(r"newcatalog = (\{.*?\});", script, re.DOTALL)[1])
    assert catalogue["Toggle sidebar"] == "Mở hoặc đóng thanh bên"
    assert catalogue["%(num)s error"] == ["%(num)s lỗi"]
    assert len(catalogue) >= 85
