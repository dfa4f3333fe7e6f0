"""Check every XML element of an office file: fields, formulas, relations, links. Pure."""

import io
import re
from xml.etree import ElementTree

from ..office_links import is_remote, may_be_clicked, reads_nothing
from ..viewing.results import FileRefused, Refusal

type Element = "ElementTree.Element[str]"

_QUOTED = re.compile(r'"[^"]*"')
_CALLS_PROGRAMS = re.compile(
    r"\b(CALL|REGISTER(?:\.ID)?|UNREGISTER|EXEC|EXECUTE|INITIATE|FOPEN|FWRITE(?:LN)?|FREAD(?:LN)?"
    r"|SEND\.KEYS|SAVE\.AS|GET\.WORKSPACE|GET\.CELL|GET\.WORKBOOK|APP\.MAXIMIZE|VBA\.INSERT\.FILE"
    r"|VBA\.MAKE\.ADDIN|FORMULA\.FILL|SET\.NAME|SET\.VALUE|WORKBOOK\.HIDE|ON\.TIME|ALERT|HALT)\s*\(",
    re.IGNORECASE,
)
_FETCHES = re.compile(r"\b(WEBSERVICE|RTD|IMAGE|SQL\.REQUEST|DDE)\s*\(", re.IGNORECASE)
_STARTS_BY_ITSELF = re.compile(
    r"(?:_xlnm\.)?auto_?(?:open|close|activate|deactivate)", re.IGNORECASE
)
_FORMULAS = {"f", "definedName", "formula", "formula1", "formula2", "oldFormula"}
_OPEN_FORMULAS = {"formula", "condition", "expression"}
_INSTRUCTIONS = {"instrText", "delInstrText"}
_CONNECTIONS = {"connection", "dbPr", "webPr", "olapPr", "queryTable", "database-source-sql"}
_OTHER_CONNECTIONS = {
    *("database-source-table", "database-source-query", "connection-resource", "datasource"),
}
_DDE = {"ddeLink", "dde-source", "dde-connection-decl", "dde-link", "dde-connection"}
_CONTROLS = {"applet", "plugin", "ocx"}
_KEYWORD = re.compile(r'\s*"?\s*([A-Za-z]+|=)')
_REMOTE_WORD = re.compile(r"(?:https?|ftp|file|mhtml|smb):|\\\\[\w.]|//\w", re.IGNORECASE)
_PROGRAM_ACTION = re.compile(r"ppaction://(?:program|macro|ole)", re.IGNORECASE)
_SVG = "{http://www.w3.org/2000/svg}"


class XmlCheck:
    """Check of one XML file from start to end. Raises FileRefused at the first forbidden
    element."""

    def __init__(self) -> None:
        # Codes of the fields open at the current position. A "\0" marks a nested field.
        self._fields: list[list[str]] = []

    def read(self, content: bytes) -> None:
        """Check all elements. Raises ElementTree.ParseError if the content is not XML."""
        for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314
            name = element.tag.rpartition("}")[2]
            if event == "start":
                self._field_mark(name, element)
            else:
                self._check(name, element)
                element.clear()
        while self._fields:
            self._close_field()

    def _field_mark(self, name: str, element: Element) -> None:
        if name != "fldChar":
            return
        kind = _attribute(element, "fldCharType")
        if kind == "begin":
            self._fields.append([])
        elif kind == "separate" and self._fields:
            _check_field("".join(self._fields[-1]))
            self._fields[-1] = []
        elif kind == "end" and self._fields:
            self._close_field()

    def _close_field(self) -> None:
        code = self._fields.pop()
        if "".join(code).strip():
            _check_field("".join(code))
        if self._fields:
            # The result of the nested field becomes part of the outer field's code.
            self._fields[-1].append("\0")

    def _check(self, name: str, element: Element) -> None:
        """Check one element of an office file. Raises FileRefused for fields, formulas, links and
        controls that reach out of the file."""
        text = element.text or ""
        if name in _INSTRUCTIONS and self._fields:
            self._fields[-1].append(text)
        elif name in _INSTRUCTIONS:
            _check_field(text)
        elif name == "fldSimple":
            _check_field(_attribute(element, "instr"))
        if name in _FORMULAS:
            _check_formula(text)
        if name == "definedName":
            _check_defined_name(element)
        if name in _DDE:
            raise FileRefused(Refusal.DDE)
        if name in _CONNECTIONS or name in _OTHER_CONNECTIONS:
            raise FileRefused(Refusal.EXTERNAL, _attribute(element, "name"))
        if name in _CONTROLS:
            raise FileRefused(Refusal.CONTROL, name)
        _check_attributes(name, element)
        if name == "Relationship":
            _check_relation(element)
        if element.tag.startswith(_SVG):
            _check_svg(name, element)


