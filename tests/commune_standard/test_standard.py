"""The commune standard: a file of indicators, filled from the network's work, on two screens."""

import csv
import datetime as dt
import io
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from legal_updates.models import IssuingBody
from network.agencies.models import AgencyKind, Role
from network.capacity.models import BudgetAmount, Resource
from network.commune_standard.basis import HAND_FIGURE, basis_requirement
from network.commune_standard.computing import compute_communes
from network.commune_standard.dossier import official_dossier
from network.commune_standard.indicators import COLUMNS, DATA, check_sources, read_indicators
from network.commune_standard.models import CommuneIndicator, CommuneResult, HandFigure
from network.commune_standard.selectors import lines_of_year, standing_of
from network.commune_standard.services import enter_figure
from network.commune_standard.sources import dictionary
from network.directives.models import Assignment
from network.directives.task_services import (
    TaskEvidence,
    TaskFacts,
    accept_assignment,
    finish_assignment,
)
from network.oversight.models import EvidenceVerdict, Requirement
from network.oversight.sources import EvidenceRef
from network.oversight.verdicts.fingerprints import fingerprints
from network.oversight.verdicts.services import reject_evidence
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.activities import form_of, make_activity, make_reporter
from tests.factories.capacity import make_resources
from tests.factories.directives import make_directive, make_overseer, task_of
from tests.factories.documents import make_document
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article, make_update

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
FILE = DATA / "qd-27.csv"
M, N, U = "met", "not_met", "unknown"
# By hand, from what `make_communes` gives the three: all, some, nothing.
BY_HAND = {
    #       A  B  C
    "1.1": (M, N, U),
    "1.2": (M, M, U),
    "1.3": (M, U, U),
    "2.1": (M, N, N),
    "2.2": (M, N, U),
    "2.3": (M, U, U),
    "2.4": (M, N, N),
    "2.5": (M, N, N),
    "2.6": (M, U, N),
    "2.7": (M, N, N),
    "3.1": (M, U, U),
    "3.2": (M, N, U),
    "3.3": (M, M, N),
    "3.4": (M, N, N),
}


def make_commune(name):
    agency = make_agency(f"Ủy ban nhân dân xã {name}")
    agency.short_name, agency.kind = f"UBND xã {name}", AgencyKind.UBND_XA
    agency.save()
    return agency


def make_communes():
    """Return three communes: one that does all, one that does some, one that does nothing."""
    every, some, none = (make_commune(name) for name in ("Ia Mẫu", "Đăk Thử", "Ví Dụ"))
    people = [make_member(each, Role.AGENCY_ADMIN) for each in (every, some, none)]
    make_office_of(every, people[0], some, people[1])
    hand = {
        every: {"1.1": (2, 2), "1.2": None, "1.3": (2, 2), "2.3": None, "2.6b": (1, 1),
                "2.6c": (1, 1), "2.7c": (1, 1), "3.1": (5, 5), "3.2": (10, 12), "3.4a": (5, 5),
                "3.4c": (5, 5), "3.4d": None},
        some: {"1.1": (1, 2), "1.2": None, "2.6c": (1, 1), "3.2": (9, 12), "3.4a": (4, 5)},
    }  # fmt: skip
    for agency, figures in hand.items():
        for key, figure in figures.items():
            good, total = figure or (0, 0)
            HandFigure.objects.create(
                agency=agency, key=key, year=timezone.localdate().year, good=good, total=total,
                none_arose=figure is None, note="Biên bản", entered_at=timezone.now(),
            )  # fmt: skip
    return [every, some, none], people


def make_office_of(every, author, some, other):
    """Give the first commune what the system counts, and the second a part of it."""
    today = timezone.localdate()
    overseer = make_overseer(make_agency("Sở Tư pháp"))
    for number, of_both in (("24/KH-UBND", True), ("25/STP-PBGDPL", False)):
        facts = TaskFacts(words=f"Nhiệm vụ {number}", requirements=(), due_on=today)
        directive = make_directive(overseer, every, some, tasks=(facts,), number=number)
        for agency in (every, some):
            if of_both or agency == every:
                key, who = task_of(directive, agency).pk, {every: author, some: other}[agency]
                evidence = TaskEvidence(note="Đã tổ chức hội nghị", why_none="Hội nghị nội bộ")
                finish_assignment(
                    assignment_id=key, evidence=evidence, user=who, now=timezone.now()
                )
                accept_assignment(assignment_id=key, user=overseer, now=timezone.now())
    for agency in (every, some):
        make_resources(agency, today.year)
        body = IssuingBody.objects.create(name=agency.name, key=f"b{agency.pk}", level="commune")
        document = make_document(issuer=body, issued_on=today, number=f"{agency.pk}/2026/QĐ-UBND")
        if agency == every:
            make_update(agency.home_page, "Quyết định mới", documents=[document])
    for title in ("Danh mục thông tin phải công khai", "Trợ giúp pháp lý cho người nghèo"):
        make_article(every.home_page, title)
    for title in ("Trợ giúp pháp lý lưu động", "Tập huấn hòa giải viên"):
        make_activity(every, author, title=title, held_on=today)
    make_activity(every, author, form=form_of("truc-tuyen"), title="Tọa đàm", held_on=today)
    make_activity(some, other, title="Phối hợp hòa giải", held_on=today)
    make_reporter(every, kind="propagator", level="commune")


