"""Charts as inline SVG made on the server, each with its data table, without scripts.

A chart is drawn at a given width in CSS pixels and scales down with its container. Colours are CSS
classes, so that they follow the theme and print styles.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .money import group_thousands

# "now" is the main data, "before" the data for comparison.
type Tone = Literal["now", "before", "strong", "warn", "bad"]
type Cell = str | int

CHAR_WIDTH, LINE, TEXT_HEIGHT = 7, 20, 14


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


@dataclass(frozen=True, slots=True)
class ChartText:
    """A short text; `anchor` says which end of it is at x."""

    x: float
    y: float
    text: str
    anchor: Literal["start", "middle", "end"] = "start"
    tone: Tone | Literal["axis"] = "axis"


@dataclass(frozen=True, slots=True)
class ChartLine:
    """A line through several points."""

    points: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart with its data table. `title` says what the numbers show."""

    title: str
    subtitle: str
    width: int
    height: int
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    shapes: Sequence[Shape] = ()
    texts: Sequence[ChartText] = ()
    lines: Sequence[ChartLine] = ()

    def __str__(self) -> SafeString:
        return render_to_string("core/chart.html", {"chart": self})


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a bar chart."""

    label: str
    value: int
    tone: Tone = "now"
    # Text beside the bar, instead of the plain number.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """A number and that of a year before, None if unknown; `more` is shown only in the table."""

    label: str
    now: int
    before: int | None
    more: Sequence[Cell] = ()


@dataclass(frozen=True, slots=True)
class Growth:
    """Change of a number in per cent, negative for a decrease, and its row of the table."""

    label: str
    per_cent: int
    row: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Series:
    """A line of values, one per label. None means a missing value."""

    name: str
    values: Sequence[float | None] = field(default_factory=list)
    tone: Tone = "now"


def column_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    headings: Sequence[str],
    subtitle: str = "",
    width: int = 560,
    height: int = 180,
    labelled_every: int = 5,
) -> Chart:
    """Return a chart of vertical bars, e.g. days of a month. The highest bar shows its number."""
    most = max((bar.value for bar in bars), default=0) or 1
    top, floor = 16, height - LINE
    left = max(28, 8 + CHAR_WIDTH * len(group_thousands(most)))
    step = (width - left) / max(len(bars), 1)
    shapes = []
    scale = ((floor, "0"), (top, group_thousands(most)))
    texts = [ChartText(left - 6, y + 4, shown, "end") for y, shown in scale]
    for place, bar in enumerate(bars):
        x, tall = left + place * step, (floor - top) * bar.value / most
        shapes.append(
            Shape(_r(x + step * 0.12), _r(floor - tall), _r(step * 0.76), _r(tall), bar.tone)
        )
        if place == 0 or (place + 1) % labelled_every == 0:
            texts.append(ChartText(_r(x + step / 2), height - 4, bar.label, "middle"))
        if bar.note:
            anchor: Literal["start", "end"] = "start" if place < len(bars) / 2 else "end"
            texts.append(
                ChartText(_r(x + step / 2), _r(floor - tall - 4), bar.note, anchor, bar.tone)
            )
    shapes.append(Shape(left, floor, width - left, 1, "before"))
    table = [(bar.label, bar.value) for bar in bars]
    return Chart(title, subtitle, width, height, headings, table, shapes, texts)


def row_chart(
    title: str,
    bars: Sequence[Bar],
    *,
    headings: Sequence[str],
    subtitle: str = "",
    width: int = 340,
) -> Chart:
    """Return a chart of horizontal bars, with the label before or above and the number after
    each."""
    label_width = 12 + CHAR_WIDTH * max((len(bar.label) for bar in bars), default=0)
    # Long labels, e.g. on phones with larger letters, go above the bars to leave room for them.
    above = label_width > width * 0.4
    left, tall, step = (0, 14, 40) if above else (label_width, 24, 36)
    most = max((bar.value for bar in bars), default=0) or 1
    room = width - left - CHAR_WIDTH * max((len(bar.note) + 5 for bar in bars), default=5)
    shapes, texts = [], []
    for place, bar in enumerate(bars):
        y, long = place * step + (20 if above else 6), max(room * bar.value / most, 1)
        shapes.append(Shape(left, y, _r(long), tall, bar.tone))
        if above:
            texts.append(ChartText(0, y - 5, bar.label))
        else:
            texts.append(ChartText(left - 8, y + 17, bar.label, "end"))
        shown = " ".join(filter(None, (str(bar.value), bar.note)))
        texts.append(ChartText(_r(left + long + 6), y + tall / 2 + 5, shown, tone=bar.tone))
    height = max(len(bars), 1) * step
    table = [(bar.label, bar.value) for bar in bars]
    return Chart(title, subtitle, width, height, headings, table, shapes, texts)


def pair_chart(
    title: str, pairs: Sequence[Pair], *, headings: Sequence[str], subtitle: str = ""
) -> Chart:
    """Return a chart with two horizontal bars below each label: now, and a year before."""
    width, step = 340, 50
    most = max((max(pair.now, pair.before or 0) for pair in pairs), default=0) or 1
    room = width - CHAR_WIDTH * (len(group_thousands(most)) + 1)
    shapes, texts = [], []
    for place, pair in enumerate(pairs):
        y = place * step
        texts.append(ChartText(0, y + 13, _cut(pair.label, width)))
        bars: list[tuple[int, int, int | None, Tone]] = [
            (18, 12, pair.now, "now"),
            (32, 8, pair.before, "before"),
        ]
        for top, tall, value, tone in bars:
            if value is None:
                continue
            long = max(room * value / most, 1)
            shapes.append(Shape(0, y + top, _r(long), tall, tone))
            texts.append(
                ChartText(_r(long + 6), y + top + tall / 2 + 4, group_thousands(value), tone=tone)
            )
    table = [
        (pair.label, pair.now, "–" if pair.before is None else pair.before, *pair.more)
        for pair in pairs
    ]
    height = max(len(pairs), 1) * step
    legend = _("thick: this period, thin: a year before")
    subtitle = f"{subtitle} ({legend})" if subtitle else legend
    return Chart(title, subtitle, width, height, headings, table, shapes, texts)


def change_chart(
    title: str, changes: Sequence[Growth], *, headings: Sequence[str], subtitle: str = ""
) -> Chart:
    """Return a chart with bars to the right for increases and to the left for decreases.

    Bars are cut at plus and minus 100 per cent; the texts give the exact change.
    """
    width, step, words = 340, 40, 52
    limits = [max(min(each.per_cent, 100), -100) for each in changes]
    left, right = -min([0, *limits]), max([0, *limits])
    scale = (width - 2 * words) / ((left + right) or 1)
    zero = words + left * scale
    shapes, texts = [], []
    for place, (each, limit) in enumerate(zip(changes, limits, strict=True)):
        y, long = place * step, max(abs(limit) * scale, 1)
        fell = each.per_cent < 0
        tone: Tone = "warn" if fell else "now"
        texts.append(ChartText(0, y + 13, _cut(each.label, width)))
        shapes.append(Shape(_r(zero), y + 18, 1, 16, "before"))
        shapes.append(Shape(_r(zero - long if fell else zero), y + 20, _r(long), 12, tone))
        x, anchor = (zero - long - 6, "end") if fell else (zero + long + 6, "start")
        shown = f"{each.per_cent:+}%".replace("-", "−")
        texts.append(ChartText(_r(x), y + 30, shown, anchor, tone))  # type: ignore[arg-type]
    rows = [each.row for each in changes]
    height = max(len(changes), 1) * step
    return Chart(title, subtitle, width, height, headings, rows, shapes, texts)


def line_chart(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    headings: Sequence[str],
    subtitle: str = "",
    width: int = 340,
    height: int = 150,
) -> Chart:
    """Return a line chart with values from 0 to 100. Each line ends with its last number."""
    top, floor, right = 16, height - LINE, width - 76
    step = (right - 12) / max(len(labels) - 1, 1)

    def place(index: int, value: float) -> tuple[float, float]:
        return _r(12 + index * step), _r(floor - (floor - top) * value / 100)

    lines, ends = [], []
    for each in series:
        known = [(i, value) for i, value in enumerate(each.values) if value is not None]
        if not known:
            continue
        points = [place(i, value) for i, value in known]
        lines.append(ChartLine(" ".join(f"{x},{y}" for x, y in points), each.tone))
        x, y = points[-1]
        last = f"{known[-1][1]:.1f}".replace(".", ",") + "%"
        ends.append((y + 4, x + 8, last if each.tone == "now" else each.name, each.tone))
    texts: list[ChartText] = []
    for y, x, words, tone in sorted(ends):
        # Keep a minimum distance between the texts of lines that end close together.
        lowest = texts[-1].y + TEXT_HEIGHT if texts else 0
        texts.append(ChartText(x, max(y, lowest), words, tone=tone))
    for index, label in enumerate(labels):
        texts.append(ChartText(place(index, 0)[0], height - 4, label, "middle"))
    table = [
        (label, *("" if each.values[i] is None else f"{each.values[i]:.1f}" for each in series))
        for i, label in enumerate(labels)
    ]
    axis = [Shape(12, floor, right - 12, 1, "before")]
    return Chart(title, subtitle, width, height, headings, table, axis, texts, lines)


def _cut(label: str, width: int) -> str:
    """Return a label cut to fit above its bar. The table has the full label."""
    most = width // (CHAR_WIDTH + 1)
    return label if len(label) <= most else f"{label[: most - 1].rstrip()}…"


def _r(value: float) -> float:
    return round(value, 1)
