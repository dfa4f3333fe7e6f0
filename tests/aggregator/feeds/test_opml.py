"""Lists of feeds of other readers, and hostile files that call themselves one."""

import datetime as dt

import pytest

from aggregator.feeds.opml import MAX_OUTLINES, NotOpml, OpmlFault, Outline, read_opml, write_opml

NOW = dt.datetime(2026, 11, 25, tzinfo=dt.UTC)


def opml(body: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<opml version="2.0"><body>{body}</body></opml>'.encode()


def test_feeds_are_found_in_folders_and_in_any_spelling():
    body = (
        '<outline text="Bộ"><outline text="Bộ Y tế" xmlUrl=" https://moh.example.vn/rss "/>'
        '<outline title="Báo" XMLURL="https://bao.example.vn/rss"/></outline>'
        '<outline text="Ghi chú"/>'
    )
    assert read_opml(opml(body)) == [
        Outline("Bộ Y tế", "https://moh.example.vn/rss", group="Bộ"),
        Outline("Báo", "https://bao.example.vn/rss", group="Bộ"),
    ]


def test_what_is_written_can_be_read():
    outlines = [
        Outline("Cổng & <Báo>", "https://a.example.vn/?x=1&y=2", "Bộ A", "central", "Trung ương"),
        Outline("Tỉnh", "https://b.example.vn/rss", "UBND", "provincial", "Tỉnh"),
    ]
    assert read_opml(write_opml(title="Nguồn\x0b", outlines=outlines, modified=NOW)) == outlines


_LAUGHS = '<!DOCTYPE opml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
_FILE = '<!DOCTYPE opml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (opml('<outline text="&b;" xmlUrl="https://a.vn/"/>', _LAUGHS), OpmlFault.DECLARATIONS),
        (opml('<outline text="x" xmlUrl="https://a.vn/&a;"/>', _FILE), OpmlFault.DECLARATIONS),
        (b"<html><body>" + b"x" * 100, OpmlFault.NOT_OPML),
        (b"\x89PNG\r\n", OpmlFault.NOT_OPML),
        (b"", OpmlFault.NOT_OPML),
        (opml("")[:-4], OpmlFault.BROKEN),
        (opml("<outline>" * 40 + "</outline>" * 40), OpmlFault.BROKEN),
        (opml(" " * 1_100_000), OpmlFault.TOO_LARGE),
        (opml('<outline xmlUrl="https://a.vn/"/>' * (MAX_OUTLINES + 1)), OpmlFault.TOO_MANY),
    ],
)
def test_a_hostile_or_broken_file_is_refused_by_name(body, fault):
    with pytest.raises(NotOpml) as refused:
        read_opml(body)
    assert refused.value.fault is fault
