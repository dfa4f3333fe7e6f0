"""The forms of a screen as they stand, and with something of another house in their fields."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bs4 import BeautifulSoup, SoupStrainer
from django.http import QueryDict

from tests.tenancy.conftest import Cast, House
from tests.tenancy.parts import objects_of
from tests.tenancy.spellings import spelled

# Fields of forms by the kind of object they name; what is not here is tried with all kinds.
FIELD_KINDS = {
    "cover": ("image",),
    "file": ("document",),
    "logo": ("image",),
    "original": ("page",),
    "collection": ("collection",),
    "agency": ("agency",),
    "substitute": ("user",),
    "new_parent_page": ("page",),
}
# What a field of a row is tried with where that is not known: whatever an agency owns alone.
ROW_KINDS = ("page", "image", "document")
# Stands in the names of the row that new rows of a list are made from.
NEW_ROW = "__prefix__"
# What a form counts its rows with.
COUNTING = ("_FORMS", "-count", "-order", "-type", "-deleted", "-id", "-ORDER")
# The rest of a page needs no tree.
FORMS = SoupStrainer("form")
# Selects with numbers in them that name nothing.
COUNTS = ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS", "ORDER")

# A form of Wagtail whose script sends the token in a header.
OF_SCRIPT = "w-editing-sessions"


def forms_of(
    url: str, html: bytes, *, has_tokens: bool = True
) -> Iterator[tuple[str, QueryDict, list[str]]]:
    """Yield (where to, the fields as they stand, those that name something) of the posted forms.

    Fails for a form without its CSRF token: the test client could send it, a browser could not.
    """
    for form in BeautifulSoup(html, "html.parser", parse_only=FORMS)("form"):
        if form.get("method", "get").lower() != "post":
            continue
        fields = QueryDict(mutable=True)
        for field in form(["input", "textarea", "select"]):
            _add(fields, field)
        for block in form.select("[data-block]"):
            fields[f"{block['id']}-count"] = "0"
        if "revision_id" in fields:
            # The editor of a locked page shows no fields; a body is what Wagtail cannot do without.
            fields.setdefault("body-count", "0")
        token = fields.pop("csrfmiddlewaretoken", None) or OF_SCRIPT in form.get("class", ())
        assert token or not has_tokens, f"{url}: no token in the form of {form.get('action')}"
        yield form.get("action") or url, fields, list(_relations(form))


def emptied(fields: QueryDict) -> QueryDict:
    """Return the form with nothing filled in."""
    blank = fields.copy()
    for name in fields:
        if not name.endswith(COUNTING):
            blank[name] = ""
    return blank


def variants(
    fields: QueryDict, relations: Iterable[str], house: House, *, spellings: bool = True
) -> Iterator[tuple[str, QueryDict]]:
    """Yield (what is tried, the form) with something of `house` in each field, one by one.

    A field of a list of rows is tried in a new row; other spellings, unless told not to, where it
    is known what the field names.
    """
    keys = objects_of(house)
    for name in relations:
        at, row = _with_row(fields, name) if NEW_ROW in name else (name, fields)
        for what, value in _hostile_values(name, keys, spellings=spellings):
            changed = row.copy()
            changed[at] = value
            yield f"{what} in {name}", changed
    if "body-count" in fields:
        for number, block in enumerate(_blocks(keys)):
            changed = fields.copy()
            changed.update({"body-0-order": "0", "body-0-deleted": "", **block})
            changed["body-count"] = "1"
            yield f"block {number}", changed


def _hostile_values(
    name: str, keys: dict[str, list[int]], *, spellings: bool
) -> Iterator[tuple[str, str]]:
    """Yield (what it is, the value) of foreign things for a field, in all spellings if asked."""
    known = FIELD_KINDS.get(name.rpartition("-")[2], ())
    for kind in known or (ROW_KINDS if NEW_ROW in name else keys):
        yield kind, str(keys[kind][0])
    for kind in known if spellings else ():
        for other in spelled(keys[kind][0]):
            yield f"{kind} as {other!r}", other


def _with_row(fields: QueryDict, name: str) -> tuple[str, QueryDict]:
    """Return the name of the field in a new row of its list, and the form with that row."""
    prefix = name.partition(f"-{NEW_ROW}-")[0]
    number = int(fields.get(f"{prefix}-TOTAL_FORMS", 0))
    row = fields.copy()
    for field, values in fields.lists():
        if field.startswith(f"{prefix}-{NEW_ROW}-"):
            # A row that lacks what it needs would be refused for that.
            row.setlist(field.replace(NEW_ROW, str(number)), [value or "Dòng" for value in values])
    row[f"{prefix}-{number}-id"] = row[f"{prefix}-{number}-DELETE"] = ""
    row[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    return name.replace(NEW_ROW, str(number)), row


def _blocks(keys: dict[str, list[int]]) -> Iterator[dict[str, str]]:
    """Yield bodies that name foreign things: a picture, a file, a link in a text."""
    page, image, document = (str(keys[kind][0]) for kind in ("page", "image", "document"))
    yield {"body-0-type": "image", "body-0-value-image": image, "body-0-value-alt_text": "Ảnh"}
    yield {"body-0-type": "file", "body-0-value-document": document}
    audio = {"file": document, "title": "Tiếng", "duration": ""}
    audio["transcript"] = _linked("LINK", page)
    yield {"body-0-type": "audio"} | {f"body-0-value-{key}": value for key, value in audio.items()}
    for kind, key in (("LINK", page), ("DOCUMENT", document)):
        yield {"body-0-type": "paragraph", "body-0-value": _linked(kind, key)}


def _linked(kind: str, key: str) -> str:
    """Return what the text editor sends for one linked word (Draft.js content state)."""
    entity = f'{{"type": "{kind}", "mutability": "MUTABLE", "data": {{"id": {key}}}}}'
    ranges = '[{"offset": 0, "length": 1, "key": 0}]'
    block = (
        '{"key": "a", "text": "Xem", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],'
        f' "entityRanges": {ranges}}}'
    )
    return f'{{"blocks": [{block}], "entityMap": {{"0": {entity}}}}}'


def _add(fields: QueryDict, field: Any) -> None:
    name, kind = field.get("name"), field.get("type", "")
    if not name or (kind in ("checkbox", "radio") and not field.has_attr("checked")):
        return
    if field.name == "select":
        options = field.select("option[selected]") or field("option")[:1]
        fields.setlist(name, [option.get("value", option.get_text()) for option in options])
    elif kind not in ("submit", "file"):
        fields.appendlist(
            name, field.get_text() if field.name == "textarea" else field.get("value", "")
        )


def _relations(form: Any) -> Iterator[str]:
    """Yield the names of selects over keys and of choosers."""
    for select in form("select"):
        values = [option.get("value", "") for option in select("option")]
        named = select.get("name", "")
        if named.endswith(COUNTS):
            continue
        if named and any(value.isdigit() for value in values):
            yield named
    # The field of a chooser stands behind it.
    yield from (field["name"] for field in form.select(".chooser + input[type=hidden]"))
    yield from (hidden["name"] for hidden in form.select("input[type=hidden][name=agency]"))


def hostile_form(cast: Cast) -> dict[str, Any]:
    """Return fields that many forms have, filled to change what is not one's own."""
    return {
        "title": "BIDOI",
        "name": "BIDOI",
        "slug": "bidoi",
        "action-publish": "1",
        "new_parent_page": cast.served.home_page.pk,
        "chooser": cast.served.home_page.pk,
        "collection": cast.served.collection_id,
        "role": "author",
        "comment": "BIDOI",
        "last_day": "31/12/2030",
        "id": objects_of(cast.foreign)["page"],
        "next": "/admin/",
    }


def hostile_json(cast: Cast) -> str:
    """Return the same for screens that read JSON, with every key that names a place."""
    places = ("destination_page_id", "page_id", "parent_page_id", "object_id", "pk", "collection")
    home = cast.foreign.home.pk
    return json.dumps(hostile_form(cast) | dict.fromkeys(places, home) | {"recursive": True})
