"""What a practice may claim, who writes it, and what each step leaves behind."""

import datetime as dt
from copy import deepcopy
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.agencies.scope import scope_of
from network.media.models import AgencyDocument
from network.practices import adopting, services
from network.practices.models import ASKED_AFTER, Adoption, AdoptionState, Practice, PracticeState
from network.practices.selectors import practices_for, public_practices, recognised_of
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.practices import ANSWERS, answers, any_topic, make_practice
from tests.factories.sections import make_article

pytestmark = pytest.mark.django_db
S = PracticeState
DAY = dt.timedelta(days=1)


def make_cast():
    """Return two agencies, the overseer, an article of each and a file of each."""
    own, other = make_office("SYT"), make_office("STP")
    overseer = make_member(other.agency, Role.OVERSEER)
    articles = [make_article(each.home.get_children().get(slug="tin-tuc")) for each in (own, other)]
    files = [make_file(each, "Tờ gấp") for each in (own, other)]
    return SimpleNamespace(own=own, other=other, overseer=overseer, articles=articles, files=files)


def make_file(office, title):
    return AgencyDocument.objects.create(
        title=title,
        file=ContentFile(b"%PDF-1.4 %%EOF", "to-gap.pdf"),
        collection=office.agency.collection,
    )


@pytest.fixture(scope="module")
def cast_of_module(once):
    return once(make_cast)


@pytest.fixture
def cast(cast_of_module, db):
    return deepcopy(cast_of_module)


def by(person):
    return {"user": person, "now": timezone.now()}


def form_of(office, **changes):
    """Return the filled form of a practice."""
    return {**ANSWERS, "topic": any_topic().pk, "agency": office.agency.pk, **changes}


def recognise(cast, *practices, **changes):
    today = timezone.localdate()
    decision = {"number": "45/QĐ-STP", "recognised_on": today, "level": "department"}
    services.recognise(practices=practices, **decision | by(cast.overseer) | changes)


def shown(cast, **fields):
    """Return a recognised practice of the first agency whose article is live."""
    return make_practice(cast.own, state=S.RECOGNISED, page=cast.articles[0], **fields)


def take_up(cast, practice, **fields):
    day = timezone.localdate()
    about = {"agency": cast.other.agency, "since": day, "confirmed_on": day, **fields}
    return Adoption.objects.create(practice=practice, **about)


@pytest.mark.parametrize("act", ["write", "edit"])
def test_a_kit_holds_files_of_its_own_agency_alone(client, cast, act):
    own, foreign = cast.files
    draft = make_practice(cast.own)
    draft.kit.add(own)

    def write(files):
        if act == "write":
            return services.write_practice(
                agency=cast.own.agency, facts=answers(), kit=files, **by(cast.own.author)
            )
        return services.change_practice(
            practice_id=draft.pk, facts=answers(), kit=files, **by(cast.own.author)
        )

    assert list(write([own]).kit.all()) == [own]
    for files in ([foreign], [own, foreign]):
        with pytest.raises(ValidationError, match="cơ quan mình"):
            write(files)
    # On the screen the file is not even offered; typed into the request it is refused.
    url = reverse(f"practices_desk:{act}", args=[draft.pk] if act == "edit" else [])
    signed_in(client, cast.own.author)
    assert "Tờ gấp" in client.get(url).content.decode()
    answer = client.post(url, form_of(cast.own, kit=[foreign.pk]))
    assert answer.context["form"].errors.keys() == {"kit"}
    assert not Practice.objects.filter(kit=foreign).exists()
    assert list(draft.kit.all()) == [own]


def test_a_practice_names_an_article_of_its_own_section_alone(cast):
    own, foreign = cast.articles
    about = {"agency": cast.own.agency, **by(cast.own.author)}
    with pytest.raises(ValidationError, match="chuyên mục"):
        services.write_practice(facts=answers(page=foreign), **about)
    assert services.write_practice(facts=answers(page=own), **about).page_id == own.pk


def test_a_practice_began_by_today_and_is_written_by_its_agency(cast):
    about = {"agency": cast.own.agency, **by(cast.own.author)}
    today = timezone.localdate()
    services.write_practice(facts=answers(since=today), **about)
    with pytest.raises(ValidationError) as refused:
        services.write_practice(facts=answers(since=today + DAY), **about)
    assert refused.value.message_dict.keys() == {"since"}
    for person in (cast.other.author, cast.own.appraiser, cast.own.approver, cast.overseer):
        with pytest.raises(PermissionDenied):
            services.write_practice(**about | {"facts": answers()} | by(person))
    assert Practice.objects.count() == 1


def test_a_practice_grows_from_one_that_its_agency_has_taken_up(cast):
    first = shown(cast)
    about = {"agency": cast.other.agency, "facts": answers(), **by(cast.other.author)}
    with pytest.raises(ValidationError) as refused:
        services.write_practice(parent=first, **about)
    assert refused.value.message_dict.keys() == {"parent"}
    take_up(cast, first)
    assert services.write_practice(parent=first, **about).parent == first


