"""Every move of a case by everybody: what is allowed works, the rest is refused twice."""

import datetime as dt
from itertools import product

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from network.agencies.models import AuditEntry, Role
from network.channels.cases import services
from network.channels.models import Case, CaseAuthority, CaseState
from network.mailing.models import QueuedMail
from network.mailing.services import send
from tests.factories.cases import make_case, screenshot
from tests.factories.moderation import make_member
from tests.factories.owning import owning

from .world import saved

pytestmark = pytest.mark.django_db
S = CaseState


MOVES = {
    "evidence": lambda about: services.add_evidence(file=screenshot(), words="Ảnh", **about),
    "verify": lambda about: services.verify_case(**about),
    "confirm": lambda about: services.confirm_case(reason="Đòi tiền.", **about),
    "settle": lambda about: services.settle_case(outcome="not_ours", reason="Khác.", **about),
    "reopen": lambda about: services.reopen_case(reason="Nhầm.", **about),
    "there": lambda about: services.look_again(is_there=True, **about),
    "gone": lambda about: services.look_again(is_there=False, **about),
    "there, with a picture": lambda about: (
        services.add_evidence(file=screenshot(), words="Trang trở lại", **about),
        services.look_again(is_there=True, **about),
    ),
    "gone, with a picture": lambda about: (
        services.add_evidence(file=screenshot(), words="Trang không còn", **about),
        services.look_again(is_there=False, **about),
    ),
    "gone, with a picture by somebody": lambda about: (
        services.add_evidence(file=screenshot(), words="Trang không còn", **somebody(about)),
        services.look_again(is_there=False, **about),
    ),
    "notify": lambda about: services.notify_authority(
        authority=CaseAuthority.objects.get(key="facebook"), reference="FB-1", **about
    ),
}


def somebody(about):
    """Return the same move by an admin of the agency, who is none of the people of the table."""
    agency = Case.objects.get(pk=about["case_id"]).agency
    return about | {"user": make_member(agency, Role.AGENCY_ADMIN)}


ALL = {"author", "appraiser", "approver", "agency_admin", "opener", "overseer"}
DECIDING = {"approver", "opener", "overseer"}
ALLOWED = {
    **{("evidence", state): ALL for state in (S.FOUND, S.VERIFYING, S.CONFIRMED, S.GONE)},
    ("verify", S.FOUND): ALL,
    # Never by who opened it.
    ("confirm", S.VERIFYING): {"approver", "overseer"},
    ("settle", S.FOUND): DECIDING,
    ("settle", S.VERIFYING): DECIDING,
    **{("reopen", state): DECIDING for state in (S.CONFIRMED, S.GONE, S.SETTLED)},
    ("there", S.CONFIRMED): ALL,
    ("there, with a picture", S.CONFIRMED): ALL,
    # A warning begins again by who decides, or with a newer picture.
    ("there", S.GONE): DECIDING,
    ("there, with a picture", S.GONE): ALL,
    # It ends by two people: one adds a picture, another one decides.
    ("gone, with a picture by somebody", S.CONFIRMED): DECIDING,
    **{(move, S.GONE): ALL for move in MOVES if move.startswith("gone")},
    **{("notify", state): ALL for state in (S.CONFIRMED, S.GONE)},
}


def test_every_move_of_every_role(network):
    _office, people, cases = network
    # The day after their pictures were taken.
    now = timezone.now() + dt.timedelta(days=1)
    for state, (move, act), (role, person) in product(S, MOVES.items(), people.items()):
        about = {"case_id": cases[state].pk, "user": person, "now": now}
        with transaction.atomic():
            try:
                act(about)
                done = True
            except (ValidationError, PermissionDenied):
                done = False
            transaction.set_rollback(True)
        assert done is (role in ALLOWED.get((move, state), ())), (move, state, role)


def test_who_may_open_a_case(network):
    office, people, _cases = network
    for role, person in people.items():
        about = {"agency": office.agency, "name": "Giả", "user": person, "now": timezone.now()}
        if role == "stranger":
            with pytest.raises(PermissionDenied):
                services.open_case(url="fb.com/gia.so.y.te", **about)
            continue
        with transaction.atomic():
            assert services.open_case(url="fb.com/gia.so.y.te", **about).state == S.FOUND
            with pytest.raises(ValidationError, match="đã có"):
                services.open_case(url="m.facebook.com/giasoyte?ref=1", **about)
            transaction.set_rollback(True)


