"""Who records what people have learnt and what agencies have; what counts on which day."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from network.agencies.models import AuditEntry, Membership, Role
from network.agencies.scope import scope_of
from network.capacity import services
from network.capacity.decisions import file_decision
from network.capacity.models import AssignmentDecision, BudgetLine, Qualification, QualificationKind
from network.capacity.resource_services import ResourceFacts, enter_resources, open_years
from network.capacity.selectors import (
    listed_people,
    own_qualifications,
    qualified_to_appraise,
    readable_decisions,
    readable_qualifications,
    readable_resources,
)
from tests.factories.capacity import make_qualification, make_resources
from tests.factories.moderation import make_member, make_office

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
PDF = b"%PDF-1.4 bang cu nhan %%EOF"


@pytest.fixture(scope="module")
def cast(once):
    """Two agencies and the overseer."""
    return once(make_cast)


def make_cast():
    own, other = make_office("SYT"), make_office("STP")
    overseer = make_member(other.agency, Role.OVERSEER)
    people = {**own.people, "overseer": overseer, "stranger": other.agency_admin}
    return SimpleNamespace(own=own, other=other, overseer=overseer, people=people)


def facts(**changes):
    kind = QualificationKind.objects.get(key="tot-nghiep-luat")
    values = {"kind": kind, "title": "Đại học Luật", "received_on": dt.date(2015, 6, 30)}
    return services.QualificationFacts(**values | changes)


def membership_of(cast):
    return Membership.objects.get(user=cast.own.appraiser)


ACTS = {
    "record": lambda cast, about: services.record_qualification(
        membership=membership_of(cast), facts=facts(), **about
    ),
    "change": lambda cast, about: services.change_qualification(
        qualification=Qualification.objects.get(), facts=facts(title="Khác"), **about
    ),
    "remove": lambda cast, about: services.remove_qualification(
        qualification=Qualification.objects.get(), **about
    ),
    "file": lambda cast, about: file_decision(
        membership=membership_of(cast),
        decided_on=dt.date(2026, 1, 5),
        file=SimpleUploadedFile("quyet-dinh.pdf", PDF),
        **about,
    ),
    "resources": lambda cast, about: enter(cast, **about),
}
JOURNAL = {
    "record": "qualification_recorded",
    "change": "qualification_changed",
    "remove": "qualification_removed",
    "file": "decision_file_kept",
    "resources": "resources_recorded",
}


def enter(cast, year=None, **about):
    lines = list(BudgetLine.objects.all()[:2])
    amounts = {lines[0]: (1_500_000, 900_000), lines[1]: (0, 0)}
    entered = ResourceFacts(people=3, equipment="", plan_number="24/KH", amounts=amounts)
    about = {"actor": cast.own.agency_admin, "now": timezone.now(), **about}
    return enter_resources(
        agency=cast.own.agency, year=year or timezone.localdate().year, facts=entered, **about
    )


@pytest.mark.parametrize("act", ACTS)
def test_the_agency_s_admin_alone_does_it_and_the_journal_says_so(cast, act):
    make_qualification(cast.own.appraiser, cast.own.agency)
    for role, person in cast.people.items():
        if role != "agency_admin":
            with pytest.raises(PermissionDenied):
                ACTS[act](cast, {"actor": person, "now": timezone.now()})
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    ACTS[act](cast, {"actor": cast.own.agency_admin, "now": timezone.now()})
    [line] = AuditEntry.objects.exclude(pk__in=before)
    assert (line.actor, line.agency) == (cast.own.agency_admin, cast.own.agency)
    assert line.action == JOURNAL[act]


def test_a_certificate_and_a_decision_are_of_days_that_have_come(cast):
    today = timezone.localdate()
    about = {"actor": cast.own.agency_admin, "now": timezone.now()}
    member = membership_of(cast)
    file = SimpleUploadedFile("quyet-dinh.pdf", PDF)
    with pytest.raises(ValidationError) as refused:
        services.record_qualification(
            membership=member, facts=facts(received_on=today + DAY), **about
        )
    assert set(refused.value.message_dict) == {"received_on"}
    with pytest.raises(ValidationError) as refused:
        file_decision(membership=member, decided_on=today + DAY, file=file, **about)
    assert set(refused.value.message_dict) == {"decided_on"}
    services.record_qualification(membership=member, facts=facts(received_on=today), **about)
    file_decision(membership=member, decided_on=today, file=file, **about)
    assert AssignmentDecision.objects.get().decided_on == today


def test_what_lets_a_person_appraise_counts_from_its_day_to_its_last(cast):
    person, day = cast.own.appraiser, dt.date(2026, 5, 4)
    make_qualification(
        person, cast.own.agency, "tap-huan-pbgdpl", received_on=day, valid_until=day + 9 * DAY
    )
    make_qualification(person, cast.own.agency, "tap-huan-tin-bai", received_on=day)

    def qualified(on):
        return person.pk in qualified_to_appraise([person.pk, cast.own.author.pk], day=on)

    assert [qualified(day + n * DAY) for n in (-1, 0, 9, 10)] == [False, True, True, False]
    admin = scope_of(cast.own.agency_admin)
    for on, expected in ((day + 9 * DAY, True), (day + 10 * DAY, False)):
        [row] = listed_people(admin, today=on).filter(user=person)
        assert row.qualified is expected


def test_each_agency_s_admin_reads_its_own_people_and_the_overseer_all(cast):
    ours = make_qualification(cast.own.appraiser, cast.own.agency)
    theirs = make_qualification(cast.other.author, cast.other.agency)
    year = timezone.localdate().year
    agencies = (cast.own.agency, cast.other.agency)
    money = [make_resources(each, year) for each in agencies]
    about = {"decided_on": dt.date(2026, 1, 5), "recorded_at": timezone.now(), "file": "x.pdf"}
    decisions = [
        AssignmentDecision.objects.create(agency=each, number="12/QĐ-STP", **about)
        for each in agencies
    ]
    everything = {ours, theirs}, {*money}, {*decisions}
    for person, expected in (
        (cast.own.agency_admin, ({ours}, {money[0]}, {decisions[0]})),
        (cast.own.author, (set(), set(), set())),
        (cast.overseer, everything),
    ):
        scope = scope_of(person)
        readable = readable_qualifications, readable_resources, readable_decisions
        assert tuple(set(rows(scope)) for rows in readable) == expected
    assert set(own_qualifications(scope_of(cast.own.agency_admin))) == {ours}
    assert not own_qualifications(scope_of(cast.overseer)).exists()
    names = set(listed_people(scope_of(cast.own.agency_admin), today=timezone.localdate()))
    assert {row.agency for row in names} == {cast.own.agency}


def test_who_left_is_listed_no_more_from_the_day_after(cast):
    today = timezone.localdate()
    Membership.objects.filter(user=cast.own.appraiser).update(valid_to=today)
    admin = scope_of(cast.own.agency_admin)
    listed = [
        listed_people(admin, today=day).filter(user=cast.own.appraiser).exists()
        for day in (today, today + DAY)
    ]
    assert listed == [True, False]


def test_last_year_this_one_and_the_next_are_entered_and_put_right(cast):
    year = timezone.localdate().year
    for closed in (year - 2, year + 2):
        with pytest.raises(ValidationError):
            enter(cast, closed)
    assert list(open_years(timezone.localdate())) == [year - 1, year, year + 1]
    for each in (year - 1, year, year + 1, year):
        row = enter(cast, each)
    # Entered again, the amounts of before are replaced; a line without money is not kept.
    assert [(each.planned, each.spent) for each in row.amounts.all()] == [(1_500_000, 900_000)]
    line = AuditEntry.objects.about(row).latest("pk")
    assert line.detail["planned"] == 1_500_000