@pytest.fixture(scope="module")
def three_of_module(once):
    def make():
        communes, people = make_communes()
        compute_communes(now=timezone.now(), day=timezone.localdate())
        return SimpleNamespace(communes=communes, people=people)

    return once(make)


@pytest.fixture
def three(three_of_module, db):
    """Three communes, computed."""
    return three_of_module


def statuses(agency):
    return dict(CommuneResult.objects.filter(agency=agency).values_list("key", "status"))


def compute():
    return compute_communes(now=timezone.now(), day=timezone.localdate())


def changed_file(tmp_path, change):
    """Return a copy of the shipped file after `change` of its rows."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = change(rows) or rows
    path = tmp_path / "changed.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return path


def load(path):
    out = io.StringIO()
    call_command("load_commune_standard", path, stdout=out)
    return out.getvalue()


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


def test_rejected_evidence_does_not_count_until_it_is_replaced(three):
    """The same filter as for dispatch 1510: a verdict on a task, budget, plan, page or channel."""
    agency, now = three.communes[0], timezone.now()
    overseer = make_overseer(make_agency("Sở Tư pháp thứ hai"))
    before = statuses(agency)
    resource = Resource.objects.get(agency=agency)
    page = ArticlePage.objects.live().get(title="Danh mục thông tin phải công khai")
    task = Assignment.objects.get(agency=agency, task__words="Nhiệm vụ 24/KH-UBND")
    for key, source, pk, lost in (
        ("R12", "resource_plan", resource.pk, "2.4"),
        ("R12", "budget", resource.amounts.get(planned__gt=0).pk, "2.6"),
        ("R8", "page", page.pk, "2.1"),
        ("R1", "task", task.pk, "2.4"),
    ):
        ref = EvidenceRef(source, pk)
        verdict = EvidenceVerdict.objects.create(
            agency=agency,
            requirement=Requirement.objects.get(key=key),
            reason="noi-khac",
            rejected_by=overseer,
            rejected_at=now,
        )
        fingerprint = fingerprints([ref])[ref].whole
        verdict.items.create(source=source, object_id=pk, fingerprint=fingerprint)
        compute()
        after = statuses(agency)
        assert {each for each in before if before[each] != after[each]} == {lost}, source
        # A check of a moment before the verdict knows nothing of it.
        compute_communes(now=now - dt.timedelta(days=1), day=timezone.localdate())
        assert statuses(agency) == before
        verdict.delete()


def test_a_verdict_lowers_the_figure_at_once_and_other_content_counts_again(three):
    agency = three.communes[0]
    overseer = make_overseer(make_agency("Sở Tư pháp thứ hai"))
    about = {"agency": agency, "requirement": Requirement.objects.get(key="R12"), "refs": None}
    reject_evidence(**about, reason="noi-khac", note="", user=overseer, now=timezone.now())
    assert (statuses(agency)["2.4"], statuses(agency)["2.6"]) == (N, N)
    Resource.objects.filter(agency=agency).update(plan_number="  45/KH-UBND ")
    BudgetAmount.objects.filter(resource__agency=agency).update(planned=7_000_000)
    compute()
    assert (statuses(agency)["2.4"], statuses(agency)["2.6"]) == (M, M)


def test_the_overseer_reads_a_basis_and_rejects_it(client, three):
    every = three.communes[0]
    overseer = make_member(make_agency(), Role.OVERSEER)
    signed_in(client, overseer)
    screen = client.get(reverse("commune_standard:commune", args=[every.pk]))
    assert "Biên bản" in screen.content.decode()
    asked = basis_requirement()
    assert reverse("oversight:evidence", args=[every.pk, asked.pk]) in screen.content.decode()
    figure = HandFigure.objects.get(agency=every, key="3.2")
    standing = standing_of(every, figure.year, lines_of_year(figure.year, TODAY))
    assert "Biên bản" in str(official_dossier(standing, figure.year).table)
    evidence = client.get(reverse("oversight:evidence", args=[every.pk, asked.pk]))
    assert "10/12" in evidence.content.decode()
    about = {"reason": "ky-tu", "note": "", "user": overseer, "now": timezone.now()}
    refs = [HAND_FIGURE.of(figure.pk)]
    reject_evidence(agency=every, requirement=asked, refs=refs, **about)
    assert (statuses(every)["3.2"], statuses(every)["3.1"]) == (U, M)
    # Cosmetic changes revive nothing; another basis does.
    for note, state in (("Biên bản.", U), ("Báo cáo 12/BC-UBND ngày 20/11", M)):
        HandFigure.objects.filter(pk=figure.pk).update(note=note)
        compute()
        assert statuses(every)["3.2"] == state


def test_an_empty_register_proves_nothing_until_the_commune_declares_it(client, three):
    none = three.communes[2]
    indicator = CommuneIndicator.objects.get(key="2.2")
    address = reverse("commune_standard:enter", args=[none.pk, indicator.pk])
    signed_in(client, three.people[2])
    note = {"note": "Sổ văn bản năm của Ủy ban nhân dân xã"}
    assert client.post(address, note | {"good": "1", "total": "1"}).status_code == 200
    assert statuses(none)["2.2"] == U
    assert client.post(address, note | {"none_arose": "on"}).status_code == 302
    assert statuses(none)["2.2"] == M
