"""Charts of accepted reports: growth, kinds, and communes without activity."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import product

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.core.charts import Bar, Chart, Growth, Pair, Tone, change_chart, pair_chart, row_chart

from ..comparisons import ComparedTotals, Comparisons, compared
from ..models import LOCKED_STATES, Indicator, Period, Value
from ..numbers import rounded, shown
from ..totals import PROVINCE, communes_today

_MOST_BARS = 10
# Status of a commune for an indicator; the best of the reports for its area counts.
_SOMETHING, _NOTHING, _UNKNOWN, _NO_REPORT = range(4)
_TONES: tuple[Tone, ...] = ("now", "bad", "warn", "warn")


def growth_chart(period: Period, earlier: Period | None) -> Chart | None:
    """Return the chart of the lines that grew or fell most within a year, or None without an
    earlier period."""
    if earlier is None:
        return None
    found = compared(period, earlier)
    changes = []
    for each in period.indicator_set.indicators.all():
        old, new = found.sums.get(each.code, (Decimal(0), Decimal(0)))
        per_cent = int(rounded((new - old) * 100 / old, 0)) if old else 0
        if each.is_rate or not per_cent:
            continue
        words = [shown(number, each.places) for number in (old, new)]
        label = f"{each.code} {each.label}"
        changes.append(Growth(label, per_cent, (label, *words, f"{per_cent:+}%")))
    changes.sort(key=lambda each: -each.per_cent)
    if not changes:
        return None
    grew = sum(each.per_cent > 0 for each in changes)
    title = _("%(up)d indicators grew since a year before, %(down)d fell") % {
        "up": grew,
        "down": len(changes) - grew,
    }
    half = _MOST_BARS // 2
    drawn = changes if len(changes) <= _MOST_BARS else [*changes[:half], *changes[-half:]]
    headings = (_("Indicator"), _("A year before"), _("Whole period"), _("Change since then"))
    subtitle = _who_is_compared(found)
    chart = change_chart(title, drawn, headings=headings, subtitle=subtitle)
    return replace(chart, rows=[each.row for each in changes])


def _who_is_compared(found: ComparedTotals) -> str:
    """Return how many agencies a comparison holds, and how many a reorganisation leaves out."""
    words = ngettext(
        "%d agency that reported both times", "%d agencies that reported both times", found.agencies
    )
    if not found.left_out:
        return words % found.agencies
    left_out = ngettext(
        "%d not comparable after a reorganisation",
        "%d not comparable after a reorganisation",
        found.left_out,
    )
    return f"{words % found.agencies}; {left_out % found.left_out}"


def groups_chart(chosen: Indicator, found: Comparisons, label: str, *, names: bool) -> Chart | None:
    """Return the chart of the largest groups for an indicator, compared with a year before, or
    None. The table says which groups cannot be compared, and with `names` because of whom."""
    outside = {PROVINCE, _("Not in a district"), _("Not in a commune")}
    pairs = [
        Pair(name, _figure(group.now[chosen.code].whole) or 0, _figure(group.earlier(chosen.code)))
        for name, group in found.items()
        if name not in outside and group.now and group.now[chosen.code].whole is not None
    ]
    reasons = {name: group.why_not(names=names) for name, group in found.items()}
    return _most(pairs, chosen, label, reasons)


def things_charts(chosen: Indicator, period: Period, earlier: Period | None) -> list[Chart | None]:
    """Return two charts of an indicator's counted items, by kind and by topic; None where items
    lack it."""
    now, then = (_things(each, chosen) for each in (period, earlier))
    found = []
    for key, label in (("kind", _("Form or kind")), ("topic", _("Topic"))):
        new, old = now[key], then[key]
        names = new.keys() | old.keys()
        pairs = [
            Pair(name or _("not said"), new[name], old[name] if earlier else None) for name in names
        ]
        found.append(_most(pairs, chosen, label) if set(new) - {""} else None)
    return found


def _things(period: Period | None, chosen: Indicator) -> dict[str, Counter[str]]:
    """Return the amounts by kind and by topic, up to the day of actual figures."""
    found: dict[str, Counter[str]] = {"kind": Counter(), "topic": Counter()}
    rows = Value.objects.filter(
        report__period=period, report__state__in=LOCKED_STATES, indicator__code=chosen.code
    )
    for items in rows.exclude(items=[]).values_list("items", flat=True).iterator():
        for (key, counter), item in product(found.items(), items):
            # Items stored before topics were added have none.
            counter[item.get(key, "")] += item["amount"] or 0
    for counter in found.values():
        for name in counter:
            counter[name] //= chosen.per_unit
    return found


def _most(
    pairs: list[Pair], chosen: Indicator, label: str, reasons: Mapping[str, str] | None = None
) -> Chart | None:
    """Return the chart of the largest pairs; with `reasons` by label, a column that says why some
    are not comparable."""
    pairs.sort(key=lambda pair: (-pair.now, pair.label))
    if not any(pair.now for pair in pairs):
        return None
    title = _("%(what)s: most by %(first)s") % {"what": label, "first": pairs[0].label}
    headings = [label, _("This period"), _("A year before")]
    subtitle = str(chosen)
    if reasons and any(reasons.get(pair.label) for pair in pairs):
        headings.append(_("Note"))
        pairs = [replace(pair, more=[reasons.get(pair.label, "")]) for pair in pairs]
        subtitle = f"{subtitle}; {_('one bar: not comparable, see the table')}"
    chart = pair_chart(title, pairs[:_MOST_BARS], headings=headings, subtitle=subtitle)
    everything = pair_chart(title, pairs, headings=headings)
    return replace(chart, rows=everything.rows)


def _figure(whole: Decimal | None) -> int | None:
    return None if whole is None else int(rounded(whole, 0))


def silence_chart(chosen: Indicator, period: Period, *, names: bool) -> Chart | None:
    """Return the chart of communes that reported something, nothing, or unknown. Two queries.

    With `names` the table lists the communes.
    """
    commune_of, elsewhere = communes_today(), _("Not in a commune")
    rows = Value.objects.filter(report__period=period, indicator=chosen)
    best: dict[str, int] = {}
    for value in rows.select_related("report__agency").defer("items", "why"):
        name = commune_of(value.report.agency)
        if name != elsewhere:
            best[name] = min(best.get(name, _NO_REPORT), _standing(value))
    if not best:
        return None
    labels = (
        _("Something reported"),
        _("Nothing: 0 reported"),
        _("Figure not known"),
        _("No accepted report"),
    )
    found = [sorted(name for name, each in best.items() if each == place) for place in range(4)]
    bars = [
        Bar(words, len(communes), tone)
        for words, communes, tone in zip(labels, found, _TONES, strict=True)
    ]
    silent = len(found[_NOTHING])
    title = (
        ngettext(
            "%d commune or ward reports that nothing was done",
            "%d communes and wards report that nothing was done",
            silent,
        )
        % silent
    )
    headings = [_("Communes and wards"), _("Number")]
    chart = row_chart(title, bars, headings=headings, subtitle=str(chosen))
    if not names:
        return chart
    table = [(bar.label, bar.value, ", ".join(each)) for bar, each in zip(bars, found, strict=True)]
    return replace(chart, headings=[*headings, _("Which")], rows=table)


def _standing(value: Value) -> int:
    if value.report.state not in LOCKED_STATES:
        return _NO_REPORT
    if value.whole is None:
        return _UNKNOWN
    return _SOMETHING if value.whole else _NOTHING
