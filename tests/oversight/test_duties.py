"""What decree 224 asks of the network: one broken fact changes its line alone, on the screen and in
the dossier, and nothing that was not measured is called met."""

import io
import re
from typing import Any

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from docx import Document

from network.agencies.models import Agency, Role
from network.oversight.duties import operation
from network.oversight.duties.dossier import official_dossier
from network.oversight.duties.lines import lines_of, network_standard
from network.oversight.models import Declaration, Finding, Requirement, Standard
from network.oversight.network_checks import NETWORK_CHECKS, LineState
from network.oversight.running import check_agencies
from network.oversight.standards import requirement_rows
from tests.factories.accounts import signed_in
from tests.factories.people import make_agency, make_member
from tests.words.english import english_words

from .duties import ADDRESS, BROKEN, DECLARED, make_cast, write_watch

pytestmark = pytest.mark.django_db


def printed() -> dict[str, list[str]]:
    """Return {line: its row of the dossier's table}."""
    now = timezone.now()
    standard = network_standard(timezone.localdate(now))
    report = official_dossier(standard, lines_of(standard, now), None, now)
    return {row[0]: row for row in report.table.rows if len(row) > 1}


def states() -> dict[str, str]:
    now = timezone.now()
    standard = network_standard(timezone.localdate(now))
    return {each.requirement.key: each.found.state for each in lines_of(standard, now)}


@pytest.fixture(scope="module")
def cast_of_module(once, tmp_path_factory):
    folder = tmp_path_factory.mktemp("watch")
    write_watch(folder)
    about = {"MEDIA_ROOT": folder, "MONITORING_DIR": str(folder), "WAGTAILADMIN_BASE_URL": ADDRESS}

    def made() -> Any:
        with override_settings(**about):
            office = make_cast()
            return office, about, printed()

    return once(made)


@pytest.fixture
def cast(cast_of_module, settings, tmp_path, db):
    """The office, and the dossier's rows while nothing is broken."""
    office, about, rows = cast_of_module
    for name, value in about.items():
        setattr(settings, name, value)
    settings.MONITORING_DIR = str(tmp_path)
    write_watch(tmp_path)
    return office, rows


@pytest.mark.parametrize("name", BROKEN)
def test_one_broken_fact_changes_exactly_its_lines(cast, settings, name):
    _office, before = cast
    break_it, lines = BROKEN[name]
    break_it(settings)
    after = printed()
    assert {key for key in before if before[key] != after[key]} == lines


def test_each_measured_line_has_a_fact_that_changes_it():
    measured = {row["key"] for row in requirement_rows("nd-224") if row["check_key"]}
    changed = set().union(*(lines for _break, lines in BROKEN.values()))
    assert changed == measured | {*DECLARED}
    assert len(BROKEN) >= 20


def test_the_file_has_vietnamese_words_alone():
    texts = [
        row[name]
        for row in requirement_rows("nd-224")
        for name in ("group", "title", "quotation", "legal_basis", "method")
    ]
    assert [text for text in texts if english_words(text)] == []


def test_nothing_is_met_but_what_a_check_has_measured(cast):
    found = states()
    checks = {row.key: row.check_key for row in Requirement.objects.filter(standard__key="nd-224")}
    met = {key for key, state in found.items() if state == LineState.MET}
    assert met
    assert all(checks[key] in NETWORK_CHECKS for key in met)
    assert LineState.NOT_MEASURED not in found.values()
    declared = {found[key] for key, check in checks.items() if not check}
    assert declared == {LineState.DECLARED, LineState.MISSING}


def test_a_check_that_fails_says_not_measured(cast, monkeypatch, caplog):
    def broken(kind, now, thresholds):
        Finding.objects.raw("SELECT nothing FROM nowhere")[0]

    monkeypatch.setattr(operation, "_job", broken)
    found = states()
    assert {found[key] for key in ("13.2", "27.3b", "27.3b2")} == {LineState.NOT_MEASURED}
    assert found["27.3d"] == LineState.MET
    assert "could not be measured" in caplog.text


