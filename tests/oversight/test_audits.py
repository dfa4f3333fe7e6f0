"""A sample audit: drawn by seed and weight, repeatable, and judged cell by cell."""

import datetime as dt
import io
from copy import deepcopy
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags
from PIL import Image

from network.agencies.models import Role
from network.channels.models import Attestation
from network.demo.oversight import show_audit
from network.media.models import AgencyDocument
from network.oversight.audits.cells import green_cells
from network.oversight.audits.drawing import draw_audit, drawn_from, is_repeatable
from network.oversight.audits.services import accept_cell, reject_cell
from network.oversight.audits.signals import all_signals, signals_of, weight_of
from network.oversight.models import Audit, AuditCell, Finding, Standard, Status
from network.oversight.selectors import scores
from network.oversight.tasks import check_all_agencies
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member

from .network import found, look, make_network, make_outreach

pytestmark = pytest.mark.django_db
FRAME = [(f"A{agency}", f"R{key}", 1 + key % 5) for agency in range(40) for key in range(30)]


@pytest.fixture(scope="module")
def six_of_module(once, tmp_path_factory):
    def made() -> Any:
        from django.test import override_settings

        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            six = make_network()
            six["DU"].people["overseer"] = make_member(six["LEN"].agency, Role.OVERSEER)
            look(now=timezone.now() - dt.timedelta(hours=1))
            return six

    return once(made)


@pytest.fixture
def six(six_of_module, db):
    return deepcopy(six_of_module)


def standard(size: int = 10) -> Standard:
    Standard.objects.update(audit_cells=size)
    return Standard.objects.get(key="cv-1510")


def draw(size: int = 10, *, now: dt.datetime | None = None, seed: str = "2026-11-7F3A") -> Audit:
    audit = draw_audit(standard=standard(size), now=now or timezone.now(), seed=seed)
    assert audit
    return audit


def file_of(six, code: str, content: bytes, name: str = "anh.png") -> AgencyDocument:
    collection = six[code].agency.collection
    return AgencyDocument.objects.create(
        title="Ảnh", file=ContentFile(content, name), collection=collection
    )


def white(side: int = 300) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (side, side), "white").save(content, "PNG")
    return content.getvalue()


def hints_of(code: str, key: str) -> dict[str, str]:
    frame = green_cells(standard(), timezone.now())
    agency = next(cell.agency.code for cell in frame.cells if cell.agency.short_name.endswith(code))
    return dict(signals_of(frame)[agency, key])


def test_the_same_seed_draws_the_same_forty_in_any_order():
    first = drawn_from(FRAME, "2026-11-7F3A", 40)
    assert first == drawn_from(FRAME[::-1], "2026-11-7F3A", 40)
    assert len(set(first)) == 40
    assert first != drawn_from(FRAME, "2026-11-7F3B", 40)


def test_heavier_cells_are_drawn_more_often():
    counted = dict.fromkeys(range(1, 6), 0)
    for seed in range(60):
        for _code, key in drawn_from(FRAME, str(seed), 40):
            counted[1 + int(key[1:]) % 5] += 1
    assert list(counted.values()) == sorted(counted.values())
    assert counted[5] > 3 * counted[1]


def test_drawn_cells_wait_and_do_not_count_until_judged(six):
    before = scores(standard())
    audit = draw(10)
    assert is_repeatable(audit)
    cells = list(audit.cells.select_related("agency", "requirement"))
    assert len(cells) == 10
    after = scores(standard())
    assert sum(each.met for each in before.values()) - 10 == sum(s.met for s in after.values())
    assert sum(each.total for each in before.values()) - 10 == sum(s.total for s in after.values())
    overseer = six["DU"].people["overseer"]
    about = {"user": overseer, "now": timezone.now()}
    accept_cell(cell_id=cells[0].pk, **about)
    reject_cell(cell_id=cells[1].pk, reason="anh", note="", **about)
    now = found()
    states = [now[each.agency.code][each.requirement.key] for each in cells[:3]]
    assert states == [Status.MET, Status.NOT_MET, Status.WAITING]
    cells[1].refresh_from_db()
    assert cells[1].verdict and cells[1].verdict.of_cell
    start = strip_tags(signed_in(Client(), overseer).get("/admin/").content.decode())
    for words in ("8 ô còn phải xem", "1 ô chấp nhận", "1 ô chưa chấp nhận"):
        assert words in start
    for judged in cells[:2]:
        with pytest.raises(ValidationError, match="đã có người"):
            accept_cell(cell_id=judged.pk, **about)
    with pytest.raises(PermissionDenied):
        accept_cell(cell_id=cells[2].pk, user=six["DU"].approver, now=timezone.now())


