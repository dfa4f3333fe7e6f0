"""OpenDocument of people who mean harm: what it fetches is written in many ways."""

import io
import zipfile
from collections.abc import Callable
from urllib.parse import quote

from network.media.viewing.results import Refusal
from tests.factories.office import entry_of, open_document, with_entry

from .hostile import Hostile
from .row import READY, WHOLE

CONTENT = "content.xml"
PICTURE = "<draw:frame><draw:image xlink:href='{}/a.png'/></draw:frame>"
SECTION = "<text:section text:name='a'><text:section-source xlink:href='{}'/></text:section>"
ASKING = (
    "<table:table table:name='a'><table:table-row><table:table-cell "
    "table:formula='of:=WEBSERVICE(&quot;{}/a&quot;)' office:value-type='string'>"
    "<text:p>cũ</text:p></table:table-cell></table:table-row></table:table>"
)
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "{}">]>'


def naming(form: str, write: Callable[[str], str] = str) -> Callable[[str], bytes]:
    """A text with a piece that names the address, however it is written."""
    return lambda url: open_document("text", form.format(write(url)))


def by_numbers(url: str) -> str:
    return "".join(f"&#{ord(letter)};" for letter in url)


def in_utf_16(url: str) -> bytes:
    file = naming(PICTURE)(url)
    text = entry_of(file, CONTENT).decode()
    return with_entry(
        file, CONTENT, f'<?xml version="1.0" encoding="UTF-16"?>{text}'.encode("utf-16")
    )


def twice(url: str) -> bytes:
    """Two entries of one name, of which the second is harmless."""
    out = io.BytesIO(naming(PICTURE)(url))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(CONTENT, entry_of(open_document("text"), CONTENT))
    return out.getvalue()


def of_an_entity(secret: str) -> bytes:
    file = open_document("text", "<text:p>&x;</text:p>")
    return with_entry(file, CONTENT, ENTITY.format(secret).encode() + entry_of(file, CONTENT))


def in_a_style(url: str) -> bytes:
    return open_document("text", **{"styles.xml": entry_of(naming(PICTURE)(url), CONTENT).decode()})


ROWS = [
    Hostile("linked-picture.odt", naming(PICTURE), Refusal.EXTERNAL),
    Hostile("linked-in-a-style.odt", in_a_style, Refusal.EXTERNAL),
    Hostile("linked-in-utf-16.odt", in_utf_16, Refusal.EXTERNAL),
    Hostile("linked-by-numbers.odt", naming(PICTURE, by_numbers), Refusal.EXTERNAL),
    Hostile("linked-twice.odt", twice, Refusal.EXTERNAL),
    Hostile("section-of-a-file.odt", naming(SECTION), Refusal.EXTERNAL, names_secret=True),
    Hostile(
        "section-beside-it.odt",
        naming(SECTION, lambda secret: f"a/{quote('../', safe='')}../secret"),
        Refusal.EXTERNAL,
        names_secret=True,
    ),
    Hostile(
        "another-program.odt",
        naming("<text:dde-connection-decl office:dde-application='{}'/>"),
        Refusal.EXTERNAL,
    ),
    Hostile("reads-a-file.odt", of_an_entity, Refusal.BOMB, names_secret=True),
    Hostile(
        "long-list-of-entries.odt",
        lambda _: open_document("text", manifest=" " * 5_000_000),
        Refusal.BOMB,
    ),
    *(
        [
            Hostile(
                "web-service.ods",
                lambda url: open_document("spreadsheet", ASKING.format(url)),
                READY,
            )
        ]
        if WHOLE
        else []
    ),
]
