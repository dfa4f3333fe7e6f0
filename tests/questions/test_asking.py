"""A citizen asks: the form, its guards, and the code."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from network.agencies.models import Role
from network.core.spam_guard.forms import MAX_FORM_AGE
from network.core.spam_guard.models import AttemptCount, AttemptLevel
from network.questions.codes import digest_of
from network.questions.models import Question
from network.questions.services import due_after
from tests.factories.moderation import make_member
from tests.factories.questions import ASK, TEXT, code_in, send_question, stamp
from tests.factories.sections import make_section

pytestmark = pytest.mark.django_db
AN_HOUR = dt.timedelta(hours=1)


@pytest.fixture
def office(db):
    home = make_section("Sở Tư pháp")
    make_member(home.agency, Role.OVERSEER)
    return home


def test_a_question_goes_to_the_overseeing_agency_and_its_asker_gets_a_code(client, office):
    make_section("Sở Y tế")
    answer = send_question(client, contact="dan@example.vn", place="xã Ia Grai")
    question = Question.objects.get()
    assert question.agency == office.agency
    assert (question.contact, question.place) == ("dan@example.vn", "xã Ia Grai")
    code = code_in(answer)
    assert re.fullmatch(r"[CDFHKLMNPQRTVX3479]{4}(-[CDFHKLMNPQRTVX3479]{4}){2}", code)
    assert question.code_digest == digest_of(code)
    assert code.replace("-", "") not in str(Question.objects.values())


def test_from_an_agency_s_own_page_that_agency_is_chosen(client, office):
    other = make_section("Sở Y tế")
    text = client.get(f"{ASK}?co-quan={other.agency.slug}").content.decode()
    assert re.search(r'<select name="agency".*?<option value="([^"]+)"', text, re.DOTALL)[1] == (
        other.agency.slug
    )
    send_question(client, agency=other.agency.slug)
    assert Question.objects.get().agency == other.agency


def test_no_cookie_is_set_and_no_copy_is_kept(client, office):
    for answer in (client.get(ASK), send_question(client)):
        assert not answer.cookies
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "fields",
    [{"consent": None}, {"text": "Ngắn quá"}, {"text": "a" * 3001}, {"agency": "so-khac"},
     {"contact": "không phải địa chỉ"}, {"topic": "khong-co"}, {"place": "x" * 121}],
)  # fmt: skip
def test_what_cannot_be_kept_is_shown_again_with_what_was_typed(client, office, fields):
    answer = send_question(client, **{"place": "xã Ia Grai"} | fields)
    assert answer.status_code == 422
    assert not Question.objects.exists()
    assert fields.get("place", "xã Ia Grai") in answer.content.decode()


def test_who_fills_the_hidden_field_gets_the_ordinary_answer_and_nothing_is_kept(client, office):
    answer = send_question(client, website="https://vay-tien.example/")
    assert code_in(answer)
    assert not Question.objects.exists()
    send_question(client, website="")
    assert Question.objects.exists()


AGES = [dt.timedelta(seconds=1), MAX_FORM_AGE + AN_HOUR, -AN_HOUR]


@pytest.mark.parametrize("age", [*AGES, None], ids=["too fast", "too old", "to come", "forged"])
def test_a_stamp_that_no_person_sends_is_refused_and_the_form_has_a_good_one(
    client, office, age, monkeypatch
):
    # The clock stands: a slow machine would make a person of who is too fast.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    written = stamp(age=age) if age else "x"
    answer = send_question(client, stamp=written)
    assert answer.status_code == 422
    assert not Question.objects.exists()
    # What was only sent too fast is good a moment later.
    again = re.search(r'name="stamp" value="([^"]+)"', answer.content.decode())[1]
    assert (again == written) == (age in (AGES[0], AGES[2]))


def test_a_form_sent_twice_is_one_question_with_one_code(client, office):
    form = {"text": "Tôi muốn hỏi về đất đai của gia đình", "stamp": stamp()}
    assert code_in(send_question(client, **form)) == code_in(send_question(client, **form))
    assert Question.objects.count() == 1


def test_a_form_sent_again_with_another_text_is_another_question(client, office):
    form = {"text": "Tôi muốn hỏi về đất đai của gia đình", "stamp": stamp()}
    first = code_in(send_question(client, **form))
    form["text"] += ", đất có sổ đỏ rồi"
    assert code_in(send_question(client, **form)) != first
    assert Question.objects.filter(text=form["text"]).exists()


def test_nothing_invisible_of_what_was_typed_is_kept(client, office):
    send_question(client, place="xã \u202eiarG aI\u202c\u200b", text=f"{TEXT}\u202e\x00")
    question = Question.objects.get()
    assert (question.place, question.text) == ("xã iarG aI", TEXT)


def test_the_very_words_of_somebody_within_a_day_are_not_kept_again(client, office):
    words = "Thủ tục   đăng ký kết hôn ở xã cần GÌ"
    send_question(client, text=words)
    again = send_question(client, text=" ".join(words.lower().split()))
    assert again.status_code == 422
    assert Question.objects.count() == 1
    Question.objects.update(asked_at=timezone.now() - 25 * AN_HOUR)
    assert send_question(client, text=words).status_code == 200


def test_from_one_address_only_so_many_come_in_an_hour(client, office, settings):
    settings.FORMS_PER_HOUR = 2
    statuses = [send_question(client).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    AttemptLevel.objects.update(at=timezone.now() - AN_HOUR)
    assert send_question(client).status_code == 200


def test_a_household_s_network_counts_as_one_address(client, office, settings):
    settings.FORMS_PER_HOUR = 1
    client.defaults["REMOTE_ADDR"] = "2001:db8::1"
    assert send_question(client).status_code == 200
    client.defaults["REMOTE_ADDR"] = "2001:db8::2:1"
    assert send_question(client).status_code == 429
    client.defaults["REMOTE_ADDR"] = "2001:db8:0:1::1"
    assert send_question(client).status_code == 200


def test_strangers_are_no_household_where_the_server_listens_on_ipv6(client, office, settings):
    settings.FORMS_PER_HOUR = 1
    for address in ("::ffff:203.0.113.7", "::ffff:203.0.113.8"):
        client.defaults["REMOTE_ADDR"] = address
        assert send_question(client).status_code == 200
    client.defaults["REMOTE_ADDR"] = "203.0.113.7"
    assert send_question(client).status_code == 429


def test_whoever_has_to_wait_is_told_how_long_and_keeps_what_was_written(client, office, settings):
    settings.FORMS_PER_HOUR = 2
    for _ in range(2):
        send_question(client)
    words = "Đất nhà tôi giáp đường làng thì làm sổ thế nào?"
    answer = send_question(client, text=words)
    assert answer.status_code == 429
    assert "sau 30 phút" in answer.content.decode()
    assert words in answer.content.decode()
    AttemptLevel.objects.update(at=timezone.now() - AN_HOUR / 2)
    assert send_question(client, text=words).status_code == 200


def test_twenty_five_networks_that_flood_the_form_do_not_silence_a_citizen(
    client, office, settings
):
    names = ("FORMS_PER_HOUR", "FORMS_PER_HOUR_IN_ALL", "FORMS_PER_HOUR_WHEN_CROWDED")
    assert [getattr(settings, name) for name in names] == [20, 500, 6]
    # A fifth and a third of that: the same rule with a quarter of the requests.
    for name, number in zip(names, (4, 100, 2), strict=True):
        setattr(settings, name, number)

    def post(address: str) -> int:
        client.defaults["REMOTE_ADDR"] = address
        return send_question(client).status_code

    flooding = [f"198.51.100.{number}" for number in range(25)]
    taken = sum(post(each) == 200 for each in flooding for _ in range(5))
    assert taken == 100
    assert [post(each) for each in flooding] == [429] * 25
    assert [post("203.0.113.5") for _ in range(3)] == [200] * 2 + [429]
    assert post("203.0.113.6") == 200


def test_of_an_address_only_a_digest_is_kept(client, office):
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    send_question(client)
    kept = [*AttemptCount.objects.values(), *AttemptLevel.objects.values()]
    assert len(kept) == 2
    assert "203.0.113" not in str(kept)


def test_where_no_agency_is_open_the_page_says_so(client):
    assert client.get(ASK).status_code == 200
    assert send_question(client).status_code == 200
    assert not Question.objects.exists()


def test_it_is_due_after_ten_working_days():
    # The week of Tết lies between.
    assert due_after(dt.datetime(2026, 2, 12, 3, tzinfo=dt.UTC)) == dt.date(2026, 3, 5)


def test_the_same_words_to_another_agency_are_another_question(client, office):
    """What somebody asked elsewhere neither hides a question nor tells that it was asked."""
    other = make_section("Sở Y tế")
    for agency in (office.agency, other.agency):
        send_question(client, agency=agency.slug, text=TEXT)
    assert {each.agency for each in Question.objects.all()} == {office.agency, other.agency}
    assert send_question(client, agency=other.agency.slug, text=TEXT).status_code == 422
    assert Question.objects.count() == 2
