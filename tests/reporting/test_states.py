"""Who moves a report from which state to which, and what the database refuses by itself."""

import datetime as dt
from decimal import Decimal
from functools import partial
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import AuditEntry, Membership, Role
from network.reporting import reminding, services
from network.reporting.consolidations import consolidate, send_up
from network.reporting.models import Indicator, Period, Report, ReportState, Value
from network.reporting.selectors import texts_of
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import bring_to, open_period, paper_of, report_of, write

pytestmark = pytest.mark.django_db
S = ReportState
FIVE = services.EnteredFigure(Decimal(5))
LATER = timezone.localdate() + dt.timedelta(days=30)


@pytest.fixture(scope="module")
def built(once):
    return once(make_cast)


@pytest.fixture
def cast(built):
    """Return people by role, and the overseer's period with the report of their agency."""
    people, pk = built
    return people, Report.objects.get(pk=pk)


def make_cast():
    office, seat = make_office("SYT"), make_office("STP")
    overseer = make_member(seat.agency, Role.OVERSEER)
    viewer = make_member(seat.agency, Role.REPORT_VIEWER)
    people = {
        **office.people,
        "overseer": overseer,
        "viewer": viewer,
        "stranger": seat.approver,
    }
    return people, report_of(open_period(overseer), office.agency).pk


def in_state(cast, state):
    people, report = cast
    write(report, people["author"], f1_1=7)
    return bring_to(report, state, approver=people["approver"], overseer=people["overseer"])


def value(report, code="1.1"):
    return report.values.get(indicator__code=code)


MOVES = {
    "write": lambda row, about: services.write_report(
        figures={value(row).indicator_id: FIVE}, texts={}, **about
    ),
    "submit": lambda row, about: services.submit_report(paper=paper_of(), **about),
    "send_back": lambda row, about: services.return_report(reason="Sai biểu.", **about),
    "accept": lambda row, about: services.accept_report(**about),
    "take_paper": lambda row, about: services.take_paper(**about),
    "remind": lambda row, about: reminding.remind(**about),
    "extend": lambda row, about: reminding.extend(due_on=LATER, reason="Bão số 13.", **about),
    "correct": lambda row, about: services.correct_figure(
        value=value(row), new=Decimal(8), reason="Cộng nhầm.", **about
    ),
    "correct_text": lambda row, about: services.correct_text(
        part=row.period.indicator_set.outline.first(), new="Khác.", reason="Sai.", **about
    ),
}
SERVING = {"author", "appraiser", "approver", "agency_admin"}
ALLOWED = {
    ("write", S.DRAFT): SERVING,
    ("write", S.RETURNED): SERVING,
    ("remind", S.DRAFT): {"overseer"},
    ("remind", S.RETURNED): {"overseer"},
    ("extend", S.DRAFT): {"overseer"},
    ("extend", S.RETURNED): {"overseer"},
    ("submit", S.DRAFT): {"approver"},
    ("submit", S.RETURNED): {"approver"},
    ("send_back", S.SUBMITTED): {"overseer"},
    ("accept", S.SUBMITTED): {"overseer"},
    ("correct", S.ACCEPTED): {"overseer"},
    ("correct", S.LOCKED): {"overseer"},
    ("correct_text", S.ACCEPTED): {"overseer"},
    ("correct_text", S.LOCKED): {"overseer"},
}


