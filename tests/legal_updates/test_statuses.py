"""Relations and statuses are confirmed many at a time, each with its official page."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from legal_updates.clock_services import apply_dates
from legal_updates.models import LegalDocument, Relation, RelationType, StatusProposal
from legal_updates.models.choices import Effect, ProposalState, Validity
from legal_updates.relation_services import add_relation, confirm_relation
from legal_updates.statuses.selectors import status_counts
from legal_updates.statuses.services import STATUS_CONFIRMED, STATUS_PROPOSED
from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.owning import owning
from tests.factories.people import make_member

pytestmark = pytest.mark.django_db
LIST = reverse("legal_statuses:index")
PAGE = "https://vbpl.vn/van-ban/chi-tiet/1"
TODAY = timezone.localdate()
SEEN = TODAY.isoformat()


@pytest.fixture
def second(office):
    """Another network admin, and their browser."""
    person = make_member(office, Role.NETWORK_ADMIN, name="Trần Bình")
    return person, signed_in(Client(), person)


@pytest.fixture
def laws():
    old = make_document("45/2013/NĐ-CP", validity=Validity.UNDETERMINED)
    new = make_document(
        "31/2024/NĐ-CP",
        issued_on=dt.date(2024, 1, 18),
        effective_on=dt.date(2024, 8, 1),
        validity=Validity.UNDETERMINED,
    )
    return old, new


def draft(document, target, key="thay_the", **fields) -> Relation:
    kind = RelationType.objects.get(key=key)
    now = timezone.now()
    return add_relation(document=document, type=kind, target=target, now=now, **fields)


def send(browser, *rows, **fields):
    return browser.post(LIST, {"row": rows, "confirm": "1", **fields})


def with_page(*keys, url=PAGE, seen=SEEN):
    return {f"{key}-evidence_url": url for key in keys} | {f"{key}-seen_on": seen for key in keys}


def results(response) -> list[tuple[bool, str]]:
    return [(result.done, result.message) for result in response.context["results"]]


def stated(document, **fields):
    key = f"d{document.pk}"
    told = {f"{key}-{name}": value for name, value in fields.items()}
    return {"row": [key], "confirm": "1", **with_page(key), **told}


def test_many_are_confirmed_at_once_and_each_says_what_became_of_it(desk, laws, keeper):
    old, new = laws
    whole = draft(new, old)
    later = draft(new, make_document("9/2012/NĐ-CP"), takes_effect_on=TODAY + dt.timedelta(days=9))
    without = draft(new, make_document("8/2012/NĐ-CP"), "sua_doi_bo_sung")
    keys = [f"r{each.pk}" for each in (whole, later, without)]
    response = send(desk, *keys, **with_page(keys[0], keys[1]), **with_page(keys[2], url=""))
    assert [done for done, _message in results(response)] == [True, True, False]
    old.refresh_from_db()
    assert (old.validity, old.expires_on) == (Validity.EXPIRED, new.effective_on)
    assert (old.validity_evidence, old.validity_checked_on) == (PAGE, TODAY)
    whole.refresh_from_db()
    assert (whole.confirmed_by, whole.evidence_url, whole.evidence_seen_on) == (keeper, PAGE, TODAY)
    assert LegalDocument.objects.get(number="9/2012/NĐ-CP").validity == Validity.IN_FORCE


def test_page_and_day_may_be_given_once_for_all(desk, laws):
    old, new = laws
    key = f"r{draft(new, old).pk}"
    empty = {f"{key}-evidence_url": "", f"{key}-seen_on": ""}
    send(desk, key, **empty, **{"all-evidence_url": PAGE, "all-seen_on": SEEN})
    assert Relation.objects.get().evidence_url == PAGE


@pytest.mark.parametrize(
    "evidence",
    [
        {"url": "https://thuvienphapluat.vn/van-ban/1"},
        {"url": "https://vbpl.vn/"},
        {"url": "https://vbpl.vn@evil.com/1"},
        {"seen": ""},
        {"seen": (TODAY + dt.timedelta(days=1)).isoformat()},
        {"url": "javascript:alert(1)"},
    ],
)
def test_without_an_official_page_that_was_seen_nothing_is_confirmed(desk, laws, evidence):
    old, new = laws
    key = f"r{draft(new, old).pk}"
    assert [done for done, _why in results(send(desk, key, **with_page(key, **evidence)))] == [
        False
    ]
    old.refresh_from_db()
    assert (Relation.objects.get().confirmed_at, old.validity) == (None, Validity.UNDETERMINED)


def test_a_partial_repeal_leaves_the_rest_in_force(desk, laws):
    old, new = laws
    key = f"r{draft(new, old, 'bai_bo', parts='Điều 5').pk}"
    send(desk, key, **with_page(key))
    old.refresh_from_db()
    assert (old.validity, old.expired_parts) == (Validity.PARTLY_EXPIRED, "Điều 5")
    assert old.expires_on is None


def test_in_a_chain_each_ends_on_the_day_of_its_own_successor(desk, laws):
    old, new = laws
    newest = make_document(
        "1/2026/NĐ-CP", issued_on=dt.date(2026, 1, 1), effective_on=dt.date(2026, 2, 1)
    )
    keys = [f"r{draft(newest, new).pk}", f"r{draft(new, old).pk}"]
    send(desk, *keys, **with_page(*keys))
    ends = LegalDocument.objects.filter(pk__in=[old.pk, new.pk]).order_by("issued_on")
    assert [each.expires_on for each in ends] == [dt.date(2024, 8, 1), dt.date(2026, 2, 1)]


def test_who_proposed_a_relation_does_not_confirm_it(desk, keeper, second, laws):
    old, new = laws
    relation = draft(new, old, actor=keeper)
    key = f"r{relation.pk}"
    [(done, why)] = results(send(desk, key, **with_page(key)))
    assert (done, "quản trị mạng lưới khác" in why) == (False, True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.update(confirmed_by=keeper, confirmed_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Relation.objects.update(proposed_by=None)
    assert results(send(second[1], key, **with_page(key)))[0][0]


def test_a_status_by_hand_waits_for_a_second_person(desk, keeper, second, laws):
    old, _new = laws
    [(done, said)] = results(desk.post(LIST, stated(old, validity="in_force")))
    assert (done, "quản trị mạng lưới khác" in said) == (True, True)
    old.refresh_from_db()
    assert old.validity == Validity.UNDETERMINED
    key = f"d{old.pk}"
    assert results(send(desk, key))[0][0] is False
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusProposal.objects.update(
            state=ProposalState.CONFIRMED, decided_by=keeper, decided_at=timezone.now()
        )
    assert results(send(second[1], key))[0][0]
    old.refresh_from_db()
    assert (old.validity, old.validity_evidence) == (Validity.IN_FORCE, PAGE)
    history = ModelLogEntry.objects.for_instance(old).values_list("action", flat=True)
    assert sorted(history) == [STATUS_CONFIRMED, STATUS_PROPOSED]


def test_without_the_rule_of_the_database_one_person_would_do_both(keeper, laws):
    old, new = laws
    draft(new, old, actor=keeper)
    connection.check_constraints()
    with owning(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE legal_updates_relation DROP CONSTRAINT relation_second_person")
    Relation.objects.update(confirmed_by=keeper, confirmed_at=timezone.now())
    assert Relation.objects.get().confirmed_by == keeper


def test_the_status_of_a_table_is_confirmed_by_one_person_who_saw_the_page(desk):
    document = make_document(validity_source="https://github.com/a/b")
    assert results(desk.post(LIST, stated(document, validity="in_force")))[0][0]
    document.refresh_from_db()
    assert (document.validity_evidence, document.validity_source) == (PAGE, PAGE)
    assert not StatusProposal.objects.exists()


def test_a_partly_expired_document_names_its_parts(desk, laws):
    old, _new = laws
    assert results(desk.post(LIST, stated(old, validity="partly_expired")))[0][0] is False
    assert results(desk.post(LIST, stated(old, validity="")))[0][0] is False


def test_what_is_wrong_is_refused_and_goes(desk, laws):
    old, new = laws
    relation = draft(new, old)
    desk.post(LIST, stated(old, validity="in_force"))
    keys = [f"r{relation.pk}", f"d{old.pk}", f"d{new.pk}"]
    response = desk.post(LIST, {"row": keys, "refuse": "1"})
    assert [done for done, _message in results(response)] == [True, True, False]
    assert not Relation.objects.exists()
    assert StatusProposal.objects.get().state == ProposalState.REFUSED


def test_sent_twice_it_changes_nothing(desk, laws):
    old, new = laws
    key = f"r{draft(new, old).pk}"
    send(desk, key, **with_page(key))
    changes = old.changes.count()
    assert results(send(desk, key, **with_page(key)))[0][0] is False
    assert old.changes.count() == changes == 1


def test_a_confirmed_relation_is_not_refused_from_an_old_screen(desk, laws):
    old, new = laws
    key = f"r{draft(new, old).pk}"
    send(desk, key, **with_page(key))
    [(done, why)] = results(desk.post(LIST, {"row": [key], "refuse": "1"}))
    assert (done, why) == (False, "Người khác đã xử lý việc này.")
    assert Relation.objects.get().confirmed_at


@pytest.mark.parametrize("key", ["x1", "r0", "r-1", "r1e5", "r" + "9" * 30, "d\u0661", "", "rd1"])
def test_keys_that_are_none_do_nothing(desk, key):
    assert send(desk, key).status_code == 200


def test_coming_into_force_is_not_proven_by_a_page_seen_before(laws):
    _old, new = laws
    LegalDocument.objects.filter(pk=new.pk).update(
        validity=Validity.NOT_YET,
        validity_evidence=PAGE,
        validity_source=PAGE,
        validity_checked_on=TODAY,
    )
    apply_dates(document_id=new.pk, now=timezone.now())
    new.refresh_from_db()
    assert (new.validity, new.validity_evidence) == (Validity.IN_FORCE, "")


def test_queries_do_not_follow_the_number_of_rows(desk, laws):
    old, new = laws
    draft(new, old)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert desk.get(LIST).status_code == 200
        return len(asked)

    queries()
    few = queries()
    for number in range(60):
        other = make_document(f"{number + 1}/2010/NĐ-CP", validity=Validity.UNDETERMINED)
        draft(new, other)
    assert queries() <= few
    assert len(desk.get(LIST).content) < 500_000


def test_the_list_is_narrowed_by_number_kind_and_document(desk, laws):
    old, new = laws
    draft(new, old)

    def shown(**query):
        return {row.key[0] for row in desk.get(LIST, query).context["rows"]}

    assert shown() == {"r", "d"}
    assert shown(loai="quan-he") == {"r"}
    assert shown(loai="hieu-luc") == {"d"}
    assert shown(loai="nguoi-thu-hai") == set()
    assert [row.key for row in desk.get(LIST, {"q": "nghị định 45 / 2013"}).context["rows"]] == [
        f"r{Relation.objects.get().pk}",
        f"d{old.pk}",
    ]
    assert len(desk.get(LIST, {"van-ban": new.pk}).context["rows"]) == 2


def test_both_counts_stand_on_the_screen_and_in_the_command(desk, laws):
    old, new = laws
    key = f"r{draft(new, old).pk}"
    draft(new, make_document("8/2012/NĐ-CP"), "sua_doi_bo_sung")
    send(desk, key, **with_page(key))
    counts = status_counts()
    assert (counts.confirmed, counts.recorded, counts.undetermined) == (1, 1, 1)
    assert (counts.relations_confirmed, counts.relations_waiting) == (1, 1)
    assert desk.get(LIST).context["counts"] == counts
    written = StringIO()
    call_command("count_statuses", stdout=written)
    assert "1 confirmed by an official page, 2 waiting" in written.getvalue()


@pytest.mark.parametrize("role", [Role.OVERSEER, Role.AGENCY_ADMIN, Role.APPROVER])
def test_nobody_else_opens_it(seat, role):
    assert seat(role).get(LIST).status_code in (302, 403, 404)


def test_a_relation_without_evidence_is_shown_as_not_checked(laws, keeper):
    old, new = laws
    confirm_relation(relation=draft(new, old), actor=keeper, now=timezone.now())
    old.refresh_from_db()
    assert old.validity == Validity.EXPIRED
    assert old.is_status_unchecked(TODAY)
    assert Relation.objects.get().type.effect == Effect.EXPIRED