def test_what_cannot_be_said_of_a_case_is_refused_in_words(network):
    office, _people, cases = network
    about = {"user": office.approver, "now": timezone.now()}
    picture = screenshot()
    case = {"case_id": cases[S.VERIFYING].pk}
    services.add_evidence(file=picture, words="Ảnh", **case, **about)
    picture.seek(0)
    elsewhere = CaseAuthority.objects.exclude(platform__in=("", cases[S.CONFIRMED].platform))
    for act, field in (
        (lambda: services.add_evidence(file=picture, words="Lại", **case, **about), "file"),
        (
            lambda: services.settle_case(outcome="impersonation", reason="Giả.", **case, **about),
            "outcome",
        ),
        (
            lambda: services.notify_authority(
                case_id=cases[S.CONFIRMED].pk, authority=elsewhere[0], reference="1", **about
            ),
            "authority",
        ),
    ):
        with pytest.raises(ValidationError) as refused:
            act()
        assert set(refused.value.message_dict) == {field}


def test_who_may_decide_of_a_new_case_is_told_at_once(network):
    office, people, cases = network
    now, letters = timezone.now(), mail.outbox
    case = make_case(office.agency, people["opener"], name="Sở Y tế thưởng quà")
    for each in (case, cases[S.CONFIRMED]):
        send(mail_id=QueuedMail.objects.get(arguments={"case_id": each.pk}).pk, now=now)
    told = {person.email for person in (office.approver, people["overseer"])}
    assert sorted(letter.to[0] for letter in letters) == sorted(told)
    # Programs make links of addresses: this one may be a trap.
    assert all(case.name in each.body and case.url not in each.body for each in letters)


def add_later_picture(case, user, file=None, days=1):
    """Return evidence added `days` days after the page was confirmed."""
    later = timezone.now() + dt.timedelta(days=days)
    about = {"words": "Trang không còn", "user": user, "now": later}
    return services.add_evidence(case_id=case.pk, file=file or screenshot(), **about)


def gone(case, user):
    """Return the columns that mark a case as taken down on its last picture."""
    evidence = case.evidence.last()
    values = {"outcome": "impersonation", "confirmed_by": user, "gone_by": user}
    if case.state == S.GONE:
        return {name: getattr(case, name) for name in ("gone_at", "gone_by", "gone_evidence")}
    at = {"gone_at": evidence.added_at, "confirmed_on": timezone.localdate()}
    return values | at | {"gone_evidence": evidence, "seen_online_at": timezone.now()}


def test_the_database_knows_the_moves_too(network):
    office, _people, cases = network
    day = timezone.localdate()
    not_gone = {"gone_at": None, "gone_by": None, "gone_evidence": None}
    nothing = {"outcome": "", "confirmed_by": None, "confirmed_on": None} | not_gone
    proven = {"outcome": "impersonation", "confirmed_by": office.approver, "confirmed_on": day}
    proven |= not_gone | {"seen_online_at": timezone.now()}
    add_later_picture(cases[S.CONFIRMED], office.author)
    belongs = {
        **dict.fromkeys((S.FOUND, S.VERIFYING), nothing),
        S.CONFIRMED: proven,
        S.SETTLED: nothing | {"outcome": "similar"},
    }
    possible = {
        *((S.FOUND, S.VERIFYING), (S.FOUND, S.SETTLED), (S.VERIFYING, S.CONFIRMED)),
        *((S.VERIFYING, S.SETTLED), (S.CONFIRMED, S.GONE), (S.GONE, S.CONFIRMED)),
        *((S.CONFIRMED, S.VERIFYING), (S.GONE, S.VERIFYING), (S.SETTLED, S.VERIFYING)),
    }
    for old, new in product(S, S):
        values = gone(cases[old], office.approver) if new == S.GONE else belongs[new]
        taken = saved(cases[old], state=new, **values)
        assert taken is (old == new or (old, new) in possible), (old, new)


