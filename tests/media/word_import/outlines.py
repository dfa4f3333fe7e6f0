"""Write a manuscript as lines that people can write by hand, to compare it with a fixture."""

import re
from collections.abc import Iterator

from network.media.word_import.manuscript import OMITTED, Block, Manuscript


def outline(manuscript: Manuscript) -> list[str]:
    """Return blocks and remarks, one per line; see the .txt files beside the fixtures."""
    lines = [f"= {manuscript.title}"] if manuscript.title else []
    for block in manuscript.blocks:
        lines += _block(block)
    lines.append("----")
    for remark in manuscript.remarks:
        kind = "omitted" if remark.kind in OMITTED else "doubt"
        places = ",".join(str(place.paragraph) for place in remark.places)
        lines.append(f"{kind} {remark.kind} {remark.count} @{places}")
    return lines


def _block(block: Block) -> Iterator[str]:
    if block.kind == "heading":
        yield f"{'#' * (block.level - 1)} {block.text}"
    elif block.kind == "list":
        yield from _items(block.html)
    elif block.kind == "table":
        yield "[bảng]"
        yield from (f"| {' | '.join(row)} |" for row in block.rows)
    elif block.kind == "picture":
        yield f"[ảnh] {block.text} | {block.caption}"
    elif block.kind == "box":
        yield f"[hộp chữ] {block.text}"
    else:
        yield f"¶ {block.html.removeprefix('<p>').removesuffix('</p>')}"


def _items(html: str) -> Iterator[str]:
    lists: list[tuple[str, int]] = []
    text = ""
    for part in re.split(r"(</?(?:ul|ol|li)>)", html):
        if part == "<ul>" or part == "<ol>":
            lists.append((part[1:-1], 0))
        elif part in ("</ul>", "</ol>"):
            lists.pop()
        elif part == "<li>":
            tag, number = lists[-1]
            lists[-1] = (tag, number + 1)
            text = "  " * (len(lists) - 1) + ("- " if tag == "ul" else f"{number + 1}. ")
        elif part and part != "</li>":
            yield text + part
