"""Read the runs of a DOCX paragraph: text, fields, links, notes and everything drawn. Pure."""

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..viewing.pictures import WHOLE, Crop
from .docx_objects import chart_title, form_value, symbol
from .docx_parts import Package, R, Style, W, is_on, local, run_values, size_of, value_of
from .manuscript import RemarkKind
from .pictures import ManuscriptPictures
from .pieces import Line, PictureFound, TextSpan, words_in

if TYPE_CHECKING:
    from .docx_reader import DocxReader

_LINK = re.compile(r'\s*HYPERLINK\s+"([^"]+)"')
_WEB = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)
_INSIDE = ("ins", "moveTo", "smartTag", "customXml", "sdtContent", "dir", "bdo", "ruby", "rubyBase")
_BREAKS = {"tab": " ", "ptab": " ", "cr": "\n", "noBreakHyphen": "-"}
_SHIFTS = {"superscript": "sup", "subscript": "sub"}
# Names that programs write as a description of the picture.
_NO_ALT = re.compile(
    r"(?i)\s*(?:.*\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf)"
    r"|(?:picture|image|hình ảnh|graphic)\s*\d*)\s*"
)
_MOST_ALT = 250


@dataclass(slots=True)
class Field:
    """A complex field that is being read: its instruction, then its result."""

    instruction: str = ""
    is_result: bool = False


@dataclass(slots=True)
class RunLook:
    """Format of a run that its text inherits."""

    font: str = ""
    toggles: dict[str, bool] = field(default_factory=dict)
    size: int = 0
    link: str = ""