def _attribute(element: Element, wanted: str) -> str:
    return next((each for key, each in element.items() if key.rpartition("}")[2] == wanted), "")


def _check_field(code: str) -> None:
    """Raise FileRefused for a Word field that starts a program or loads external content."""
    if not code.replace("\0", "").strip() and "\0" not in code:
        return
    keyword = _KEYWORD.match(code)
    if keyword is None:
        # Another field computes the name of this one. Only authors who hide something do that.
        if code.lstrip().startswith("\0"):
            raise FileRefused(Refusal.DDE)
        return
    word = keyword[1].upper()
    if word in ("DDE", "DDEAUTO") or (
        len(word) < len("DDEAUTO") and "\0" in code[: keyword.end() + 1]
    ):
        raise FileRefused(Refusal.DDE, word)
    if word in ("LINK", "INCLUDETEXT", "DATABASE", "INCLUDE"):
        raise FileRefused(Refusal.EXTERNAL, word)
    if word in ("INCLUDEPICTURE", "IMPORT", "RD") and _REMOTE_WORD.search(code):
        raise FileRefused(Refusal.EXTERNAL, word)
    if word == "HYPERLINK":
        for target in _QUOTED.findall(code):
            if not may_be_clicked(target.strip('"').replace("\\\\", "\\")):
                raise FileRefused(Refusal.PROGRAM, target.strip('"'))


def _check_formula(formula: str) -> None:
    """Raise FileRefused for a formula that calls a program, loads external data or is an Excel 4
    macro."""
    plain = _QUOTED.sub('""', formula)
    if "|" in plain:
        raise FileRefused(Refusal.DDE, formula[:80])
    if called := _CALLS_PROGRAMS.search(plain):
        raise FileRefused(Refusal.EXCEL4_MACROS, called[1].upper())
    if fetched := _FETCHES.search(plain):
        raise FileRefused(Refusal.EXTERNAL, fetched[1].upper())


def _check_defined_name(element: Element) -> None:
    name = element.get("name", "")
    marks = ("xlm", "function", "macro", "vbProcedure")
    if _STARTS_BY_ITSELF.match(name) or any(element.get(mark) in ("1", "true") for mark in marks):
        raise FileRefused(Refusal.EXCEL4_MACROS, name)


def _check_attributes(name: str, element: Element) -> None:
    for key, value in element.items():
        attribute = key.rpartition("}")[2]
        if attribute in _OPEN_FORMULAS and key.startswith("{urn:oasis"):
            _check_formula(value)
        elif attribute == "action" and _PROGRAM_ACTION.match(value):
            raise FileRefused(Refusal.PROGRAM, value)
        elif name == "event-listener" and attribute in ("href", "macro-name"):
            raise FileRefused(Refusal.MACROS, value)
        elif attribute == "href" and name in ("a", "button") and not may_be_clicked(value):
            raise FileRefused(Refusal.PROGRAM, value)
    if name == "script" and "urn:oasis" in element.tag:
        raise FileRefused(Refusal.MACROS)


def _check_relation(element: Element) -> None:
    kind, target = element.get("Type", ""), element.get("Target", "")
    is_outside = element.get("TargetMode", "Internal") != "Internal" or is_remote(target)
    if "macrosheet" in kind.lower():
        raise FileRefused(Refusal.EXCEL4_MACROS)
    if not is_outside:
        return
    if not reads_nothing(kind, target):
        raise FileRefused(Refusal.EXTERNAL, target)
    if not may_be_clicked(target):
        raise FileRefused(Refusal.PROGRAM, target)


def _check_svg(name: str, element: Element) -> None:
    """Raise FileRefused for an SVG that runs a script or loads external content."""
    if name in ("script", "foreignObject", "handler", "listener"):
        raise FileRefused(Refusal.SCRIPT, name)
    for key, value in element.items():
        attribute, plain = key.rpartition("}")[2].lower(), value.strip().lower()
        if attribute.startswith("on") or plain.startswith(
            ("javascript:", "data:text", "vbscript:")
        ):
            raise FileRefused(Refusal.SCRIPT, attribute)
        if (
            attribute == "href"
            and name != "a"
            and is_remote(value)
            and not plain.startswith("data:image/")
        ):
            raise FileRefused(Refusal.EXTERNAL, value)