def test_no_practice_is_recognised_by_a_decision_of_a_day_to_come(client, cast):
    practice, today = make_practice(cast.own, state=S.SENT), timezone.localdate()
    with pytest.raises(ValidationError) as refused:
        recognise(cast, practice, recognised_on=today + DAY)
    assert refused.value.message_dict.keys() == {"recognised_on"}
    signed_in(client, cast.overseer)
    url = reverse("practices_desk:recognise", args=[practice.pk])
    decision = {"number": "45/QĐ-STP", "level": "department"}
    answer = client.post(url, decision | {"recognised_on": today + DAY})
    assert answer.context["form"].errors == {"recognised_on": ["Ngày này chưa tới."]}
    practice.refresh_from_db()
    assert (practice.state, practice.recognised_on) == (S.SENT, None)
    assert client.post(url, decision | {"recognised_on": today}).status_code == 302
    practice.refresh_from_db()
    assert (practice.state, practice.recognised_on) == (S.RECOGNISED, today)


def test_who_sent_or_changed_it_reads_why_another_person_decides(cast):
    person = make_member(cast.own.agency, Role.AUTHOR, Role.APPROVER, Role.OVERSEER)
    sent, changed = make_practice(cast.own), make_practice(cast.own)
    services.change_practice(practice_id=changed.pk, facts=answers(), **by(person))
    services.send_practice(practice_id=changed.pk, **by(cast.own.approver))
    services.send_practice(practice_id=sent.pk, **by(person))
    for practice in (sent, changed):
        with pytest.raises(ValidationError):
            recognise(cast, practice, user=person)
        with pytest.raises(ValidationError):
            services.refuse(practice_id=practice.pk, answer="Đã có.", **by(person))
    recognise(cast, sent, changed)


def test_a_practice_that_was_returned_keeps_the_day_it_was_first_sent(cast):
    practice = make_practice(cast.own)
    first = timezone.now() - 40 * DAY
    send = {"practice_id": practice.pk, "user": cast.own.approver}
    services.send_practice(now=first, **send)
    services.ask_more(
        practice_id=practice.pk, answer="Thiếu số liệu.", user=cast.overseer, now=first + 2 * DAY
    )
    services.send_practice(now=timezone.now(), **send)
    practice.refresh_from_db()
    assert practice.sent_on == timezone.localdate(first)
    assert practice.due_on > timezone.localdate()


def test_a_recognised_practice_begins_one_page_and_a_stopped_one_hands_out_no_drafts(cast):
    practice = make_practice(cast.own, state=S.RECOGNISED)
    adopting.begin_page(practice_id=practice.pk, **by(cast.own.author))
    with pytest.raises(ValidationError, match="Đã có bài"):
        adopting.begin_page(practice_id=practice.pk, **by(cast.own.author))
    adoption = take_up(cast, practice, state=AdoptionState.STOPPED)
    about = {"adoption_id": adoption.pk, **by(cast.other.author)}
    with pytest.raises(ValidationError):
        adopting.take_kit(**about)
    Adoption.objects.update(state=AdoptionState.RUNNING)
    page = adopting.take_kit(**about)
    with pytest.raises(ValidationError):
        adopting.take_kit(**about)
    adoption.refresh_from_db()
    assert adoption.page_id == page.pk


def test_an_agency_takes_up_what_others_do_and_by_its_own_people(cast):
    practice = shown(cast)
    for agency, person in (
        (cast.other.agency, cast.own.author),
        (cast.other.agency, cast.overseer),
        (cast.own.agency, cast.own.author),
    ):
        with pytest.raises((PermissionDenied, ValidationError)):
            adopting.adopt(agency=agency, practice=practice, **by(person))
    adopting.adopt(agency=cast.other.agency, practice=practice, **by(cast.other.appraiser))
    assert Adoption.objects.get().agency == cast.other.agency


def test_saying_how_far_it_is_counts_as_confirming_it_today(cast):
    old = timezone.localdate() - ASKED_AFTER
    adoption = take_up(cast, shown(cast), since=old, confirmed_on=old)
    about = {"changes": "", "result": "", **by(cast.other.author)}
    adopting.follow(adoption_id=adoption.pk, state=AdoptionState.RUNNING, **about)
    adoption.refresh_from_db()
    assert adoption.confirmed_on == timezone.localdate()


def test_the_overseer_reads_what_was_sent_and_citizens_what_is_kept_up(cast):
    rows = {state: make_practice(cast.own, state=state) for state in S}
    readers = {"own": cast.own.author, "overseer": cast.overseer, "other": cast.other.author}
    read = {name: set(practices_for(scope_of(user))) for name, user in readers.items()}
    assert read == {
        "own": set(rows.values()),
        "overseer": set(rows.values()) - {rows[S.DRAFT]},
        "other": set(),
    }
    assert not practices_for(scope_of(cast.overseer), writing=True).exists()
    public = shown(cast)
    assert set(public_practices()) == {public}
    services.retire(practice_id=public.pk, **by(cast.own.approver))
    assert not public_practices().exists()


def test_a_practice_is_recognised_in_the_period_of_its_decision(cast):
    today = timezone.localdate()
    practice = make_practice(cast.own, state=S.SENT, sent_on=today - 30 * DAY)
    recognise(cast, practice)
    agencies, first = [cast.own.agency.pk], today - 40 * DAY
    assert not recognised_of(agencies, first, today - DAY).exists()
    assert recognised_of(agencies, first, today).get() == practice