def test_the_database_refuses_what_is_impossible(network):
    office, people, cases = network
    proven = {"outcome": "impersonation", "confirmed_on": timezone.localdate()}
    proven["seen_online_at"] = timezone.now()
    verifying, confirmed = cases[S.VERIFYING], cases[S.CONFIRMED]
    confirm = {"state": S.CONFIRMED, **proven}
    assert saved(verifying, **confirm, confirmed_by=office.approver)
    assert not saved(verifying, **confirm, confirmed_by=people["opener"])
    assert not saved(verifying, **confirm, confirmed_by=None)
    assert not saved(verifying, state=S.SETTLED, **proven, confirmed_by=office.approver)
    assert not saved(confirmed, agency=people["stranger"].memberships.get().agency)
    assert not saved(confirmed, address_key="facebook:name:khac")
    assert not saved(confirmed, outcome="similar")
    for row in (confirmed, confirmed.evidence.get()):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {row._meta.db_table} WHERE id = {row.pk}")  # noqa: S608
    with pytest.raises(IntegrityError), transaction.atomic():
        confirmed.evidence.update(sha256="0" * 64)


def test_a_page_is_gone_on_new_evidence_of_somebody_else_alone(network):
    office, people, cases = network
    confirmed = cases[S.CONFIRMED]
    old, used = confirmed.evidence.get(), screenshot()
    add_later_picture(cases[S.FOUND], office.author, file=used)
    used.seek(0)
    reused = add_later_picture(confirmed, office.author, file=used)
    foreign = add_later_picture(cases[S.GONE], office.author)
    about = {"is_there": False, "now": timezone.now() + dt.timedelta(days=2)}
    with pytest.raises(ValidationError, match="người khác"):
        services.look_again(case_id=confirmed.pk, user=office.approver, **about)
    fresh = add_later_picture(confirmed, office.author)
    for evidence in (old, reused, foreign, fresh):
        values = {"state": S.GONE, "gone_at": about["now"], "gone_evidence": evidence}
        assert saved(confirmed, **values, gone_by=office.approver) is (evidence == fresh)
        assert not saved(confirmed, **values, gone_by=office.author)
    # Seen online after the picture: it shows nothing any more.
    later = about["now"] + dt.timedelta(hours=1)
    assert not saved(confirmed, seen_online_at=old.added_at - dt.timedelta(days=1))
    services.look_again(case_id=confirmed.pk, user=office.author, is_there=True, now=later)
    with pytest.raises(ValidationError, match="người khác"):
        services.look_again(case_id=confirmed.pk, user=office.approver, **about)
    assert not saved(confirmed, **values, gone_by=office.approver)
    # An approver needs somebody else's picture, too.
    add_later_picture(confirmed, office.approver, days=4)
    about["now"] += dt.timedelta(days=3)
    with pytest.raises(ValidationError, match="người khác"):
        services.look_again(case_id=confirmed.pk, user=office.approver, **about)
    done = services.look_again(case_id=confirmed.pk, user=people["opener"], **about)
    assert (done.state, done.gone_by) == (S.GONE, people["opener"])
    assert not saved(done, gone_by=people["overseer"])
    assert not saved(cases[S.VERIFYING], gone_by=office.approver)


def test_without_the_rules_one_author_ends_the_warning_with_an_old_picture(network):
    office, _people, cases = network
    confirmed = cases[S.CONFIRMED]
    alone = {"state": S.GONE, "gone_by": office.author, "gone_at": timezone.now()}
    alone["gone_evidence"] = confirmed.evidence.get()
    assert not saved(confirmed, **alone)
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE channels_case DISABLE TRIGGER channels_case_rules")
    assert saved(confirmed, **alone)


def test_the_journal_of_a_case_has_each_step_and_takes_no_change(network):
    _office, _people, cases = network
    case = cases[S.GONE]
    lines = AuditEntry.objects.about(case).order_by("pk")
    assert [line.action for line in lines] == [
        *("case_opened", "case_evidence", "case_verifying", "case_confirmed"),
        *("case_evidence", "case_looked"),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        lines.filter(action="case_confirmed").update(actor_name="Người khác")


def test_what_is_confirmed_has_a_picture(network):
    office, people, _cases = network
    about = {"user": people["opener"], "now": timezone.now()}
    case = services.open_case(agency=office.agency, url="fb.com/khong.anh", name="X", **about)
    services.verify_case(case_id=case.pk, **about)
    with pytest.raises(ValidationError, match="ảnh"):
        services.confirm_case(
            case_id=case.pk, reason="Giả.", user=office.approver, now=timezone.now()
        )
