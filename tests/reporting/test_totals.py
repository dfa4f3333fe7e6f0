"""What reports come to together: the sums of accepted ones, whoever and how many they are."""

import datetime as dt
import random
from collections import defaultdict
from decimal import Decimal
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Role, Succession
from network.reporting import services
from network.reporting.consolidations import changes_between, consolidate
from network.reporting.models import (
    Consolidation,
    Indicator,
    IndicatorSet,
    Period,
    Report,
    ReportState,
    Value,
)
from network.reporting.totals import GROUPS, PROVINCE, Total, totals_of
from tests.factories.accounts import make_user, signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import facts_of

pytestmark = pytest.mark.django_db
S, SEED, AGENCIES = ReportState, 1510, 150
KINDS = ("so", "ubnd_xa", "ubnd_phuong")
COMMUNES, DISTRICTS = KINDS[1:], ("Huyện A", "Huyện B", "Thị xã C")
NO_DISTRICT, NO_COMMUNE = "Không thuộc huyện nào", "Không thuộc xã, phường"
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 6, 30)
ENDED, BEGUN = dt.date(2025, 3, 1), dt.date(2025, 4, 1)


@pytest.fixture(scope="module")
def province(once):
    return once(make_province)


def make_province():
    """Return two periods of two versions of the form, with random reports, and the overseer."""
    draw = random.Random(SEED)  # noqa: S311
    overseer = make_member(make_office("STP").agency, Role.OVERSEER)
    _make_agencies(draw)
    periods = []
    for form in (IndicatorSet.objects.get(key="pbgdpl-1"), _second_form()):
        facts = facts_of(FIRST, LAST, indicator_set=form)
        periods.append(services.open_period(facts=facts, user=overseer, now=timezone.now()))
    for period in periods:
        _fill(period, draw)
        _correct(period, overseer, draw)
    return periods, overseer


def _second_form():
    form = IndicatorSet.objects.create(
        key="pbgdpl-2", name="Mẫu mới", kinds=list(KINDS), valid_from=dt.date(2026, 1, 1)
    )
    about = {"indicator_set": form, "group": "I", "unit": "việc", "kind": "count"}
    for order, code in enumerate(("1.1", "9.9"), start=1):
        Indicator.objects.create(code=code, label=code, order=order, **about)
    return form


def _make_agencies(draw):
    """Make them: some end within the period and are carried on, some begin in it."""
    agencies = Agency.objects.bulk_create(
        Agency(
            code=f"X{number}",
            name=f"Cơ quan {number:03}",
            slug=f"x{number}",
            kind=draw.choice(KINDS),
            valid_to=ENDED if number % 17 == 0 else None,
            valid_from=BEGUN if number % 19 == 1 else None,
        )
        for number in range(AGENCIES)
    )
    alive = [each for each in agencies if not each.valid_to]
    Succession.objects.bulk_create(
        Succession(successor=each, predecessor_name=f"Xã {area}", predecessor_area=area)
        for each in agencies
        for area in draw.sample(DISTRICTS, draw.choice((0, 1, 2)))
    )
    Succession.objects.bulk_create(
        Succession(successor=heir, predecessor=each, predecessor_name=each.name)
        for each in agencies
        if each.valid_to
        for heir in draw.sample(alive, draw.choice((0, 1, 2)))
    )


def _fill(period, draw):
    rows = Value.objects.filter(report__period=period, is_counted=False)
    values = list(rows.select_related("indicator").order_by("report", "indicator__order"))
    drawn = {}
    for value in values:
        # Unknown beside zero; a part within its whole.
        most = drawn.get((value.report_id, value.indicator.part_of_id), 9000)
        known = [] if most is None else [0, Decimal(draw.randint(0, int(most)))]
        drawn[value.report_id, value.indicator_id] = value.actual = draw.choice([None, *known])
        if value.actual is not None and not value.indicator.part_of_id:
            value.estimate = draw.choice([None, draw.randint(0, 9)])
        value.uncounted = draw.choice((0, 0, 2))
    Value.objects.bulk_update(values, ["actual", "estimate", "uncounted"], batch_size=500)
    now, today = timezone.now(), timezone.localdate()
    whole = {"submitted_at": now, "first_submitted_on": today, "signed_on": today}
    rows = {state: [] for state in (S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED)}
    for pk in period.reports.values_list("pk", flat=True):
        rows[draw.choice([*rows, S.ACCEPTED])].append(pk)
    moved = [pk for state, found in rows.items() if state != S.DRAFT for pk in found]
    Report.objects.filter(pk__in=moved).update(
        state=S.SUBMITTED, submitted_by=make_user(), number="1", signed_file="x.pdf", **whole
    )
    for state, reason in ((S.RETURNED, "Sai biểu."), (S.ACCEPTED, "")):
        decided = Report.objects.filter(pk__in=rows[state])
        by = make_user() if state == S.ACCEPTED else None
        decided.update(state=state, decided_at=now, reason=reason, accepted_by=by)


def _correct(period, overseer, draw):
    """Put figures in the place of others, also of unknown ones."""
    about = {"reason": "Cộng nhầm.", "user": overseer, "now": timezone.now()}
    values = Value.objects.filter(report__period=period, report__state=S.ACCEPTED)
    for value in draw.sample(list(values.filter(indicator__code="1.1")), 5):
        new = Decimal(draw.randint(10_000, 20_000))
        services.correct_figure(report_id=value.report_id, value=value, new=new, **about)