def test_while_nobody_watches_nothing_is_known_of_faults(cast, tmp_path):
    (tmp_path / "alerts.json").unlink()
    assert states()["21.2a"] == LineState.NOT_MEASURED


def test_what_is_no_copy_any_more_is_not_called_one(cast, client):
    office, _rows = cast
    signed_in(client, office.people["overseer"])
    caveat = "theo bản sao, chưa đối chiếu bản chính thức"
    assert caveat in client.get(reverse("oversight:duties")).content.decode()
    Standard.objects.filter(key="nd-224").update(caveat="")
    assert caveat not in client.get(reverse("oversight:duties")).content.decode()


def test_a_line_with_a_deadline_says_how_much_time_is_left(cast, client):
    office, _rows = cast
    signed_in(client, office.people["overseer"])
    text = client.get(reverse("oversight:duties")).content.decode()
    assert re.search(r"Hạn 31/12/2028: còn \d", text)


def test_the_file_says_what_the_screen_says(cast, client):
    office, _rows = cast
    signed_in(client, office.people["overseer"])
    parts = client.get(reverse("oversight:duties")).context["parts"]
    shown = [
        (line.requirement.key, line.found.figure or "–", str(line.found.state.label))
        for _group, rows in parts
        for line, *_others in rows
    ]
    answer = client.get(reverse("oversight:duties_dossier"))
    document = Document(io.BytesIO(answer.content))
    table = document.tables[-1]
    cells = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    printed_rows = [(row[0], row[2], row[4]) for row in cells if row[0] != row[1]]
    assert printed_rows == shown
    assert len(shown) == len(requirement_rows("nd-224"))
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert words.count("theo bản sao, chưa đối chiếu bản chính thức") == 2


def test_the_number_of_queries_does_not_follow_the_agencies(cast, django_assert_max_num_queries):
    # One agency first: the query for front pages is left out where none is listed.
    make_agency()
    with django_assert_max_num_queries(110) as first:
        printed()
    make_agency()
    make_agency()
    with django_assert_max_num_queries(len(first.captured_queries)):
        printed()


def test_an_overseer_declares_a_line_and_a_file_is_missed(cast, client):
    office, _rows = cast
    signed_in(client, office.people["overseer"])
    line = Requirement.objects.get(standard__key="nd-224", key="21.4c")
    address = reverse("oversight:declare_duty", args=[line.pk])
    fields = {"statement": "Phương án số 5 đã duyệt.", "valid_until": "31/12/2099"}
    assert client.post(address, fields).status_code == 302
    row = Declaration.objects.get(requirement=line)
    assert (row.agency, row.declared_by) == (office.agency, office.people["overseer"])
    assert states()["21.4c"] == LineState.UNPROVEN
    measured = Requirement.objects.get(standard__key="nd-224", key="27.3b")
    assert client.get(reverse("oversight:declare_duty", args=[measured.pk])).status_code == 404


def test_an_agency_is_neither_judged_by_the_decree_nor_declares_it(cast, client):
    office, _rows = cast
    now = timezone.now()
    check_agencies(now=now, day=timezone.localdate(now), only=[office.agency.pk])
    assert not Finding.objects.filter(requirement__standard__key="nd-224").exists()
    line = Requirement.objects.get(standard__key="nd-224", key="21.4c")
    admin = make_member(office.agency, Role.AGENCY_ADMIN)
    signed_in(client, admin)
    assert client.get(reverse("oversight:duties")).status_code in (302, 403)
    own = reverse("oversight:declare", args=[office.agency.pk, line.pk])
    assert client.get(own).status_code == 404


def test_what_a_stranger_declares_counts_for_nothing(cast):
    line = Requirement.objects.get(standard__key="nd-224", key="21.4c")
    other = Declaration.objects.first()
    other.pk, other.requirement = None, line
    other.agency = Agency.objects.get(code="SYT")
    other.save()
    assert states()["21.4c"] == LineState.MISSING
