"""Who moves a practice from which state to which, and what the database refuses by itself."""

import datetime as dt
from copy import deepcopy
from itertools import product
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.core.working_days import is_working_day, working_days
from network.practices import adopting, services
from network.practices.models import (
    ASKED_AFTER,
    Adoption,
    AdoptionState,
    Practice,
    PracticeState,
)
from network.practices.notifications import concerned, digest_of
from network.practices.selectors import public_practices, recognised_of, sent_between
from tests.factories.accounts import signed_in
from tests.factories.moderation import end, make_member, make_office
from tests.factories.practices import make_practice
from tests.factories.sections import make_article

pytestmark = pytest.mark.django_db
S = PracticeState


def make_two():
    own, other = make_office("SYT"), make_office("STP")
    overseer = make_member(other.agency, Role.OVERSEER)
    place = own.home.get_children().get(slug="tin-tuc").specific
    return SimpleNamespace(own=own, other=other, overseer=overseer, article=make_article(place))


@pytest.fixture(scope="module")
def two_of_module(once):
    return once(make_two)


@pytest.fixture
def two(two_of_module, db):
    return deepcopy(two_of_module)


# What a service refuses with words; the database refuses with an IntegrityError.
SAID = (ValidationError, PermissionDenied)


def refused(act, because=(*SAID, IntegrityError)) -> bool:
    """Return whether an act is refused; what it did is taken back."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                act()
            return False
        except because:
            return True
        finally:
            transaction.set_rollback(True)


def decision(key, about):
    return {
        "practices": [Practice(pk=key)],
        "number": "45/QĐ-STP",
        "recognised_on": timezone.localdate(),
        "level": "department",
        **about,
    }


def test_the_database_knows_the_moves_too(two):
    possible = {
        *((S.DRAFT, S.SENT), (S.NEEDS_MORE, S.SENT), (S.RECOGNISED, S.RETIRED)),
        *((S.SENT, S.NEEDS_MORE), (S.SENT, S.RECOGNISED), (S.SENT, S.NOT_SUITABLE)),
    }
    day = timezone.localdate()
    complete = {"sent_on": day, "due_on": day, "answered_on": day, "confirmed_on": day}
    complete["decided_by"] = two.other.approver
    for old, new in product(S, S):
        with transaction.atomic():
            row = make_practice(two.own, state=old)
            wanted = {**complete, "recognised_on": day, "number": "1", "level": "commune"}
            if old not in {S.DRAFT, S.NEEDS_MORE, S.SENT}:
                wanted = {}
            elif old == S.SENT:
                wanted = {k: v for k, v in wanted.items() if k not in ("sent_on", "due_on")}
            ended = {"retired_on": day if new == S.RETIRED else None}
            change = Practice.objects.filter(pk=row.pk).update
            done = not refused(lambda c=change, w=wanted, e=ended, n=new: c(state=n, **w, **e))
            assert done is (old == new or (old, new) in possible), (old, new)
            transaction.set_rollback(True)


def test_what_was_decided_stays(two):
    row = make_practice(two.own, state=S.RECOGNISED)
    rows = Practice.objects.filter(pk=row.pk)
    for change in ({"title": "Khác"}, {"number": "1"}, {"agency": two.other.agency}):
        assert refused(lambda change=change: rows.update(**change)), change
    assert refused(row.delete)


def test_no_line_of_descent_runs_in_a_circle(two):
    """Whoever tries: a parent is there before, and is never given later."""
    first = make_practice(two.own)
    second = make_practice(two.other, parent=first)
    assert refused(lambda: Practice.objects.filter(pk=first.pk).update(parent=second))
    assert refused(lambda: make_practice(two.own, pk=10**6, parent_id=10**6))
    assert refused(lambda: make_practice(two.own, pk=10**6, parent_id=10**6 + 1))


def test_the_department_answers_within_five_working_days(two, settings):
    row = make_practice(two.own)
    services.send_practice(practice_id=row.pk, user=two.own.approver, now=timezone.now())
    row.refresh_from_db()
    assert working_days(row.sent_on, row.due_on) == settings.PRACTICE_WORKING_DAYS == 5
    year = (dt.date(row.sent_on.year, 1, 1), dt.date(row.sent_on.year, 12, 31))
    assert [*sent_between([two.own.agency.pk], *year)] == [row]
    assert not recognised_of([two.own.agency.pk], *year).exists()
    late = timezone.now() + (row.due_on - timezone.localdate())
    assert digest_of(two.overseer, late)["due"] == [row]
    assert digest_of(two.own.author, late) is None


def test_several_are_recognised_by_one_decision_or_none(two):
    rows = [make_practice(two.own, state=S.SENT) for _each in range(2)]
    about = {"user": two.overseer, "now": timezone.now()}
    many = decision(0, about) | {"practices": [*rows, make_practice(two.own)]}
    with pytest.raises(ValidationError):
        services.recognise(**many)
    services.recognise(**many | {"practices": rows})
    assert {each.number for each in Practice.objects.filter(state=S.RECOGNISED)} == {"45/QĐ-STP"}


def shown(two, **fields):
    """Return a recognised practice whose article is live."""
    return make_practice(two.own, state=S.RECOGNISED, page=two.article, **fields)


def take_up(two, practice):
    return adopting.adopt(
        agency=two.other.agency, practice=practice, user=two.other.author, now=timezone.now()
    )


def test_who_runs_it_is_counted_and_stopped_is_not(two):
    practice = shown(two)
    adoption = take_up(two, practice)
    assert public_practices().get(pk=practice.pk).running == 0
    for state, number in (("running", 1), ("stopped", 0)):
        adopting.follow(
            adoption_id=adoption.pk,
            state=state,
            changes="",
            result="",
            user=two.other.author,
            now=timezone.now(),
        )
        assert public_practices().get(pk=practice.pk).running == number
    again = dict.fromkeys(("changes", "result"), "")
    with pytest.raises(ValidationError, match="quan tâm"):
        adopting.follow(
            adoption_id=adoption.pk,
            state="interested",
            user=two.other.author,
            now=timezone.now(),
            **again,
        )
    with pytest.raises(ValidationError, match="áp dụng mô hình này rồi"):
        take_up(two, practice)


def test_what_is_not_public_or_one_s_own_is_not_taken_up(two):
    hidden = make_practice(two.own, state=S.RECOGNISED)
    assert refused(lambda: take_up(two, hidden))
    day = {"since": timezone.localdate(), "confirmed_on": timezone.localdate()}
    for practice, agency in ((make_practice(two.own), two.other), (shown(two), two.own)):
        about = {"practice": practice, "agency": agency.agency, **day}
        assert refused(lambda about=about: Adoption.objects.create(**about))


def on_days(confirmed, *days):
    """Return moments so many days after it was confirmed."""
    return [confirmed + dt.timedelta(days=each) for each in days]


def first_day(fits):
    """Return the first moment from now on that fits."""
    moment = timezone.now()
    while not fits(moment):
        moment += dt.timedelta(days=1)
    return moment


def test_after_half_a_year_it_is_asked_whether_it_is_kept_up(two):
    practice = shown(two)
    adoption = take_up(two, practice)
    confirmed = first_day(lambda now: all(map(works, on_days(now, 182, 183, 184, 366, 549))))
    for rows in (Practice.objects.all(), Adoption.objects.all()):
        rows.update(confirmed_on=timezone.localdate(confirmed))
    Adoption.objects.update(state=AdoptionState.RUNNING)
    # Not each day: once more after another half of a year, and never again.
    for moment, asks in zip(
        on_days(confirmed, 182, 183, 184, 366, 549), (0, 1, 0, 1, 0), strict=True
    ):
        for person in (two.own.author, two.other.author):
            assert bool(digest_of(person, moment)) == bool(asks), moment
    [_before, later] = on_days(confirmed, 182, 183)
    [(title, answer)] = digest_of(two.own.author, later)["asked"]
    assert (title, answer.endswith(f"/{practice.pk}/con-duy-tri/")) == (practice.title, True)
    [(title, answer)] = digest_of(two.other.author, later)["taken_up"]
    assert (title, answer.endswith(f"/{adoption.pk}/con-ap-dung/")) == (practice.title, True)
    practice.refresh_from_db()
    assert [
        practice.is_confirmed(timezone.localdate(day)) for day in on_days(confirmed, 366, 367)
    ] == [
        True,
        False,
    ]
    services.confirm(practice_id=practice.pk, user=two.own.author, now=later)
    adopting.keep(adoption_id=adoption.pk, user=two.other.author, now=later)
    assert digest_of(two.own.author, later) is digest_of(two.other.author, later) is None
    Adoption.objects.update(state=AdoptionState.STOPPED)
    with pytest.raises(ValidationError):
        adopting.keep(adoption_id=adoption.pk, user=two.other.author, now=later)


def test_who_alone_goes_on_with_an_ended_agency_answers_and_edits_for_it(two, client):
    practice, returned = shown(two), make_practice(two.own, state=S.NEEDS_MORE)
    heir = make_office("SNV")
    end(two.own, heir)
    Practice.objects.filter(pk=practice.pk).update(confirmed_on=timezone.localdate() - ASKED_AFTER)
    later = first_day(lambda moment: digest_of(heir.author, moment) is not None)
    assert [title for title, _ in digest_of(heir.author, later)["asked"]] == [practice.title]
    assert heir.author.pk in concerned(later)
    assert digest_of(two.own.author, later) is None
    confirm, edit, retire = (
        reverse(f"practices_desk:{name}", args=[row.pk])
        for name, row in (("confirm", practice), ("edit", returned), ("retire", practice))
    )
    signed_in(client, heir.agency_admin)
    assert confirm in client.get("/admin/").content.decode()
    assert client.post(confirm).status_code == 302
    form = client.get(edit).context["form"]
    own = make_article(heir.home.get_children().get(slug="tin-tuc").specific)
    assert own in form.fields["page"].queryset
    facts = {name: value for name, value in form.initial.items() if value is not None}
    written = {**facts, "topic": returned.topic_id, "page": own.pk, "title": "Tên mới"}
    assert client.post(edit, written).status_code == 302
    assert client.post(retire).status_code == 302
    assert Practice.objects.get(pk=returned.pk).title == "Tên mới"
    # Whom it does not go over to finds nothing.
    signed_in(client, two.other.approver)
    assert client.get(edit).status_code == 404


def works(moment):
    return is_working_day(timezone.localdate(moment))


def test_what_is_to_be_asked_on_a_day_off_is_asked_on_the_next_working_day(two):
    """On days off there is no daily mail."""
    practice = shown(two)
    confirmed = first_day(lambda now: not works(now + dt.timedelta(days=183)))
    Practice.objects.filter(pk=practice.pk).update(confirmed_on=timezone.localdate(confirmed))
    working = [day for day in on_days(confirmed, *range(170, 200)) if works(day)]
    asked = [day for day in working if digest_of(two.own.author, day)]
    assert asked == [min(day for day in working if day > confirmed + dt.timedelta(days=183))]


def test_the_start_page_asks_until_one_click_answers(two, client):
    practice, day = shown(two), timezone.localdate()
    adoption = take_up(two, practice)
    for person, name, row in (
        (two.own.author, "confirm", practice),
        (two.other.author, "keep", adoption),
    ):
        address = reverse(f"practices_desk:{name}", args=[row.pk])
        signed_in(client, person)
        assert address not in client.get("/admin/").content.decode()
        type(row).objects.update(confirmed_on=day - ASKED_AFTER)
        Adoption.objects.update(state=AdoptionState.RUNNING)
        assert address in client.get("/admin/").content.decode()
        assert practice.title in client.get(address).content.decode()
        assert client.post(address).status_code == 302
        assert address not in client.get("/admin/").content.decode()
        row.refresh_from_db()
        assert row.confirmed_on == day


def test_what_is_given_up_hands_its_kit_to_nobody_any_more(two):
    practice = shown(two)
    adoption, now = take_up(two, practice), timezone.now()
    services.retire(practice_id=practice.pk, user=two.own.approver, now=now)
    with pytest.raises(ValidationError, match="không còn duy trì"):
        adopting.take_kit(adoption_id=adoption.pk, user=two.other.author, now=now)
