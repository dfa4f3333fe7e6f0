"""What the diary and the list of reporters take, what is put right, what the journal says."""

import datetime as dt
from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from network.activities import reporter_services, services
from network.activities.counting import MEASURES
from network.activities.import_services import import_activities
from network.activities.models import Activity, SpeakerRequest
from network.activities.selectors import activities_for, available_reporters, waiting_events
from network.agencies.models import AuditEntry, Role
from network.agencies.scope import scope_of
from network.core.working_days import working_days
from network.media.models import AgencyDocument
from tests.factories.activities import form_of, make_activity, make_reporter, make_speaker_request
from tests.factories.moderation import make_member, make_office
from tests.factories.sections import make_event, make_place

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def make_cast():
    """Return two agencies and the overseer, each agency with a place for events."""
    own, other = make_office("SYT"), make_office("STP")
    overseer = make_member(other.agency, Role.OVERSEER)
    places = [make_place(each.home, "Sự kiện") for each in (own, other)]
    return SimpleNamespace(own=own, other=other, overseer=overseer, places=places)


@pytest.fixture(scope="module")
def cast_of_module(once):
    return once(make_cast)


@pytest.fixture
def cast(cast_of_module, db):
    return deepcopy(cast_of_module)


def by(person):
    return {"user": person, "now": timezone.now()}


def facts(**changes):
    day = timezone.localdate()
    values = {"form": form_of(), "held_on": day, "title": "Tập huấn hòa giải", "attendances": 40}
    return services.ActivityFacts(**values | changes)


def enter(office, event=None, **changes):
    about = {"agency": office.agency, "event": event, **by(office.author)}
    return services.record_activity(facts=facts(**changes), **about)


def change(activity, office, **changes):
    about = {"activity_id": activity.pk, **by(office.author)}
    return services.change_activity(facts=facts(**changes), **about)


def refused_field(act):
    """Return the names of the fields that a refusal is about."""
    with pytest.raises(ValidationError) as refused:
        act()
    return set(refused.value.message_dict)


def test_a_mistyped_year_and_a_part_of_nobody_are_refused_at_their_field(cast):
    year = {"held_on": dt.date(206, 10, 20)}
    assert refused_field(lambda: enter(cast.own, **year)) == {"held_on"}
    leaflets = {"form": form_of("to-gap"), "attendances": None, "quantity": 5}
    assert refused_field(lambda: enter(cast.own, **leaflets, women=3)) == {"women"}
    assert enter(cast.own, **leaflets, quantity_minority=5).quantity_minority == 5


def test_files_and_events_are_the_agency_s_own(cast):
    document = AgencyDocument.objects.create(
        title="Kế hoạch", collection=cast.other.agency.collection
    )
    assert refused_field(lambda: enter(cast.own, document=document)) == {"document"}
    over = {"begins": timezone.now() - 2 * DAY, "ends": None}
    foreign = make_event(cast.places[1], "Ngày Pháp luật", **over)
    assert refused_field(lambda: enter(cast.own, event=foreign)) == {"page"}
    assert not Activity.objects.exists()
    assert enter(cast.other, event=foreign, document=document).event_id == foreign.pk


def test_the_same_of_one_day_is_entered_once_unless_it_is_said_to_be_another(cast):
    first = enter(cast.own)
    for title in ("Tập huấn hòa giải", "TẬP HUẤN HÒA GIẢI"):
        with pytest.raises(ValidationError, match="đã có hoạt động này"):
            enter(cast.own, title=title)
    # Another agency holds one of that name, and the first is put right without being its double.
    enter(cast.other)
    assert change(first, cast.own, attendances=45).attendances == 45
    assert enter(cast.own, is_another=True).pk != first.pk


def test_what_a_partner_has_entered_is_found_from_both_sides(cast):
    enter(cast.own, title="Hội nghị của Sở")
    with pytest.raises(ValidationError) as refused:
        enter(cast.other, title="Hội nghị chung", hosts=[cast.own.agency])
    assert cast.own.agency.short_name in str(refused.value)
    assert "của Sở" not in str(refused.value)
    enter(cast.other, title="Hội nghị riêng")
    enter(cast.other, title="Hội nghị chung", hosts=[cast.own.agency], is_another=True)


def test_partners_and_reporters_entered_by_mistake_are_taken_out_again(cast):
    reporter = make_reporter(cast.own.agency)
    activity = enter(cast.own, hosts=[cast.other.agency], reporters=[reporter])
    # Whoever has left office since stays with what they did.
    reporter.until, reporter.ending = activity.held_on - DAY, "7/QĐ, nghỉ hưu"
    reporter.save()
    change(activity, cast.own, hosts=[cast.other.agency], reporters=[reporter])
    assert (activity.hosts.get(), activity.reporters.get()) == (cast.other.agency, reporter)
    change(activity, cast.own)
    assert not activity.hosts.exists() and not activity.reporters.exists()
    assert refused_field(lambda: change(activity, cast.own, reporters=[reporter])) == {"reporters"}


def deeds(agency):
    """Return the newest line of the agency's journal: what was done, by whom, and why."""
    line = AuditEntry.objects.filter(agency=agency).latest("pk")
    return line.action, line.actor, line.detail.get("reason")


