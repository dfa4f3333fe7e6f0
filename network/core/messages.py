"""Extract the messages of our own code, without the gettext tools."""

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_file
from django.utils.translation.template import templatize

# A singular, or (singular, plural).
Message = str | tuple[str, str]

FOLDERS = ("network", "sites", "legal_updates", "aggregator", "templates")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}
_QUOTED = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL = re.compile(rf"(?<![\w.])(?P<name>_|gettext|ngettext)\({_QUOTED}(?:, ?{_QUOTED})?")


def own_messages(root: Path) -> set[Message]:
    """Return the messages of all Python files and templates below the project's `root`."""
    return set().union(*(messages_below(root / folder) for folder in FOLDERS))


def messages_below(folder: Path) -> set[Message]:
    """Return the messages of all Python files and templates below `folder`, except migrations."""
    found: set[Message] = set()
    for path in sorted(folder.rglob("*")):
        if "migrations" in path.parts:
            continue
        if path.suffix == ".py":
            found.update(_python_messages(path))
        elif path.suffix in {".html", ".txt"}:
            found.update(_template_messages(path))
    return found


def _python_messages(path: Path) -> Iterator[Message]:
    for _line, message, _comments, _context in extract_from_file("python", path, KEYWORDS):
        yield (message[0], message[1]) if isinstance(message, tuple | list) else message


def _template_messages(path: Path) -> Iterator[Message]:
    for match in _CALL.finditer(templatize(path.read_text(encoding="utf-8"))):
        texts = [_unquoted(text) for text in match.groups()[1:] if text]
        yield (texts[0], texts[1]) if match["name"] == "ngettext" else texts[0]


def _unquoted(literal: str) -> str:
    return re.sub(
        r"\\(['\"\\n])", lambda found: "\n" if found[1] == "n" else found[1], literal[1:-1]
    )