def tried(act, refused_by=(ValidationError, IntegrityError)):
    """Return whether it was done, and take it back."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
            done = True
        except refused_by:
            done = False
        transaction.set_rollback(True)
    return done


def test_every_move_of_every_role_in_every_state(cast):
    people, _report = cast
    for state in S:
        with transaction.atomic():
            report = in_state(cast, state)
            for (move, act), (role, person) in product(MOVES.items(), people.items()):
                about = {"report_id": report.pk, "user": person, "now": timezone.now()}
                # A refusal is a sentence of the service, not an error of the database.
                done = tried(partial(act, report, about), ValidationError)
                assert done is (role in ALLOWED.get((move, state), ())), (move, state, role)
            transaction.set_rollback(True)


# The first state in which each is possible, who does it, and what the journal calls it.
JOURNAL = {
    "write": (S.DRAFT, "author", "report_written"),
    "submit": (S.DRAFT, "approver", "report_submitted"),
    "remind": (S.DRAFT, "overseer", "report_reminded"),
    "extend": (S.DRAFT, "overseer", "report_extended"),
    "send_back": (S.SUBMITTED, "overseer", "report_returned"),
    "accept": (S.SUBMITTED, "overseer", "report_accepted"),
    "correct": (S.ACCEPTED, "overseer", "report_corrected"),
    "correct_text": (S.ACCEPTED, "overseer", "report_corrected"),
}


def test_every_move_is_in_the_journal_of_the_agency(cast):
    people, report = cast
    agency = report.agency
    for move, (state, role, action) in JOURNAL.items():
        with transaction.atomic():
            row = in_state(cast, state)
            before = set(AuditEntry.objects.values_list("pk", flat=True))
            MOVES[move](row, {"report_id": row.pk, "user": people[role], "now": timezone.now()})
            written = AuditEntry.objects.exclude(pk__in=before)
            found = [(line.action, line.actor, line.agency) for line in written]
            assert found == [(action, people[role], agency)], move
            transaction.set_rollback(True)
    services.take_paper(report_id=report.pk, user=people["overseer"], now=timezone.now())
    assert AuditEntry.objects.about(report).filter(action="report_on_paper").exists()


def test_a_report_from_paper_is_the_overseer_s_alone(cast):
    people, report = cast
    about = {"report_id": report.pk, "user": people["overseer"], "now": timezone.now()}
    services.take_paper(**about)
    report.refresh_from_db()
    assert not report.values.exclude(actual=None).exists()
    for move, expected in {"write": True, "submit": True, "take_paper": False}.items():
        assert tried(lambda move=move: MOVES[move](report, about)) is expected
        for role in SERVING:
            own = {**about, "user": people[role]}
            assert not tried(lambda move=move, own=own: MOVES[move](report, own)), (move, role)


def test_what_the_agency_has_begun_is_not_taken_from_paper(cast):
    report = in_state(cast, S.DRAFT)
    about = {"report_id": report.pk, "user": cast[0]["overseer"], "now": timezone.now()}
    assert not tried(lambda: services.take_paper(**about))


def test_the_database_knows_the_moves_too(cast):
    possible = {
        *((S.DRAFT, S.SUBMITTED), (S.SUBMITTED, S.RETURNED), (S.SUBMITTED, S.ACCEPTED)),
        *((S.RETURNED, S.SUBMITTED), (S.ACCEPTED, S.LOCKED)),
    }
    for old in S:
        with transaction.atomic():
            report = in_state(cast, old)
            for new in S:
                whole = {"submitted_at": timezone.now(), "signed_on": timezone.localdate()}
                whole |= {"first_submitted_on": timezone.localdate(), "decided_at": timezone.now()}
                whole |= {"number": "1", "signed_file": "x.pdf", "reason": "x", "state": new}
                whole |= {"submitted_by": cast[0]["approver"], "accepted_by": cast[0]["overseer"]}
                rows = Report.objects.filter(pk=report.pk)
                moved = tried(lambda rows=rows, whole=whole: rows.update(**whole))
                # Written on while it is open, it stays where it is.
                same = old == new and old in {S.DRAFT, S.RETURNED}
                assert moved is (same or (old, new) in possible), (old, new)
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", [S.SUBMITTED, S.ACCEPTED, S.LOCKED])
def test_nothing_of_what_was_submitted_changes_by_the_way(cast, state):
    report = in_state(cast, state)
    figure = report.values.filter(indicator__code="1.1")
    assert not tried(lambda: figure.update(actual=9))
    assert not tried(lambda: figure.update(estimate=9))
    assert not tried(figure.delete)
    assert not tried(lambda: report.delete())
    assert not tried(lambda: Report.objects.filter(pk=report.pk).update(number="99"))
    indicator = Indicator.objects.get(code="1.1")
    assert not tried(lambda: Indicator.objects.filter(pk=indicator.pk).update(label="Khác"))
    assert not tried(lambda: Period.objects.update(name="Khác"))


def test_a_correction_keeps_both_figures_and_stays(cast):
    people, _report = cast
    report = in_state(cast, S.LOCKED)
    services.correct_figure(
        report_id=report.pk,
        value=value(report),
        new=Decimal(8),
        reason="Cộng nhầm.",
        user=people["overseer"],
        now=timezone.now(),
    )
    [correction] = value(report).corrections.all()
    assert (correction.before, correction.after, value(report).actual) == (7, 8, 8)
    with pytest.raises(IntegrityError), transaction.atomic():
        correction.delete()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE reporting_correction SET after = 9")


def test_an_estimate_and_a_text_are_corrected_too(cast):
    people, _report = cast
    now = timezone.now()
    about = {"user": people["overseer"], "now": now, "reason": "Cộng nhầm."}
    today = timezone.localdate()
    period = open_period(
        people["overseer"], name="Ước tính", last=today + dt.timedelta(days=9), actual_until=today
    )
    report = period.reports.get(agency=people_s_agency(people))
    part = period.indicator_set.outline.first()
    row = value(report)
    services.write_report(
        report_id=report.pk,
        figures={row.indicator_id: services.EnteredFigure(Decimal(7), Decimal(2))},
        texts={part.pk: "Đã ban hành 7 kế hoạch."},
        user=people["author"],
        now=now,
    )
    Value.objects.filter(pk=row.pk).update(uncounted=2)
    report = bring_to(report, S.LOCKED, approver=people["approver"], overseer=people["overseer"])
    about["report_id"] = report.pk
    services.correct_figure(value=row, new=Decimal(3), of_estimate=True, **about)
    services.correct_figure(value=row, new=Decimal(8), **about)
    row = value(report)
    assert (row.actual, row.estimate, row.uncounted) == (8, 3, 0)
    assert [each.of_estimate for each in row.corrections.all()] == [True, False]
    other = period.indicator_set.outline.last()
    for heading, before, words in (
        (part, "Đã ban hành 7 kế hoạch.", "8 kế hoạch."),
        (other, "", "Không."),
    ):
        correction = services.correct_text(part=heading, new=words, **about)
        assert (correction.before, correction.after) == (before, words)
        assert texts_of(report)[heading.pk] == words
        with pytest.raises(ValidationError):
            services.correct_text(part=heading, new=words, **about)
    for change in (
        lambda: report.narratives.update(text="Khác"),
        lambda: report.narratives.all().delete(),
        lambda: report.text_corrections.update(after="Khác"),
        lambda: report.text_corrections.all().delete(),
        lambda: report.values.filter(pk=row.pk).update(actual=8, estimate=9),
        lambda: report.values.filter(pk=row.pk).update(uncounted=1),
        lambda: report.narratives.create(part=period.indicator_set.outline.all()[2], text="Thêm"),
    ):
        assert not tried(change)


def people_s_agency(people):
    return Membership.objects.get(user=people["author"]).agency


def test_a_correction_is_as_whole_as_what_it_corrects(cast):
    people, report = cast
    write(report, people["author"], f2_16=10, f2_16a=9, f3_4=12)
    report = in_state(cast, S.ACCEPTED)

    def correct(code, number):
        about = {"user": people["overseer"], "now": timezone.now(), "reason": "Cộng nhầm."}
        row, new = value(report, code), Decimal(number)
        services.correct_figure(report_id=report.pk, value=row, new=new, **about)

    assert not tried(lambda: correct("2.16", "10.5"))
    correct("3.4", "10.5")
    assert not tried(lambda: correct("2.16a", 11))
    assert not tried(lambda: correct("2.16", 8))
    correct("2.16", 11)
    correct("2.16a", 11)


def test_parts_beyond_their_whole_and_jumps_stand_against_submitting(cast):
    people, report = cast
    write(report, people["author"], f2_16=10, f2_16a=11)
    about = {"report_id": report.pk, "user": people["approver"], "now": timezone.now()}
    with pytest.raises(ValidationError, match=r"2\.16a"):
        services.submit_report(paper=paper_of(), **about)
    # Who knows how many were women knows how many there were.
    write(report, people["author"], f2_16=None, f2_16a=11)
    with pytest.raises(ValidationError, match=r"2\.16a"):
        services.submit_report(paper=paper_of(), **about)
    write(report, people["author"], f2_16=11, f2_16a=11)
    services.submit_report(paper=paper_of(), **about)


def test_who_comes_too_late_to_a_period_is_led_back_before_writing_anything(client, cast):
    people, report = cast
    signed_in(client, people["overseer"])
    address = reverse("reporting:period", args=[report.period_id])
    for name, words in (("lock", "chờ khóa"), ("send_up", "báo cáo tổng hợp")):
        answer = client.get(reverse(f"reporting:{name}", args=[report.period_id]), follow=True)
        assert answer.redirect_chain == [(address, 302)]
        [told] = answer.context["messages"]
        assert words in str(told).lower()
    in_state(cast, S.ACCEPTED)
    assert client.get(reverse("reporting:lock", args=[report.period_id])).status_code == 200


def test_the_period_is_locked_and_sent_upward_by_the_overseer(cast):
    people, report = cast
    in_state(cast, S.ACCEPTED)
    about = {"period_id": report.period_id, "now": timezone.now()}
    sending = {"paper": paper_of(), "recipients": "UBND tỉnh; Bộ Tư pháp"}
    for role in ("approver", "viewer", "stranger"):
        own = {**about, "user": people[role]}
        assert not tried(lambda own=own: services.lock_period(**own))
        assert not tried(lambda own=own: consolidate(**own))
        # Under another name: one of this name is open already.
        assert not tried(lambda own=own: open_period(own["user"], name="Khác"))
    own = {**about, "user": people["overseer"]}
    assert not tried(lambda: send_up(**own, **sending))
    consolidate(**own)
    tomorrow = paper_of(signed_on=timezone.localdate() + dt.timedelta(days=1))
    assert not tried(lambda: send_up(**own, **sending | {"paper": tomorrow}))
    row = send_up(**own, **sending)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    row.recipients = "Bộ Tư pháp"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValidationError):
        send_up(**own, **sending | {"paper": paper_of()})