def test_the_next_month_releases_what_nobody_looked_at(six):
    first = draw(10)
    later = timezone.now() + dt.timedelta(days=32)
    look(later.date(), now=later)
    second = draw(5, now=later + dt.timedelta(minutes=1), seed="x")
    first.refresh_from_db()
    assert first.closed_at and second.closed_at is None
    assert Finding.objects.filter(status=Status.WAITING, until=None).count() == 5
    assert draw(5, now=later + dt.timedelta(days=1), seed="y") == second


def test_the_nightly_job_draws_once_a_month_and_logs_nothing_twice(six):
    standard(10)
    for _night in range(2):
        check_all_agencies(timestamp=0)
    assert Audit.objects.count() == 1
    assert AuditCell.objects.count() == 10
    waiting = Finding.objects.filter(status=Status.WAITING, until=None)
    assert waiting.count() == 10


def test_signals_are_words_and_never_verdicts(six):
    content = white()
    for code in ("TRONG", "BAI"):
        make_outreach(six[code].agency, note="x x x x x", file=file_of(six, code, content))
    make_outreach(six["LEN"].agency, note="Họp làng", day=timezone.localdate().replace(year=1990))
    Attestation.objects.filter(channel__agency=six["DU"].agency).update(
        note="Đã bật chức năng này trên trang, đã kiểm tra lại bằng một tài khoản khác."
    )
    Attestation.objects.filter(channel__agency=six["LEN"].agency).update(
        note="Đã bật chức năng này trên trang, đã kiểm tra lại bằng một tài khoản khác!"
    )
    look()
    assert found()["TRONG"]["R9"] == Status.MET
    hints = hints_of("TRONG", "R9")
    assert hints["repeated_letters"] == "chỉ là chữ lặp lại: “x x x x x”"
    assert hints["poor_image"] == "ảnh một màu, 300 × 300 điểm"
    assert hints["same_file"].startswith("2 cơ quan dùng cùng một tệp")
    assert hints["never_inspected"]
    assert hints_of("LEN", "R21b")["same_words"].startswith("2 cơ quan cùng viết “Đã bật")
    assert found()["TRONG"]["R9"] == Status.MET
    assert {*hints} <= {*all_signals()}
    assert weight_of([*hints.items()]) == 1 + sum(all_signals()[key].weight for key in hints)


def test_a_sudden_jump_is_a_signal(six):
    # All six agencies were checked for the first time an hour ago.
    assert hints_of("DU", "R9")["jump"] == "0 → 32 ô xanh trong 14 ngày"


def test_drawing_costs_the_same_however_many_cells(six):
    counted = []
    for codes in (("TRONG",), ("BAI", "LEN", "CU")):
        for code in codes:
            make_outreach(six[code].agency)
        look()
        frame = green_cells(standard(), timezone.now())
        with CaptureQueriesContext(connection) as asked:
            signals_of(frame)
        counted.append(len(asked))
    assert counted[1] <= counted[0] <= 12, counted


def test_the_demo_shows_judged_cells_and_an_answered_verdict(six):
    for _time in range(2):
        show_audit(six["DU"].people["overseer"], timezone.now())
    judged = AuditCell.objects.filter(judged_at__isnull=False)
    assert judged.filter(verdict=None).exists()
    assert judged.exclude(verdict=None).filter(verdict__answered_at__isnull=False).count() == 1
    assert AuditCell.objects.filter(judged_at=None).exists()
