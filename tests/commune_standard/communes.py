"""Three communes with known data, their results by hand, and changed files of the standard."""

import csv
import io

from django.core.management import call_command
from django.utils import timezone

from legal_updates.models import IssuingBody
from network.agencies.models import AgencyKind, Role
from network.commune_standard.computing import compute_communes
from network.commune_standard.indicators import COLUMNS, DATA
from network.commune_standard.models import CommuneResult, HandFigure
from network.directives.task_services import (
    TaskEvidence,
    TaskFacts,
    accept_assignment,
    finish_assignment,
)
from tests.factories.activities import form_of, make_activity, make_reporter
from tests.factories.capacity import make_resources
from tests.factories.directives import make_directive, make_overseer, task_of
from tests.factories.documents import make_document
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article, make_update

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