class RunReader:
    """Reads paragraphs' contents into lines."""

    def __init__(
        self, reader: "DocxReader", package: Package, pictures: ManuscriptPictures
    ) -> None:
        self.reader, self.package, self.pictures = reader, package, pictures
        self.fields: list[Field] = []

    def read(self, element: Any, line: Line, style: Style) -> None:
        """Add the content of a paragraph to a line."""
        # A field without an end would swallow all that follows.
        self.fields = [each for each in self.fields if each.is_result]
        self._children(element, line, RunLook(style.font, style.toggles, style.size))

    def _children(self, parent: Any, line: Line, look: RunLook) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, line, look)
            elif name in _INSIDE or name == "fldSimple":
                self._children(element, line, look)
            elif name == "sdt":
                self._control(element, line, look)
            elif name == "hyperlink":
                link = _web(self.package.address(element.get(f"{R}id", "")))
                self._children(element, line, replace(look, link=link or look.link))
            elif name in ("del", "moveFrom"):
                words = " ".join("".join(element.itertext(f"{W}delText", f"{W}t")).split())
                if name == "del":
                    line.note(RemarkKind.DELETED_WORDS, words_in(words), words)
            elif name in ("oMath", "oMathPara"):
                line.note(RemarkKind.EQUATION, 1, "".join(element.itertext()))

    def _control(self, element: Any, line: Line, look: RunLook) -> None:
        props, content = element.find(f"{W}sdtPr"), element.find(f"{W}sdtContent")
        if props is not None and is_on(props, "showingPlcHdr"):
            line.note(RemarkKind.PLACEHOLDER)
        elif content is not None:
            self._children(content, line, look)

    def _run(self, element: Any, line: Line, look: RunLook) -> None:
        props = element.find(f"{W}rPr")
        styled = self.reader.styles.get(value_of(props, "rStyle") if props is not None else "")
        font, toggles = run_values(props)
        toggles = look.toggles | styled.toggles | toggles
        base = self.reader.styles.base.font
        inherited = styled.font if styled.font != base else ""
        span = TextSpan(
            "",
            bold=toggles.get("bold", False),
            italic=toggles.get("italic", False),
            shift=_shift(props),
            link=look.link or self._field_link(),
            font=font or inherited or look.font,
        )
        before = len(line.spans)
        for child in element:
            self._content(child, line, span)
        added = " ".join(each.text for each in line.spans[before:])
        if added.strip():
            size = size_of(props) or self._style_size(styled) or look.size
            line.size = min(line.size or size, size)
        if toggles.get("vanish"):
            del line.spans[before:]
            line.note(RemarkKind.HIDDEN_TEXT, words_in(added), added)
        elif toggles.get("strike"):
            line.note(RemarkKind.STRUCK_TEXT, words_in(added), added)

    def _style_size(self, styled: Style) -> int:
        """Return the size that a character style sets, 0 if it is only inherited."""
        return styled.size if styled.size != self.reader.styles.base.size else 0

    def _content(self, child: Any, line: Line, span: TextSpan) -> None:
        """Add one element of a run."""
        name = local(child)
        if name == "fldChar":
            self._field(child, line, span)
        elif name == "instrText" and self.fields:
            self.fields[-1].instruction += child.text or ""
        elif any(not each.is_result for each in self.fields):
            return
        elif name == "t":
            _add(line, span, child.text or "")
        elif name in _BREAKS:
            _add(line, span, _BREAKS[name])
        elif name == "br":
            _add(
                line, span, "\n" if child.get(f"{W}type", "textWrapping") == "textWrapping" else " "
            )
        elif name == "softHyphen":
            # The code of ư in TCVN3 fonts; in others it shows only at the end of a line.
            _add(line, span, "\xad" if span.font.lower().startswith(".vn") else "")
        elif name == "sym":
            if known := symbol(child):
                _add(line, span, known)
            else:
                line.note(RemarkKind.SYMBOL, 1, child.get(f"{W}font", ""))
        elif name == "lastRenderedPageBreak":
            self.reader.pages += 1
            line.page = line.page if not line.is_empty else self.reader.pages
        elif name in ("footnoteReference", "endnoteReference"):
            number = self.reader.note_number(
                name.removesuffix("Reference"), child.get(f"{W}id", "")
            )
            line.add_note_mark(number)
        elif name == "commentReference":
            line.note(RemarkKind.COMMENTS)
        else:
            self._drawn(child, name, line, span)

    def _field(self, child: Any, line: Line, span: TextSpan) -> None:
        """Follow a complex field, and add what a form field shows."""
        kind = child.get(f"{W}fldCharType")
        if kind == "begin":
            self.fields.append(Field())
            _add(line, span, form_value(child.find(f"{W}ffData")))
        elif kind == "separate" and self.fields:
            self.fields[-1].is_result = True
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _field_link(self) -> str:
        for each in self.fields:
            if each.is_result and (found := _LINK.match(each.instruction)):
                return _web(found[1])
        return ""

    def _drawn(self, child: Any, name: str, line: Line, span: TextSpan) -> None:
        """Add a picture or text box, or note a drawing that cannot become text."""
        if name == "AlternateContent":
            choices = [each for each in child if local(each) in ("Choice", "Fallback")]
            for each in choices[0] if choices else ():
                self._content(each, line, span)
        elif name == "object":
            line.note(RemarkKind.EMBEDDED_OBJECT)
        elif name == "drawing":
            self._drawing(child, line)
        elif name == "pict":
            self._old_drawing(child, line)

    def _drawing(self, element: Any, line: Line) -> None:
        kinds = [each.get("uri", "") for each in element.iter() if local(each) == "graphicData"]
        names = {local(each) for each in element.iter()}
        alt = next((e.get("descr", "") for e in element.iter() if local(e) == "docPr"), "")
        pictures = [each for each in element.iter() if local(each) == "pic"]
        for picture in pictures:
            self._picture(picture, alt, line)
        boxes = self._boxes(element, line)
        if pictures or boxes:
            return
        if any("chart" in kind for kind in kinds):
            key = next((e.get(f"{R}id", "") for e in element.iter() if local(e) == "chart"), "")
            line.note(RemarkKind.CHART, 1, chart_title(self.package.content(key)) or alt)
        elif "relIds" in names or any("diagram" in kind for kind in kinds):
            line.note(RemarkKind.SMART_ART, 1, alt)
        else:
            line.note(RemarkKind.SHAPE, 1, alt)

    def _boxes(self, element: Any, line: Line) -> bool:
        """Add the outermost text boxes of a drawing. Returns whether there are any with text."""
        contents = [
            each
            for each in element.iter(f"{W}txbxContent")
            if next(each.iterancestors(f"{W}txbxContent"), None) is None
        ]
        boxes = [box for each in contents if (box := self.reader.box(each))]
        line.boxes += boxes
        return bool(boxes)

    def _picture(self, picture: Any, alt: str, line: Line) -> None:
        blip = next((each for each in picture.iter() if local(each) == "blip"), None)
        crop = next((each for each in picture.iter() if local(each) == "srcRect"), None)
        key = blip.get(f"{R}embed", "") if blip is not None else ""
        self._keep(key, alt, line, _crop(crop))

    def _old_drawing(self, element: Any, line: Line) -> None:
        """Add the picture or text box of a VML drawing."""
        if self._boxes(element, line):
            return
        datas = [each for each in element.iter() if local(each) == "imagedata"]
        alt = next((e.get("alt", "") for e in element.iter() if local(e) == "shape"), "")
        for data in datas:
            self._keep(data.get(f"{R}id", ""), alt, line, WHOLE)
        if not datas:
            line.note(RemarkKind.SHAPE)

    def _keep(self, key: str, alt: str, line: Line, crop: Crop) -> None:
        content = self.package.content(key)
        name = self.pictures.keep(content, crop) if content else ""
        if name:
            line.pictures.append(PictureFound(name, clean_alt(alt)))
        else:
            line.note(RemarkKind.UNREADABLE_PICTURE)


def _add(line: Line, span: TextSpan, text: str) -> None:
    line.spans.append(TextSpan(text, span.bold, span.italic, span.shift, span.link, span.font))


def _shift(props: Any) -> str:
    """Return "sup", "sub" or "". LibreOffice raises small letters instead of naming them so."""
    if props is None:
        return ""
    named = _SHIFTS.get(value_of(props, "vertAlign") or "", "")
    raised = value_of(props, "position") or "0"
    if named or props.find(f"{W}sz") is None or not raised.lstrip("-").isdigit():
        return named
    return "sup" if int(raised) > 0 else "sub" if int(raised) < 0 else ""


def _web(address: str) -> str:
    """Return the address if a reader may follow it, else ""."""
    return address.strip() if _WEB.match(address.strip()) else ""


def _crop(element: Any) -> Crop:
    """Return the parts cut off at left, top, right and bottom; Word counts in 1/100,000."""
    if element is None:
        return WHOLE
    left, top, right, bottom = (int(element.get(side) or 0) / 100_000 for side in "ltrb")
    return (left, top, right, bottom)


def clean_alt(alt: str) -> str:
    """Return a description of a picture, "" for a file name or what a program wrote."""
    alt = " ".join(alt.split())
    return "" if _NO_ALT.fullmatch(alt) else alt[:_MOST_ALT]
