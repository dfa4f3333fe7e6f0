"""Charts: what stands where, so that no words cover each other or leave the picture."""

from itertools import pairwise

import pytest

from network.core.charts import (
    CHAR_WIDTH,
    Bar,
    Growth,
    Pair,
    Series,
    change_chart,
    line_chart,
    pair_chart,
    row_chart,
)


def test_lines_that_end_together_have_words_apart():
    series = [Series("tỉnh", [60, 69.2], "before"), Series("Sở", [50, 69.0])]
    chart = line_chart("Đạt", ["10", "11"], series, headings=["Tháng", "tỉnh", "Sở"])
    ends = sorted(text.y for text in chart.texts if text.tone != "axis")
    assert len(ends) == 2
    assert all(below - above >= 12 for above, below in pairwise(ends))


LONG = "Hội nghị, tập huấn, sinh hoạt cơ quan"
CHARTS = {
    "rows": row_chart("Lần", [Bar(LONG, 3), Bar("Loa", 28)], headings=["Hình thức", "Số lần"]),
    "pairs": pair_chart("Lần", [Pair(LONG * 2, 2_345_678, 0), Pair("Loa", 0, 9)], headings=["a"]),
    "changes": change_chart(
        "Tăng",
        [Growth(f"{LONG} {each}", each, (LONG, each)) for each in (1900, 7, -3, -100)],
        headings=["a"],
    ),
    "only less": change_chart("Giảm", [Growth("Loa", -40, ("Loa", -40))], headings=["a"]),
}


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_long_words_and_numbers_stay_in_the_picture(chart):
    for text in chart.texts:
        length = CHAR_WIDTH * len(text.text)
        start = text.x - length if text.anchor == "end" else text.x
        assert start >= 0
        assert start + length <= chart.width
    for shape in chart.shapes:
        assert 0 <= shape.x <= shape.x + shape.width <= chart.width
        assert shape.y + shape.height <= chart.height


def test_a_cut_label_is_whole_in_the_table():
    chart = CHARTS["pairs"]
    assert chart.texts[0].text.endswith("…")
    assert chart.rows[0][0] == LONG * 2
