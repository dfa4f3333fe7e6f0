"""Copy a report form for a new version."""

import datetime as dt

from django.db import transaction

from .models import Indicator, IndicatorSet


@transaction.atomic
def follow(new: IndicatorSet, old: IndicatorSet) -> None:
    """Copy indicators and outline of `old` into `new`, and end `old` on the day before `new`
    begins."""
    copies: dict[int | None, Indicator] = {}
    for line in old.indicators.all():
        source = line.pk
        line.pk, line._state.adding, line.indicator_set = None, True, new
        # Lines refer only to lines before them, which have been copied already.
        for name in ("part_of", "numerator", "denominator"):
            setattr(line, name, copies.get(getattr(line, f"{name}_id")))
        line.save()
        copies[source] = line
    for part in old.outline.all():
        part.pk, part._state.adding, part.indicator_set = None, True, new
        part.save()
    if old.valid_to is None or old.valid_to >= new.valid_from:
        old.valid_to = new.valid_from - dt.timedelta(days=1)
        old.save(update_fields=["valid_to"])
