"""Write small DOCX files from raw XML, as fixtures of the Word import."""

import io
import zipfile
from pathlib import Path

from PIL import Image, ImageDraw

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PARTS = {"styles", "numbering", "footnotes", "endnotes", "comments", "header1", "footer1"}

_STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>
 <w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>
 <w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/>
 <w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="MucLon"><w:name w:val="Muc lon"/>
 <w:basedOn w:val="Heading1"/></w:style>
<w:style w:type="paragraph" w:styleId="DieuSo"><w:name w:val="Dieu so"/>
 <w:basedOn w:val="Heading2"/>
 <w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="VnTimeBody"><w:name w:val="Vn body"/>
 <w:rPr><w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/>
 <w:rPr><w:b/></w:rPr></w:style>
"""


def _levels(*levels: tuple[str, str]) -> str:
    return "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )


_LISTS = {
    1: _levels(("bullet", ""), ("bullet", "o"), ("bullet", "")),
    2: _levels(("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3.")),
    3: _levels(("lowerLetter", "%1)")),
    4: _levels(("decimal", "Điều %1.")),
    5: _levels(("decimal", "%1."), ("decimal", "%2.")),
    6: _levels(("none", "%1"), ("decimal", "%1Mục %2.")),
}
_NUMBERING = "".join(
    f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'
    for number, levels in _LISTS.items()
) + "".join(
    f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>' for number in _LISTS
)


def run(text: str, props: str = "", *, tag: str = "w:t") -> str:
    """Return a run with its properties as raw XML."""
    return f'<w:r><w:rPr>{props}</w:rPr><{tag} xml:space="preserve">{text}</{tag}></w:r>'


def bold(text: str) -> str:
    """Return a bold run."""
    return run(text, "<w:b/>")


def para(*runs: str, style: str = "", props: str = "") -> str:
    """Return a paragraph. Strings without markup become plain runs."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(each if each.startswith("<") else run(each) for each in runs)
    return f"<w:p><w:pPr>{named}{props}</w:pPr>{inside}</w:p>"


def item(text: str, depth: int = 0, listed: int = 1) -> str:
    """Return a paragraph of an automatic list."""
    props = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{listed}"/></w:numPr>'
    return para(text, props=props)


def cell(*paragraphs: str, props: str = "") -> str:
    """Return a table cell."""
    inside = "".join(each if each.startswith("<") else para(each) for each in paragraphs)
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inside or para()}</w:tc>"


def table(*rows: str, borders: bool = True) -> str:
    """Return a table; each row is the XML of its cells."""
    lines = "".join(
        f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH")
    )
    drawn = f"<w:tblBorders>{lines}</w:tblBorders>" if borders else ""
    inside = "".join(each if each.startswith("<w:tr") else f"<w:tr>{each}</w:tr>" for each in rows)
    return f"<w:tbl><w:tblPr>{drawn}</w:tblPr>{inside}</w:tbl>"


def drawing(inside: str, *, uri: str = "", alt: str = "") -> str:
    """Return a run with a drawing that contains the graphic data `inside`."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/>'
        f'<a:graphic><a:graphicData uri="{uri}">{inside}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def picture(relation: str, *, alt: str = "", crop: str = "") -> str:
    """Return a run with a picture."""
    cut = f"<a:srcRect {crop}/>" if crop else ""
    return drawing(
        f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/>{cut}</pic:blipFill></pic:pic>',
        uri="http://schemas.openxmlformats.org/drawingml/2006/picture",
        alt=alt,
    )


def drawn(colour: str, kind: str = "PNG", size: tuple[int, int] = (120, 80)) -> bytes:
    """Return an image with a disc on a ground of one colour."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).ellipse((10, 10, size[0] // 2, size[1] // 2), fill="white")
    written = io.BytesIO()
    image.save(written, kind)
    return written.getvalue()


def write(
    path: Path,
    body: str,
    *,
    parts: dict[str, str] | None = None,
    media: dict[str, bytes] | None = None,
) -> None:
    """Write a DOCX. `parts` are further XML parts; each of `media` gets its name as relation id."""
    media = media or {}
    texts = {"styles": f"<w:styles {W}>{_STYLES}</w:styles>"}
    texts["numbering"] = f"<w:numbering {W}>{_NUMBERING}</w:numbering>"
    texts |= parts or {}
    kinds = {"png", "jpeg", "emf", "bin", "xlsx"}
    defaults = "".join(f'<Default Extension="{e}" ContentType="image/{e}"/>' for e in sorted(kinds))
    known = {name: name.rstrip("1") for name in texts if name in _PARTS}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in known.items()
    )
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for name, kind in known.items()
    ) + "".join(
        f'<Relationship Id="{name.partition(".")[0]}" Type="{_OFFICE}/image" '
        f'Target="media/{name}"/>'
        for name in media
    )
    links = (parts or {}).get("links", "")
    sheet = "http://schemas.openxmlformats.org/package/2006"
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{sheet}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{defaults}'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{sheet}/relationships"><Relationship Id="d" '
        f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{sheet}/relationships">'
        f"{relations}{links}</Relationships>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        **{f"word/{name}.xml": text for name, text in texts.items() if name != "links"},
        **{f"word/media/{name}": content for name, content in media.items()},
    }
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
