"""Source, links and pictures: what R24 asks for is missed when it is missing."""

from dataclasses import replace
from datetime import date

import pytest

from network.moderation.hints import (
    Content,
    ContentPart,
    HintCode,
    ImageFacts,
    LinkStatus,
    Severity,
    SourceFacts,
    find_hints,
)

SOURCE = SourceFacts(
    name="Cổng thông tin điện tử tỉnh Gia Lai",
    author="Nguyễn Thị Thu Hiền",
    agency="Phòng Phổ biến, giáo dục pháp luật",
    website="https://gialai.example.vn/tin/1",
    published=date(2026, 11, 5),
)
IMAGE = ImageFacts(
    title="Hội nghị",
    alt="Người dân nghe giới thiệu luật.",
    credit="Ảnh: Rơ Châm H'Yéo",
    licence="x",
)


def found(content: Content) -> dict[HintCode, list[ContentPart]]:
    return {hint.code: [passage.part for passage in hint.passages] for hint in find_hints(content)}


def test_a_complete_text_gives_no_hint() -> None:
    assert find_hints(Content(source=SOURCE, images=(IMAGE,))) == ()


def test_a_text_without_any_source_is_blocked() -> None:
    (hint,) = find_hints(Content())
    assert (hint.code, hint.severity) == (HintCode.SOURCE_MISSING, Severity.BLOCKS)


@pytest.mark.parametrize(
    ("field", "value", "part"),
    [
        ("name", " ", ContentPart.SOURCE_NAME),
        ("author", "", ContentPart.SOURCE_AUTHOR),
        ("agency", "", ContentPart.SOURCE_AGENCY),
        ("website", "", ContentPart.SOURCE_WEBSITE),
        ("website", "gialai", ContentPart.SOURCE_WEBSITE),
        ("website", "javascript:alert(1)", ContentPart.SOURCE_WEBSITE),
        ("website", "http://[::1", ContentPart.SOURCE_WEBSITE),
        ("published", None, ContentPart.SOURCE_DATE),
    ],
)
def test_one_missing_particular_blocks_and_is_named(
    field: str, value: object, part: ContentPart
) -> None:
    content = Content(source=replace(SOURCE, **{field: value}))
    (hint,) = find_hints(content)
    assert (hint.code, hint.severity) == (HintCode.SOURCE_INCOMPLETE, Severity.BLOCKS)
    assert [passage.part for passage in hint.passages] == [part]


@pytest.mark.parametrize("name", ["Internet", "Nguồn: Internet", "Sưu tầm", "S/T", "facebook"])
def test_a_source_that_names_nobody_is_pointed_out(name: str) -> None:
    content = Content(source=replace(SOURCE, name=name))
    assert found(content) == {HintCode.SOURCE_VAGUE: [ContentPart.SOURCE_NAME]}


@pytest.mark.parametrize(
    "name", ["Báo Gia Lai", "Trang Facebook Công an tỉnh Gia Lai", "Mạng lưới"]
)
def test_a_real_name_is_not_called_vague(name: str) -> None:
    assert find_hints(Content(source=replace(SOURCE, name=name))) == ()


def test_dead_links_warn_and_unchecked_ones_do_not() -> None:
    links = {"https://a.example/": LinkStatus.DEAD, "https://b.example/": LinkStatus.UNCHECKED}
    content = Content(source=replace(SOURCE, link_status=LinkStatus.DEAD), links=links)
    hints = find_hints(content)
    assert [hint.code for hint in hints] == [HintCode.SOURCE_LINK_DEAD, HintCode.LINK_DEAD]
    assert hints[1].passages[0].snippet == "https://a.example/"
    assert {hint.severity for hint in hints} == {Severity.WARNS}


@pytest.mark.parametrize(
    ("image", "code", "severity"),
    [
        (replace(IMAGE, credit=" "), HintCode.IMAGE_WITHOUT_CREDIT, Severity.BLOCKS),
        (replace(IMAGE, alt=""), HintCode.IMAGE_WITHOUT_ALT, Severity.BLOCKS),
        (replace(IMAGE, licence=""), HintCode.IMAGE_WITHOUT_LICENCE, Severity.WARNS),
        (replace(IMAGE, credit="Ảnh: Internet"), HintCode.IMAGE_CREDIT_VAGUE, Severity.WARNS),
        (replace(IMAGE, alt="IMG_2031.JPG"), HintCode.IMAGE_ALT_IS_FILE_NAME, Severity.WARNS),
        (replace(IMAGE, alt="z49382-1"), HintCode.IMAGE_ALT_IS_FILE_NAME, Severity.WARNS),
    ],
)
def test_a_picture_is_judged_and_named(
    image: ImageFacts, code: HintCode, severity: Severity
) -> None:
    (hint,) = find_hints(Content(source=SOURCE, images=(IMAGE, image)))
    assert (hint.code, hint.severity, hint.count) == (code, severity, 1)
    assert (hint.passages[0].index, hint.passages[0].snippet) == (1, "Hội nghị")


def test_a_decorative_picture_needs_no_alt_text() -> None:
    image = replace(IMAGE, alt="", decorative=True)
    assert find_hints(Content(source=SOURCE, images=(image,))) == ()


def test_what_blocks_stands_first() -> None:
    images = (replace(IMAGE, licence=""), replace(IMAGE, alt=""))
    severities = [hint.severity for hint in find_hints(Content(images=images))]
    assert severities == [Severity.BLOCKS, Severity.BLOCKS, Severity.WARNS]
