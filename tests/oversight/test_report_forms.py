"""A new version of the report form, made from the last one; what a period uses stays."""

import datetime as dt

import pytest
from django.forms.models import model_to_dict
from django.utils import timezone

from network.agencies.models import Role
from network.reporting.models import Indicator, IndicatorSet, OutlinePart
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member
from tests.factories.reports import open_period

from .test_lists import at

pytestmark = pytest.mark.django_db
WORDS = {"key": "pbgdpl-2", "name": "Biểu mẫu mới", "basis": "Thông tư mới", "kinds": ["so"]}


@pytest.fixture
def keeper(client, office):
    return signed_in(client, make_member(office.agency, Role.NETWORK_ADMIN))


@pytest.fixture
def first():
    return IndicatorSet.objects.get(key="pbgdpl-1")


def copied(keeper, first, since: dt.date) -> IndicatorSet:
    """Make the second version on its screen."""
    data = WORDS | {"copied": first.pk, "valid_from": f"{since:%Y-%m-%d}"}
    assert keeper.post(at(IndicatorSet, "create"), data).status_code == 302
    return IndicatorSet.objects.get(key="pbgdpl-2")


def line(form: IndicatorSet, of: str, **changed: object) -> dict[str, object]:
    """Return what the screen of a line holds, with changes."""
    row = model_to_dict(form.indicators.get(code=of), exclude=["id"])
    return {key: "" if each is None else each for key, each in (row | changed).items()}


def shape(form: IndicatorSet) -> list[tuple[object, ...]]:
    names = ("code", "label", "kind", "source", "part_of__code", "numerator__code", "order")
    return list(form.indicators.values_list(*names))


def test_a_version_begins_as_the_last_one_which_ends_the_day_before(keeper, first):
    since = timezone.localdate() + dt.timedelta(days=30)
    # The words of the last one stand there already.
    assert first.basis in keeper.get(at(IndicatorSet, "create")).content.decode()
    new = copied(keeper, first, since)
    assert shape(new) == shape(first)
    assert {each.part_of.indicator_set for each in new.indicators.exclude(part_of=None)} == {new}
    assert list(new.outline.values_list("heading", "sentence")) == list(
        first.outline.values_list("heading", "sentence")
    )
    first.refresh_from_db()
    assert first.valid_to == since - dt.timedelta(days=1)
    again = WORDS | {"key": "pbgdpl-3", "copied": new.pk, "valid_from": f"{since:%Y-%m-%d}"}
    assert keeper.post(at(IndicatorSet, "create"), again).status_code == 200


def test_its_lines_are_changed_added_and_taken_away_until_a_period_uses_it(keeper, first, office):
    new = copied(keeper, first, timezone.localdate() - dt.timedelta(days=1))
    row = new.indicators.get(code="1.1")
    # What may count a line has a name, not its key alone.
    offered = keeper.get(at(Indicator, "edit", row.pk)).context["form"].fields["source"].choices
    assert [label for key, label in offered if label == key] == []
    changed = line(new, "1.1", label="Kế hoạch đã ban hành")
    assert keeper.post(at(Indicator, "edit", row.pk), changed).status_code == 302
    row.refresh_from_db()
    assert row.label == "Kế hoạch đã ban hành"
    added = line(new, "1.1", code="1.2", label="Văn bản đã rà soát", part_of=row.pk)
    assert keeper.post(at(Indicator, "create"), added).status_code == 302
    # Others would go with it: they go first.
    keeper.post(at(Indicator, "delete", row.pk))
    assert new.indicators.filter(code="1.1").exists()
    part = new.indicators.get(code="1.2")
    keeper.post(at(Indicator, "delete", part.pk))
    assert not new.indicators.filter(code="1.2").exists()
    heading = new.outline.get(number="V")
    keeper.post(at(OutlinePart, "delete", heading.pk))
    assert not new.outline.filter(number="V").exists()

    overseer = make_member(office.agency, Role.OVERSEER)
    open_period(overseer, indicator_set=new)
    keeper.post(at(Indicator, "edit", row.pk), changed | {"label": "Khác"})
    keeper.post(at(Indicator, "delete", row.pk))
    assert keeper.post(at(Indicator, "create"), added).status_code == 200
    row.refresh_from_db()
    assert row.label == "Kế hoạch đã ban hành"
    # Its name is put right, whom it asks and since when are not.
    kept = WORDS | {"name": "Tên đúng", "kinds": ["ban"], "valid_from": "2020-01-01"}
    assert keeper.post(at(IndicatorSet, "edit", new.pk), kept).status_code == 302
    new.refresh_from_db()
    assert (new.name, new.kinds) == ("Tên đúng", ["so"])
    assert new.valid_from.year > 2020
    shown = keeper.get(f"{at(Indicator, 'index')}?version={new.pk}").content.decode()
    assert "pbgdpl-2, đang dùng" in shown
    # In the choice of versions alone.
    assert shown.count("pbgdpl-1") == 1


@pytest.mark.parametrize(
    ("code", "changed"),
    [
        ("1.1", {"kind": "rate"}),
        ("1.1", {"numerator": "2.1"}),
        ("2.14c", {"denominator": None}),
        ("1.1", {"part_of": "old"}),
    ],
)
def test_a_line_is_told_from_lines_of_its_own_version(keeper, first, code, changed):
    new = copied(keeper, first, timezone.localdate())
    wanted = {"2.1": new.indicators.get(code="2.1").pk}
    wanted["old"] = first.indicators.get(code="2.1").pk
    asked = line(new, code, **{key: wanted.get(each, each) for key, each in changed.items()})
    row = new.indicators.get(code=code)
    assert keeper.post(at(Indicator, "edit", row.pk), asked).status_code == 200