def groups_of_agencies():
    """Return the groups of each agency, from its rows alone."""
    agencies = {each.pk: each for each in Agency.objects.all()}
    areas, heirs = defaultdict(set), defaultdict(list)
    for row in Succession.objects.all():
        if row.predecessor_area:
            areas[row.successor_id].add(row.predecessor_area)
        if row.predecessor_id:
            heirs[row.predecessor_id].append(agencies[row.successor_id])
    found = {}
    for pk, each in agencies.items():
        today = heirs[pk] or [each]
        communes = [heir for heir in today if heir.kind in COMMUNES]
        found[pk] = {
            "kind": each.get_kind_display(),
            "agency": each.name,
            "district": ", ".join(sorted(areas[pk])) or NO_DISTRICT,
            "successor": ", ".join(sorted(heir.name for heir in today)),
            "commune": ", ".join(sorted(heir.name for heir in communes)) or NO_COMMUNE,
        }
    return found


def added_up(period):
    """Return the totals by group and code, added one by one."""
    groups = groups_of_agencies()
    rows = Value.objects.filter(report__period=period, report__state=S.ACCEPTED)
    columns = ("report__agency", "indicator__code", "actual", "estimate", "uncounted")
    found = defaultdict(lambda: [None, None, 0, 0])
    for agency, code, actual, estimate, uncounted in rows.values_list(*columns):
        for group in {("", PROVINCE), *groups[agency].items()}:
            total = found[(*group, code)]
            if actual is None:
                total[2] += 1
            else:
                total[0] = (total[0] or 0) + actual
                total[1] = (total[1] or 0) + actual + (estimate or 0)
                total[3] += uncounted
    return {key: Total(*total) for key, total in found.items()}


def test_totals_are_the_sums_of_accepted_reports(province):
    periods, _overseer = province
    for period in periods:
        expected, seen = added_up(period), set()
        for by, group_of in GROUPS.items():
            for group, totals in totals_of(period, group_of()).items():
                for code, total in totals.items():
                    key = (by if group else "", group, code)
                    # A rate is no sum.
                    if key in expected:
                        assert total == expected[key], key
                        seen.add(key)
        assert seen == expected.keys()
        assert {row.state for row in period.reports.all()} == {
            *(S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED)
        }
        assert period.reports.filter(last_day=ENDED, state=S.ACCEPTED).exists()
        assert period.reports.filter(first_day=BEGUN, state=S.ACCEPTED).exists()
        province_s = expected["", PROVINCE, "1.1"]
        assert 0 < province_s.unknown < period.reports.filter(state=S.ACCEPTED).count()


def test_a_rate_is_one_of_the_reports_that_know_both_of_its_parts(province):
    periods, _overseer = province
    groups, left_out = groups_of_agencies(), 0
    for period in periods:
        rates = Indicator.objects.filter(indicator_set=period.indicator_set, kind="rate")
        for rate, (by, group_of) in product(rates, GROUPS.items()):
            pairs = pairs_of(period, rate)
            for group, totals in totals_of(period, group_of()).items():
                of_group = [
                    pair for agency, pair in pairs if not group or groups[agency][by] == group
                ]
                known = [pair for pair in of_group if None not in pair]
                total = totals[rate.code]
                # What is known so far, then with the estimates for the whole period.
                for place, found in enumerate((total.actual, total.whole)):
                    top, bottom = (sum(pair[part][place] for pair in known) for part in (0, 1))
                    assert found == (top * 100 / bottom if bottom else None)
                assert total.unknown == len(of_group) - len(known)
                left_out += total.unknown
    assert left_out > 0


def pairs_of(period, rate):
    """Return the agency and both parts of the rate, for each accepted report: None or the figure
    so far and that of the whole period."""
    rows = Value.objects.filter(report__period=period, report__state=S.ACCEPTED)
    columns = ("report__agency", "actual", "estimate")
    top, bottom = (
        {
            agency: None if actual is None else (actual, actual + (estimate or 0))
            for agency, actual, estimate in rows.filter(indicator=part).values_list(*columns)
        }
        for part in (rate.numerator, rate.denominator)
    )
    return [(agency, (top[agency], bottom[agency])) for agency in top]


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
    assert communes[NO_COMMUNE]["1.1"] == added_up(period)["commune", NO_COMMUNE, "1.1"]
    assert {row.agency.name, alive.agency.name}.isdisjoint(communes)


def test_a_version_stays_and_the_next_one_says_what_changed(client, province):
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
    sent = letter_of(client, overseer, first)
    second = consolidate(period_id=period.pk, user=overseer, now=now)
    assert set(second.received) - set(first.received) == {late.agency.name}
    before, after = changes_between(first, second)["1.1"]
    assert after.actual - before.actual == new
    assert Total.of(Consolidation.objects.get(version=1).figures["1.1"]) == before
    with pytest.raises(ValidationError, match="phiên bản 2"):
        consolidate(period_id=period.pk, user=overseer, now=now)
    assert Period.objects.get(pk=period.pk).consolidations.count() == 2
    assert letter_of(client, overseer, first) == sent != letter_of(client, overseer, second)
    # Where the number stays and only what it leaves out changed, that is what is said.
    second.figures["1.1"] |= {"uncounted": 3}
    second.pk, second.version = None, 3
    second.save(force_insert=True)
    page = signed_in(client, overseer).get(reverse("reporting:period", args=[period.pk]))
    told = " → ".join(
        f"{after.unknown}, và {things} hoạt động không rõ" for things in (after.uncounted, 3)
    )
    assert f"<span>1.1: Báo cáo chưa có số: {told}</span>" in page.content.decode()


def letter_of(client, user, version):
    answer = signed_in(client, user).get(reverse("reporting:version_docx", args=[version.pk]))
    return b"".join(answer.streaming_content)
