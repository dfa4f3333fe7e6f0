"""The commune standard: a file of indicators, filled from the network's work, on two screens."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from network.agencies.models import Role
from network.commune_standard.computing import compute_communes
from network.commune_standard.indicators import COLUMNS, check_sources, read_indicators
from network.commune_standard.models import CommuneIndicator, CommuneResult
from network.commune_standard.selectors import lines_of_year, standing_of
from network.commune_standard.services import enter_figure
from network.commune_standard.sources import dictionary
from tests.commune_standard.communes import (
    BY_HAND,
    FILE,
    M,
    N,
    U,
    changed_file,
    compute,
    load,
    make_commune,
    statuses,
)
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article

pytestmark = pytest.mark.django_db


def test_the_results_of_three_communes_equal_the_table_made_by_hand(three):
    found = [statuses(agency) for agency in three.communes]
    assert {key: tuple(each[key] for each in found) for key in BY_HAND} == BY_HAND
    assert all(len(each) == 14 for each in found)


def test_the_shipped_file_names_known_sources_only_and_says_it_is_provisional():
    lines = read_indicators(FILE)
    check_sources(lines)
    assert [line.key for line in lines if not line.parent] == list(BY_HAND)
    assert not any(line.annex for line in lines)


def test_label_weight_order_and_a_new_line_come_from_the_file_alone(three, client, tmp_path):
    def change(rows):
        by_key = {row["key"]: row for row in rows}
        by_key["2.1"] |= {"title": "Danh mục mới", "weight": "5", "order": "99"}
        extra = dict.fromkeys(COLUMNS, "") | {
            "key": "4.1", "order": "100", "criterion": "Tiêu chí 4", "title": "Thi trực tuyến",
            "asks": "Có cuộc thi", "kind": "count", "threshold": "1", "effort": "1", "act": "diary",
            "good": "activities.so_cuoc_thi", "valid_from": "2026-01-01",
        }  # fmt: skip
        return [*rows, extra]

    assert load(changed_file(tmp_path, change)).startswith("1 added, 1 changed, 0 ended, ")
    assert statuses(three.communes[0])["4.1"] == N
    signed_in(client, three.people[1])
    screen = client.get(reverse("commune_standard:commune", args=[three.communes[1].pk]))
    standing = screen.context["standing"]
    assert [line.indicator.key for line in standing.lines][-2:] == ["2.1", "4.1"]
    assert standing.weights == (standing.met, 19)
    assert "Danh mục mới" in screen.content.decode()
    assert load(FILE).startswith("0 added, 1 changed, 1 ended, ")
    assert "4.1" not in statuses(three.communes[0])


def test_a_line_counts_in_its_period_only_and_past_years_keep_their_results(three, tmp_path):
    year = timezone.localdate().year
    before = statuses(three.communes[0])

    def change(rows):
        old = next(row for row in rows if row["key"] == "3.2")
        new = old | {"threshold": "90", "title": "Hòa giải thành từ 90%"}
        old["valid_to"], new["valid_from"] = f"{year}-12-31", f"{year + 1}-01-01"
        return [*rows, new]

    load(changed_file(tmp_path, change))
    assert statuses(three.communes[0]) == before
    next_year = dt.date(year + 1, 3, 1)
    titles = {each.key: each.title for each in CommuneIndicator.objects.valid_on(next_year)}
    assert titles["3.2"] == "Hòa giải thành từ 90%"
    compute_communes(now=timezone.now(), day=next_year)
    assert (
        dict(
            CommuneResult.objects.filter(agency=three.communes[0], year=year).values_list(
                "key", "status"
            )
        )
        == before
    )
    shown = {each.key: each.title for each in lines_of_year(year, next_year)}
    assert shown["3.2"] == "Hòa giải thành"


@pytest.mark.parametrize(
    ("cell", "value", "told"),
    [
        ("good", "activities.so_cuoc_ti", "unknown figure source 'activities.so_cuoc_ti'. Did you"),
        ("good", "activities.form:khong-co", "unknown figure source"),
        ("good", "", "good must name a figure source"),
        ("kind", "points", "unknown kind 'points'"),
        ("act", "nowhere", "unknown act"),
        ("parent", "9.9", "no indicator of parts has the key"),
        ("threshold", "-1", "threshold is no whole number"),
        ("valid_to", "2025-01-01", "valid_to lies before"),
        ("key", "2.1", "in force twice"),
    ],
)
def test_a_wrong_line_is_told_on_the_command_line_and_nothing_changes(tmp_path, cell, value, told):
    def change(rows):
        next(row for row in rows if row["key"] == "2.5g")[cell] = value

    before = list(CommuneIndicator.objects.values())
    with pytest.raises(CommandError) as refused:
        load(changed_file(tmp_path, change))
    assert "Line 19: " in str(refused.value)
    assert told in str(refused.value)
    assert list(CommuneIndicator.objects.values()) == before


def test_the_command_lists_the_sources_that_a_line_may_name():
    out = io.StringIO()
    call_command("load_commune_standard", sources=True, stdout=out)
    names = [name for name, _words in dictionary()]
    assert {"tasks.of_plans_done", "pages.titled:…", "activities.so_cuoc_thi"} <= set(names)
    assert all(name in out.getvalue() for name in names)


def test_one_changed_fact_changes_one_line(three):
    agency = three.communes[2]
    before = statuses(agency)
    make_article(agency.home_page, "Danh mục thông tin")
    compute()
    after = statuses(agency)
    assert {key for key in BY_HAND if before[key] != after[key]} == {"2.1"}


def test_a_commune_enters_a_figure_and_a_stranger_does_not(client, three):
    every, some, _none = three.communes
    indicator = CommuneIndicator.objects.get(key="1.3")
    address = reverse("commune_standard:enter", args=[some.pk, indicator.pk])
    form = {"total": "2", "good": "2", "note": "Báo cáo 12/BC-UBND"}
    signed_in(client, three.people[0])
    assert client.post(address, form).status_code in (302, 404)
    assert statuses(some)["1.3"] == U
    signed_in(client, three.people[1])
    for note in ("", ".", "x"):
        assert client.post(address, form | {"note": note}).status_code == 200
    assert client.post(address, form | {"good": "3"}).status_code == 200
    assert statuses(some)["1.3"] == U
    assert client.post(address, form).status_code == 302
    assert statuses(some)["1.3"] == M
    counted = CommuneIndicator.objects.get(key="2.1")
    about = {"good": 1, "total": 1, "none_arose": False, "note": "x", "now": timezone.now()}
    with pytest.raises(PermissionDenied):
        enter_figure(agency=every, indicator=indicator, user=three.people[1], **about)
    with pytest.raises(ValidationError):
        enter_figure(agency=some, indicator=counted, user=three.people[1], **about)


def test_what_is_missing_comes_first_with_the_easiest_and_the_list_says_it_is_provisional(
    client, three
):
    agency = three.communes[1]
    signed_in(client, three.people[1])
    screen = client.get(reverse("commune_standard:commune", args=[agency.pk]))
    html = screen.content.decode()
    assert "Bộ chỉ tiêu tạm." in html
    assert html.index("Bộ chỉ tiêu tạm.") < html.index("Còn thiếu")
    missing = [line.ease for line in screen.context["missing"]]
    assert missing == sorted(missing)
    assert [line.indicator.key for line in screen.context["missing"]][:2] == ["2.1", "2.4"]
    assert reverse("directives:tasks") in html
    # The button for pages opens the commune's own section.
    assert reverse("wagtailadmin_explore", args=[agency.home_page.pk]) in html
    CommuneIndicator.objects.update(annex="Phụ lục I")
    html = client.get(reverse("commune_standard:commune", args=[agency.pk])).content.decode()
    assert "Bộ chỉ tiêu tạm." not in html


def test_nobody_of_another_agency_reads_a_commune_and_the_overseer_reads_all(client, three):
    some = three.communes[1]
    addresses = [
        reverse(f"commune_standard:{name}", args=[some.pk]) for name in ("commune", "dossier")
    ]
    signed_in(client, three.people[0])
    assert {client.get(each).status_code for each in addresses} <= {302, 404}
    assert client.get(reverse("commune_standard:table")).status_code in (302, 403)
    signed_in(client, make_member(make_agency(), Role.OVERSEER))
    assert {client.get(each).status_code for each in addresses} == {200}
    table = client.get(reverse("commune_standard:table"))
    assert len(table.context["rows"]) == 3
    assert "Nhập</a>" not in client.get(addresses[0]).content.decode()
    one = client.get(reverse("commune_standard:table"), {"ten": "dak thu", "ct": "2.1"})
    assert [row.agency for row in one.context["rows"]] == [some]


def test_the_screen_is_for_communes_alone(client, three):
    office = make_agency()
    signed_in(client, make_member(office, Role.AUTHOR))
    for address in (
        reverse("commune_standard:own"),
        reverse("commune_standard:commune", args=[office.pk]),
    ):
        assert client.get(address).status_code in (302, 404)
    signed_in(client, three.people[0])
    answer = client.get(reverse("commune_standard:own"))
    assert answer.url == reverse("commune_standard:commune", args=[three.communes[0].pk])


def test_the_file_has_what_the_screen_has(client, three):
    signed_in(client, three.people[1])
    answer = client.get(reverse("commune_standard:dossier", args=[three.communes[1].pk]))
    document = Document(io.BytesIO(answer.content))
    text = "\n".join(each.text for each in document.paragraphs)
    assert "đạt 2 trong 14 chỉ tiêu" in text
    assert "Bộ chỉ tiêu tạm" in text
    cells = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    states = {row[0]: row[3] for row in cells}
    words = {M: "Đạt", N: "Chưa đạt", U: "Chưa có số liệu"}
    assert {key: states[key] for key in BY_HAND} == {
        key: words[found[1]] for key, found in BY_HAND.items()
    }


def test_the_number_of_queries_does_not_depend_on_the_number_of_communes(client, three):
    signed_in(client, make_member(make_agency(), Role.OVERSEER))
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as computing:
            compute()
        with CaptureQueriesContext(connection) as showing:
            assert client.get(reverse("commune_standard:table")).status_code == 200
        counts.append((len(computing), len(showing)))
        for number in range(3):
            make_commune(f"Thêm {_round} {number}")
    assert counts[1] <= counts[0]
    assert counts[0] <= (70, 30)


def test_without_the_upsert_a_second_run_would_fail(three):
    assert compute() == compute() == 42
    assert CommuneResult.objects.count() == 42
    assert standing_of(three.communes[0], timezone.localdate().year, []).met == 0


@pytest.mark.drill
def test_135_communes_by_14(client, three):
    for number in range(132):
        make_commune(f"Nhiều {number}")
    signed_in(client, make_member(make_agency(), Role.OVERSEER))
    with CaptureQueriesContext(connection) as computing:
        assert compute() == 135 * 14
    with CaptureQueriesContext(connection) as showing:
        table = client.get(reverse("commune_standard:table"))
    size = len(table.content) // 1024
    print(f"{len(computing)} queries to compute, {len(showing)} to show, {size} KB")  # noqa: T201
    assert len(table.context["rows"]) == 135
    assert size < 500
