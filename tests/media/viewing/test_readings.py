"""Two readings of a picture become one text: its order from the one, its words from the surer."""

import re

from network.media.viewing.hocr import Box, pictures
from network.media.viewing.readings import joined, share_covered

# Three rules down, two across: two cells side by side.
TABLE = [(100, 500, 900, 504), (100, 700, 900, 704)]
SIDES = [(left, 500, left + 4, 704) for left in (100, 400, 896)]


def said(lines, *, rules=(), sparse=()) -> list[str]:
    """Return what is read where tesseract sees the lines, and words alone as `sparse`."""
    (first,), (second,) = pictures(_hocr(lines, rules)), pictures(_hocr(sparse, ()))
    return [line.text for line in joined([first], second)]


def _hocr(lines, rules) -> str:
    separators = [f"<div class='ocr_separator' title=\"bbox {_box(rule)}\">" for rule in rules]
    read = [
        f"<span class='ocr_line' title=\"bbox {_box(box)}; x_size {box[3] - box[1]}\">"
        + "".join(
            f"<span class='ocrx_word' title='bbox {_box(place)}; x_wconf {sure}'>{word}</span>"
            for word, place in _placed(text, box)
        )
        for text, sure, box in lines
    ]
    return "".join(["<div class='ocr_page'>", *separators, *read])


def _placed(text: str, box):
    """Yield each word with its box; all letters of a line are of the same width."""
    left, top, right, bottom = box
    wide = (right - left) / len(text)
    for word in re.finditer(r"\S+", text):
        edges = (left + wide * word.start(), top, left + wide * word.end(), bottom)
        yield word[0], tuple(map(round, edges))


def _box(box) -> str:
    return " ".join(map(str, box))


def test_cells_are_read_one_after_the_other():
    across = [
        ("Việc Nộp hồ sơ", 95, (110, 300, 800, 340)),
        ("Kết hôn với Cấp xã", 95, (110, 520, 800, 560)),
        ("người nước ngoài", 95, (110, 570, 390, 610)),
        ("Sau bảng", 95, (110, 800, 400, 840)),
    ]
    apart = [
        ("Cấp xã", 95, (410, 520, 800, 560)),
        ("Kết hôn với", 95, (110, 520, 390, 560)),
        ("người nước ngoài", 95, (110, 570, 390, 610)),
    ]
    told = ["Việc Nộp hồ sơ", "Kết hôn với người nước ngoài", "Cấp xã", "Sau bảng"]
    assert said(across, rules=[*TABLE, *SIDES], sparse=apart) == told


def test_figures_that_are_read_only_in_their_line_come_into_their_cells():
    across = [("7       Bình  nước", 95, (120, 520, 800, 560))]
    apart = [("Bình nước", 95, (440, 520, 800, 560))]
    assert said(across, rules=[*TABLE, *SIDES], sparse=apart) == ["7", "Bình nước"]
    unsure = [("7       Bình  nước", 60, (120, 520, 800, 560))]
    assert said(unsure, rules=[*TABLE, *SIDES], sparse=apart) == ["Bình nước"]


def covered(*lines, printed=(0, 100, 1000, 140), drawn=(), rules=()) -> float:
    (picture,) = pictures(_hocr(lines, rules))
    drawings = [Box(*each) for each in drawn]
    return share_covered([Box(*printed)], drawings, picture.lines, picture.rules)


def test_words_lost_in_the_middle_of_a_line_lower_its_coverage():
    whole = ("Không nêu chuyện riêng của gia đình", 95, (0, 100, 1000, 140))
    assert covered(whole) == 1.0
    lost = ("Không nêu chuyện                đình", 95, (0, 100, 1000, 140))
    assert covered(lost) < 0.7


def test_words_below_a_stamp_are_lost_but_not_those_of_other_cells():
    """A stamp that touches lines of print makes them too high for lines."""
    beside = ("hai người phụ trách                thành nhóm", 95, (0, 300, 1000, 340))
    whole = ("Không nêu chuyện riêng của gia đình", 95, (0, 100, 1000, 140))
    stamp = [(300, 200, 900, 700)]
    assert covered(whole, beside) == 1.0
    assert covered(whole, beside, drawn=stamp) < 0.8
    assert covered(whole, beside, drawn=stamp, rules=[(600, 200, 604, 700)]) == 1.0


def test_a_ruling_line_that_was_not_recognised_as_one_is_no_lost_print():
    text = ("Không nêu chuyện riêng của gia đình", 95, (0, 100, 1000, 140))
    assert covered(text, printed=(0, 200, 1000, 216)) == 1.0
    # As high as letters, and short as a word is.
    assert covered(text, printed=(0, 200, 1000, 224)) == 0.0
    assert covered(text, printed=(0, 200, 400, 216)) == 0.0


def test_a_line_is_not_covered_by_the_line_above_it():
    """Boxes of lines overlap where a page is not quite level."""
    above = ("dòng phía trên chữ nghĩa", 95, (0, 60, 1000, 105))
    assert covered(above) == 0.0


def test_a_frame_around_a_text_is_no_table():
    lines = [
        ("Điều thứ nhất", 95, (110, 520, 800, 560)),
        ("điều thứ hai", 95, (110, 570, 800, 610)),
    ]
    double = [(114, 500, 118, 704), SIDES[0], SIDES[2]]
    told = said(lines, rules=[*TABLE, *double], sparse=lines)
    assert told == ["Điều thứ nhất", "điều thứ hai"]


def test_a_column_between_rules_keeps_its_lines():
    column = [(f"dòng {at}", 95, (110, 505 + 20 * at, 390, 520 + 20 * at)) for at in range(9)]
    told = said(column, rules=[*TABLE, *SIDES], sparse=column)
    assert told == [f"dòng {at}" for at in range(9)]


def test_what_was_passed_over_comes_at_its_place():
    seen = [("Tiêu đề", 95, (0, 0, 400, 40)), ("cuối trang", 95, (0, 200, 400, 240))]
    found = [("Bị bỏ sót", 95, (0, 100, 400, 140)), ("ơ;~ i_", 40, (0, 150, 400, 180))]
    assert said(seen, sparse=found) == ["Tiêu đề", "Bị bỏ sót", "cuối trang"]


def test_each_line_is_of_whoever_is_surer_of_it():
    seen = [("Nộp ở xãa", 70, (0, 0, 400, 40)), ("gần nhà", 95, (0, 60, 400, 100))]
    found = [("Nộp ở xã", 95, (2, 1, 401, 41)), ("gân nhá", 70, (0, 60, 400, 100))]
    assert said(seen, sparse=found) == ["Nộp ở xã", "gần nhà"]


def test_two_columns_beside_each_other_stay_in_their_order():
    left = [(f"trái {at}", 95, (0, 60 * at, 400, 60 * at + 40)) for at in range(3)]
    right = [(f"phải {at}", 95, (500, 60 * at, 900, 60 * at + 40)) for at in range(3)]
    mixed = [line for pair in zip(left, right, strict=True) for line in pair]
    told = said([*left, *right], sparse=mixed)
    assert told == [text for text, _sure, _box in (*left, *right)]


def test_a_dot_before_an_item_is_told_from_dirt():
    dotted = [("se Nam từ đủ 20 tuổi", 95, (0, 0, 400, 40)), ("~. ,,", 30, (0, 60, 400, 100))]
    hocr = _hocr(dotted, ()).replace("x_wconf 95'>se", "x_wconf 27'>se")
    (picture,) = pictures(hocr)
    assert [line.text for line in picture.lines] == ["• Nam từ đủ 20 tuổi"]
