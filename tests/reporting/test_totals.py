"""What reports come to together: the sums of accepted ones, whoever and how many they are."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.utils import timezone

from network.agencies.models import Agency, Role, Succession
from network.reporting import services
from network.reporting.models import (
    Consolidation,
    Indicator,
    IndicatorSet,
    Period,
    Report,
    ReportState,
    Value,
)
from network.reporting.totals import (
    GROUPS,
    PROVINCE,
    Total,
    changes_between,
    consolidate,
    totals_of,
)
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import facts_of

pytestmark = pytest.mark.django_db
S, SEED, AGENCIES = ReportState, 1510, 150
KINDS = ("so", "ubnd_xa", "ubnd_phuong")


@pytest.fixture(scope="module")
def province(once):
    return once(make_province)


def make_province():
    """Return two periods of two versions of the form, with random reports, and the overseer."""
    draw = random.Random(SEED)  # noqa: S311
    overseer = make_member(make_office("STP").agency, Role.OVERSEER)
    first = IndicatorSet.objects.get(key="pbgdpl-1")
    second = IndicatorSet.objects.create(
        key="pbgdpl-2", name="Mẫu mới", kinds=list(KINDS), valid_from=dt.date(2026, 1, 1)
    )
    for code, order in (("1.1", 1), ("9.9", 2)):
        Indicator.objects.create(
            indicator_set=second,
            code=code,
            group="I",
            label=code,
            unit="việc",
            kind="count",
            order=order,
        )
    Agency.objects.bulk_create(
        Agency(
            code=f"X{number}",
            name=f"Cơ quan {number:03}",
            slug=f"x{number}",
            kind=draw.choice(KINDS),
            # Some end within the period, some begin in it.
            valid_to=dt.date(2025, 3, 1) if number % 17 == 0 else None,
            valid_from=dt.date(2025, 4, 1) if number % 19 == 1 else None,
        )
        for number in range(AGENCIES)
    )
    periods = []
    for form in (first, second):
        facts = facts_of(dt.date(2025, 1, 1), dt.date(2025, 6, 30), indicator_set=form)
        periods.append(services.open_period(facts=facts, user=overseer, now=timezone.now()))
    for period in periods:
        _fill(period, draw)
    return periods, overseer


def _fill(period, draw):
    values = list(Value.objects.filter(report__period=period, is_counted=False))
    for value in values:
        # Unknown beside zero.
        value.actual = draw.choice([None, 0, Decimal(draw.randint(1, 9000))])
        value.estimate = None if value.actual is None else draw.choice([None, draw.randint(0, 9)])
    Value.objects.bulk_update(values, ["actual", "estimate"], batch_size=500)
    now, today = timezone.now(), timezone.localdate()
    whole = {"submitted_at": now, "first_submitted_on": today, "signed_on": today}
    rows = {state: [] for state in (S.DRAFT, S.SUBMITTED, S.ACCEPTED)}
    for pk in period.reports.values_list("pk", flat=True):
        rows[draw.choice(list(rows))].append(pk)
    moved = [*rows[S.SUBMITTED], *rows[S.ACCEPTED]]
    Report.objects.filter(pk__in=moved).update(
        state=S.SUBMITTED, number="1", signed_file="x.pdf", **whole
    )
    Report.objects.filter(pk__in=rows[S.ACCEPTED]).update(state=S.ACCEPTED, decided_at=now)


def by_hand(period, code, wanted=lambda agency: True):
    """Return (actual, whole, unknown) of the accepted reports, added one by one."""
    actual, whole, unknown, is_known = Decimal(0), Decimal(0), 0, False
    for report in period.reports.filter(state=S.ACCEPTED).select_related("agency"):
        if not wanted(report.agency):
            continue
        value = report.values.get(indicator__code=code)
        if value.actual is None:
            unknown += 1
            continue
        is_known = True
        actual += value.actual
        whole += value.actual + (value.estimate or 0)
    return Total(actual, whole, unknown) if is_known else Total(unknown=unknown)


def test_totals_are_the_sums_of_accepted_reports(province):
    periods, _overseer = province
    for period in periods:
        totals = totals_of(period, GROUPS["kind"]())
        for code in ("1.1", "2.8" if period == periods[0] else "9.9"):
            assert totals[PROVINCE][code] == by_hand(period, code)
            for kind in KINDS:
                of_kind = by_hand(period, code, lambda agency, kind=kind: agency.kind == kind)
                label = Agency(kind=kind).get_kind_display()
                assert totals[label][code] == of_kind


def test_a_rate_follows_from_the_sums_of_its_parts(province):
    [period, _second], _overseer = province
    totals = totals_of(period)[PROVINCE]
    assert totals["2.16b"].whole == totals["2.16a"].whole * 100 / totals["2.16"].whole
    # Nobody was asked anything.
    assert totals["2.14c"] == Total()


def test_groups_by_former_district_and_by_commune(province):
    [period, _second], _overseer = province
    report = period.reports.filter(state=S.ACCEPTED).first()
    for area in ("Huyện B", "Huyện A"):
        Succession.objects.create(
            successor=report.agency,
            predecessor_name=f"Xã {area}",
            predecessor_area=area,
            kind="hop_nhat",
        )
    districts = totals_of(period, GROUPS["district"]())
    assert "Huyện A, Huyện B" in districts
    own = totals_of(period, GROUPS["agency"]())[report.agency.name]["1.1"]
    assert districts["Huyện A, Huyện B"]["1.1"] == own


def test_what_an_ended_agency_reported_counts_for_who_carries_it_on_today(province):
    [period, _second], _overseer = province
    accepted = period.reports.filter(state=S.ACCEPTED)
    row = accepted.filter(agency__kind="ubnd_xa").first()
    Agency.objects.filter(pk=row.agency_id).update(valid_to=dt.date(2025, 6, 30))
    between, *heirs = [
        Agency.objects.create(code=name, name=name, slug=name, kind=kind, valid_to=until)
        for name, kind, until in (
            ("a", "ubnd_xa", dt.date(2025, 7, 1)),
            ("b", "ubnd_phuong", None),
            ("c", "so", None),
        )
    ]
    for old, new in ((row.agency, between), *((between, heir) for heir in heirs)):
        Succession.objects.create(
            successor=new, predecessor=old, predecessor_name=old.name, kind="sap_nhap"
        )
    # A part of the work went on elsewhere; who is still there reports for itself.
    alive = accepted.filter(agency__kind="so", agency__valid_to=None).first()
    Succession.objects.create(
        successor=heirs[1], predecessor=alive.agency, predecessor_name="x", kind="chuyen_chuc_nang"
    )
    own = totals_of(period, GROUPS["agency"]())
    today, communes = (totals_of(period, GROUPS[key]()) for key in ("successor", "commune"))
    assert today["b, c"] == communes["b"] == own[row.agency.name]
    assert today[alive.agency.name] == own[alive.agency.name]
    others = by_hand(period, "1.1", lambda agency: agency.kind == "so")
    assert communes["Không thuộc xã, phường"]["1.1"] == others
    assert {row.agency.name, alive.agency.name}.isdisjoint(communes)


def test_a_version_stays_and_the_next_one_says_what_changed(province):
    [period, _second], overseer = province
    now = timezone.now()
    first = consolidate(period_id=period.pk, user=overseer, now=now)
    expected = set(period.reports.values_list("agency__name", flat=True))
    assert set(first.received) | set(first.missing) == expected
    assert not set(first.received) & set(first.missing)
    late = period.reports.filter(state=S.SUBMITTED).first()
    services.accept_report(report_id=late.pk, user=overseer, now=now)
    value = late.values.get(indicator__code="1.1")
    new = (value.actual or 0) + 5
    services.correct_figure(
        report_id=late.pk, value=value, new=new, reason="Cộng nhầm.", user=overseer, now=now
    )
    second = consolidate(period_id=period.pk, user=overseer, now=now)
    assert set(second.received) - set(first.received) == {late.agency.name}
    before, after = changes_between(first, second)["1.1"]
    assert after.actual - before.actual == new
    assert Total.of(Consolidation.objects.get(version=1).figures["1.1"]) == before
    assert Period.objects.get(pk=period.pk).consolidations.count() == 2
