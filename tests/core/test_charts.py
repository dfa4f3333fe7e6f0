"""Charts: what stands where, so that no words cover each other or leave the picture."""

from itertools import pairwise

from network.core.charts import CHAR_WIDTH, Bar, Series, line_chart, row_chart


def test_lines_that_end_together_have_words_apart():
    series = [Series("tỉnh", [60, 69.2], "before"), Series("Sở", [50, 69.0])]
    chart = line_chart("Đạt", ["10", "11"], series, headings=["Tháng", "tỉnh", "Sở"])
    ends = sorted(text.y for text in chart.texts if text.tone != "axis")
    assert len(ends) == 2
    assert all(below - above >= 12 for above, below in pairwise(ends))


def test_long_words_stay_in_the_picture_above_their_bars():
    long = "Hội nghị, tập huấn, sinh hoạt cơ quan"
    chart = row_chart("Lần", [Bar(long, 3), Bar("Loa", 28)], headings=["Hình thức", "Số lần"])
    for text in chart.texts:
        length = CHAR_WIDTH * len(text.text)
        start = text.x - length if text.anchor == "end" else text.x
        assert start >= 0
        assert start + length <= chart.width
    assert max(shape.y + shape.height for shape in chart.shapes) <= chart.height