def test_the_journal_says_who_entered_changed_and_took_out_what(cast):
    office = cast.own
    activity = enter(office)
    assert deeds(office.agency) == ("activity_recorded", office.author, None)
    change(activity, office, attendances=45)
    assert deeds(office.agency) == ("activity_changed", office.author, None)
    services.remove_activity(activity_id=activity.pk, reason="Ghi hai lần.", **by(office.approver))
    assert deeds(office.agency) == ("activity_removed", office.approver, "Ghi hai lần.")


def test_each_agency_reads_its_diary_and_changes_no_other_s(cast):
    own = make_activity(cast.own.agency, cast.own.author)
    shared = make_activity(cast.own.agency, cast.own.author, title="Cùng tổ chức")
    shared.hosts.add(cast.other.agency)
    theirs = make_activity(cast.other.agency, cast.other.author)
    for person, read, changed in (
        (cast.own.author, {own, shared}, {own, shared}),
        (cast.other.author, {shared, theirs}, {theirs}),
        (cast.overseer, {own, shared, theirs}, set()),
    ):
        scope = scope_of(person)
        assert set(activities_for(scope)) == read
        assert set(activities_for(scope, writing=True)) == changed


def test_nobody_fills_another_agency_s_diary_from_a_workbook(cast):
    for person in (cast.other.author, cast.overseer):
        with pytest.raises(PermissionDenied):
            import_activities(agency=cast.own.agency, data=b"", **by(person))


def test_an_event_waits_to_be_entered_from_the_day_after_it(cast):
    day = timezone.localdate()
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    events = {ago: make_event(cast.places[0], begins=noon - ago * DAY) for ago in (0, 1, 60, 61)}
    assert list(waiting_events(scope_of(cast.own.author), day)) == [events[60], events[1]]
    assert not waiting_events(scope_of(cast.other.author), day).exists()


def test_a_reporter_is_counted_and_sent_while_the_recognition_holds(cast):
    agency, day = cast.own.agency, timezone.localdate()
    holds = make_reporter(agency, "Còn", until=day, ending="7/QĐ")
    make_reporter(agency, "Đã thôi", until=day - DAY, ending="7/QĐ")
    make_reporter(agency, "Chưa tới", since=day + DAY)
    for name in ("Tuyên truyền viên", "Tuyên truyền viên khác"):
        make_reporter(agency, name, kind="propagator")
    found = set(available_reporters(agency, day).values_list("name", flat=True))
    assert found == {"Còn", "Tuyên truyền viên", "Tuyên truyền viên khác"}
    for key, number in (("so_bcv", 1), ("so_ttv", 2)):
        assert MEASURES[key].values([agency.pk], day, day) == {agency.pk: number}
    asked = make_speaker_request(cast.other.agency, agency, cast.other.author, held_on=day + DAY)
    about = {"request_id": asked.pk, "answer": "Vâng.", **by(cast.own.approver)}
    assert refused_field(lambda: reporter_services.accept_request(reporter=holds, **about)) == {
        "reporter"
    }


def test_a_recognition_and_a_consent_are_of_days_that_have_come(cast):
    day = timezone.localdate()
    reporter = make_reporter(cast.own.agency, since=day - 9 * DAY)
    about = {"reporter_id": reporter.pk, **by(cast.own.author)}
    for until in (day + DAY, reporter.since - DAY):
        end = {"until": until, "ending": "7/QĐ"}
        act = lambda end=end: reporter_services.end_reporter(**end, **about)  # noqa: E731
        assert refused_field(act) == {"until"}
    listing = lambda: reporter_services.list_reporter(consent_on=day + DAY, **about)  # noqa: E731
    assert refused_field(listing) == {"consent_on"}
    written = ("kind", "level", "name", "post", "is_woman", "degree", "languages", "number")
    new = reporter_services.ReporterFacts(
        **{name: getattr(reporter, name) for name in written}, since=day + DAY
    )
    changing = lambda: reporter_services.change_reporter(facts=new, **about)  # noqa: E731
    assert refused_field(changing) == {"since"}
    reporter_services.list_reporter(consent_on=day, **about)
    reporter_services.end_reporter(until=day, ending="7/QĐ", **about)


def ask(cast, **changes):
    values = {"to_agency": cast.other.agency, "held_on": timezone.localdate(), "place": "Pleiku"}
    values |= {"words": "Nói chuyện về đất đai", "language": "jra"}
    return reporter_services.ask_for_speaker(
        agency=cast.own.agency,
        facts=reporter_services.SpeakerFacts(**values | changes),
        **by(cast.own.author),
    )


def test_another_agency_is_asked_once_for_a_day_to_come(cast, settings):
    assert refused_field(lambda: ask(cast, to_agency=cast.own.agency)) == {"to_agency"}
    yesterday = {"held_on": timezone.localdate() - DAY}
    assert refused_field(lambda: ask(cast, **yesterday)) == {"held_on"}
    row = ask(cast)
    assert ask(cast) == row
    assert ask(cast, place="Kon Tum") != row
    assert SpeakerRequest.objects.count() == 2
    term = working_days(timezone.localdate(), row.due_on)
    assert term == settings.SPEAKER_REQUEST_WORKING_DAYS
