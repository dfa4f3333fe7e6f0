"""The parts of a DOCX package that a reader needs: relations, styles and numbering. Pure."""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_HEADING = re.compile(r"heading (\d)")
_CONTENTS = re.compile(r"toc (?:\d|heading)")
# ISO 29500 Strict, which Word can save, names the same elements by other namespaces.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_DEPTH = re.compile(r"list (?:bullet|number) ([2-5])")
_OFF = ("0", "false", "off", "none")
_LISTED = re.compile(r"%\d[.)]?")
_PLACE = re.compile(r"%\d")
_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l")),
    *((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)


def local(element: Any) -> str:
    """Return the element's name without namespace, "" for a comment."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def is_on(parent: Any, name: str) -> bool | None:
    """Return whether the property `name` of `parent` is on, None if it is not set."""
    found = parent.find(f"{W}{name}") if parent is not None else None
    return None if found is None else found.get(f"{W}val", "1") not in _OFF


def value_of(parent: Any, path: str) -> str | None:
    """Return the w:val of the element at `path` below `parent`, or None."""
    found = parent.find("/".join(f"{W}{step}" for step in path.split("/")))
    return None if found is None else found.get(f"{W}val")


class Package:
    """An opened DOCX file."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = set(archive.namelist())
        root = self.xml("_rels/.rels")
        main = [r.get("Target") for r in root if r.get("Type", "").endswith("/officeDocument")]
        self.main = main[0].lstrip("/") if main else "word/document.xml"
        self.relations = {
            relation.get("Id"): relation for relation in self.xml(self._relations_of(self.main))
        }

    def _relations_of(self, part: str) -> str:
        folder, name = posixpath.split(part)
        return f"{folder}/_rels/{name}.rels"

    def xml(self, name: str) -> Any:
        """Return the root of an XML part, an empty element if there is no such part."""
        if name not in self.names:
            return etree.Element("nothing")
        content = self.archive.read(name)
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
        return etree.fromstring(content, PARSER)

    def parts(self, kind: str) -> list[Any]:
        """Return the roots of the parts to which the document has a relation of this kind."""
        return [
            self.xml(self._target(relation))
            for relation in self.relations.values()
            if relation.get("Type", "").endswith(f"/{kind}")
        ]

    def _target(self, relation: Any) -> str:
        target = relation.get("Target", "")
        folder = posixpath.dirname(self.main)
        return posixpath.normpath(
            target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
        )

    def content(self, key: str) -> bytes | None:
        """Return the bytes of the part with this relation id, None if it is outside or missing."""
        relation = self.relations.get(key)
        if relation is None or relation.get("TargetMode") == "External":
            return None
        name = self._target(relation)
        return self.archive.read(name) if name in self.names else None

    def address(self, key: str) -> str:
        """Return the web address with this relation id, "" if it is none."""
        relation = self.relations.get(key)
        target = relation.get("Target", "") if relation is not None else ""
        return target if relation is not None and relation.get("TargetMode") == "External" else ""


@dataclass(slots=True)
class Style:
    """A style with what it inherits. `toggles` are bold, italic, vanish and strike; `size` is in
    half points, 0 if unknown."""

    name: str = ""
    level: int = 0
    numbering: tuple[str, int] | None = None
    font: str = ""
    toggles: dict[str, bool] = field(default_factory=dict)
    size: int = 0

    @property
    def list_depth(self) -> int:
        """Return the depth of Word's own styles for deeper lists, which are lists of their own that
        are only indented more."""
        found = _DEPTH.fullmatch(self.name)
        return int(found[1]) - 1 if found else 0


_TOGGLES = {"b": "bold", "i": "italic", "vanish": "vanish", "strike": "strike", "dstrike": "strike"}


def run_values(props: Any) -> tuple[str, dict[str, bool]]:
    """Return font ("" if not set) and toggles that run properties set."""
    if props is None:
        return "", {}
    fonts = props.find(f"{W}rFonts")
    font = "" if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or ""
    toggles = {name: on for tag, name in _TOGGLES.items() if (on := is_on(props, tag)) is not None}
    return font, toggles


def size_of(props: Any) -> int:
    """Return the font size in half points that run properties set, 0 if they set none."""
    size = (value_of(props, "sz") if props is not None else None) or ""
    return int(size) if size.isdigit() else 0


class Styles:
    """The styles of a document, each resolved along its ancestors."""

    def __init__(self, root: Any) -> None:
        self.elements = {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}
        self.default = ""
        for key, style in self.elements.items():
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.default = key
        usual = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        font, toggles = run_values(usual)
        self.base = Style(font=font, toggles=toggles, size=size_of(usual))
        self.resolved: dict[str, Style] = {}

    def get(self, key: str | None, depth: int = 0) -> Style:
        """Return a style; the document's defaults for an unknown one."""
        key = key or ""
        if key not in self.resolved:
            element = self.elements.get(key)
            if element is None or depth > 20:
                return self.base
            self.resolved[key] = self._resolve(element, depth)
        return self.resolved[key]

    def _resolve(self, element: Any, depth: int) -> Style:
        parent = self.get(value_of(element, "basedOn"), depth + 1)
        name = (value_of(element, "name") or "").lower()
        props = element.find(f"{W}rPr")
        font, toggles = run_values(props)
        outline = value_of(element, "pPr/outlineLvl")
        named = _HEADING.fullmatch(name)
        level = int(named[1]) if named else level_of(outline, parent.level)
        listed = value_of(element, "pPr/numPr/numId")
        depth_in_list = int(value_of(element, "pPr/numPr/ilvl") or 0)
        numbering = (listed, depth_in_list) if listed else parent.numbering
        merged = parent.toggles | toggles
        size = size_of(props) or parent.size
        return Style(name, level, numbering, font or parent.font, merged, size)


def level_of(outline: str | None, inherited: int) -> int:
    """Return the heading level of an outline level (9 is body text), or the inherited one."""
    if outline is None or not outline.isdigit():
        return inherited
    return int(outline) + 1 if int(outline) < 9 else 0


def is_contents(style: Style) -> bool:
    """Return whether the style is that of a line of the table of contents."""
    return bool(_CONTENTS.fullmatch(style.name))


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark that Word shows before a numbered paragraph. `value` is 0 for a bullet."""

    text: str
    value: int
    is_bullet: bool
    is_plain: bool


class Numbering:
    """Counts the automatic numbers of a document as Word shows them."""

    def __init__(self, root: Any) -> None:
        abstract = {each.get(f"{W}abstractNumId"): each for each in root.iter(f"{W}abstractNum")}
        self.levels: dict[str, dict[int, Any]] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.shared: dict[str, str] = {}
        for num in root.iter(f"{W}num"):
            key, base = num.get(f"{W}numId"), value_of(num, "abstractNumId") or ""
            found = abstract.get(base)
            levels = found.iter(f"{W}lvl") if found is not None else ()
            self.levels[key] = {int(level.get(f"{W}ilvl", 0)): level for level in levels}
            overrides = num.findall(f"{W}lvlOverride")
            self.shared[key] = key if overrides else f"abstract {base}"
            for override in overrides:
                depth, start = int(override.get(f"{W}ilvl", 0)), value_of(override, "startOverride")
                if start:
                    self.starts[key, depth] = int(start)
        self.counts: dict[str, dict[int, int]] = {}

    def next_mark(self, listed: str, depth: int) -> Mark | None:
        """Count one paragraph of a list and return its mark, None if the list is unknown."""
        levels = self.levels.get(listed, {})
        if depth not in levels:
            return None
        form = value_of(levels[depth], "numFmt") or "decimal"
        text = value_of(levels[depth], "lvlText") or ""
        if form == "bullet":
            return Mark(text, 0, True, False)
        if form == "none":
            # LibreOffice writes headings without numbers as a list whose number is not shown.
            return Mark(_PLACE.sub("", text).strip(), 0, False, False)
        counts = self.counts.setdefault(self.shared[listed], {})
        counts[depth] = counts.get(depth, self._start(listed, depth) - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        plain = form == "decimal" and bool(_LISTED.fullmatch(text))
        for at in range(depth, -1, -1):
            number = counts.get(at, self._start(listed, at))
            level = levels.get(at)
            shape = (value_of(level, "numFmt") if level is not None else None) or "decimal"
            text = text.replace(f"%{at + 1}", formatted(number, shape))
        return Mark(text, counts[depth], False, plain)

    def _start(self, listed: str, depth: int) -> int:
        if (listed, depth) in self.starts:
            return self.starts[listed, depth]
        level = self.levels.get(listed, {}).get(depth)
        return int((value_of(level, "start") if level is not None else None) or 1)


def formatted(number: int, form: str) -> str:
    """Return a number as a list shows it: decimal, letters, Roman or not at all."""
    if form == "none":
        return ""
    if form in ("lowerLetter", "upperLetter"):
        number = max(number, 1) - 1
        text = chr(ord("a") + number % 26) * (number // 26 + 1)
    elif form in ("lowerRoman", "upperRoman"):
        text = ""
        for size, letters in _ROMAN:
            text += letters * (number // size)
            number %= size
    else:
        return str(number)
    return text.upper() if form.startswith("upper") else text
