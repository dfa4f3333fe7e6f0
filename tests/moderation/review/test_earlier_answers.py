"""Answers of the checklist that are kept when a text comes again, and those asked anew."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.models import ChecklistItem, Decision
from network.moderation.review.decision_list import checklist_lines
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of, filled_form, press
from tests.factories.moderation import appraise, hand_in, make_draft, make_member

pytestmark = pytest.mark.django_db
ABOUT_WORDS = {"chinh-xac", "bi-mat", "du-lieu-ca-nhan", "an-ninh-mang", "de-hieu"}


@pytest.fixture
def returned(client, office):
    """An article that the approver sent back after its appraisal."""
    article = hand_in(make_draft(office), office.author)
    appraise(article, office.appraiser)
    press(signed_in(client, office.approver), article, "return", comment="Sửa nguồn.")
    return article


def come_again(article, office, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_revision(user=office.author)
    article.current_workflow_state.resume(user=office.author)


def questions(client, office, article):
    response = signed_in(client, office.appraiser).get(desk_of(article))
    form = response.context["sheets"][0][1]
    kept = {each.item.key for each in form.questions() if each.kept_from}
    again = {each.item.key for each in form.questions() if each.before}
    return kept, again, response


def test_only_what_a_change_concerns_is_asked_again(client, office, returned):
    come_again(returned, office, source_name="Báo Pháp luật")
    kept, again, response = questions(client, office, returned)
    assert {"de-hieu", "anh", "thay-the-hinh-anh"} <= kept
    assert response.context["sheets"][0][1].earlier.confirmable == set()
    assert {"nguon", "chinh-xac", "bi-mat"} <= again
    assert 'name="answer-de-hieu" value="yes"' in response.content.decode().replace("\n", " ")
    assert response.context["sheets"][0][1]["answer-nguon"].value() == ""


def test_an_added_sentence_asks_only_the_questions_about_words(client, office, returned):
    come_again(returned, office, summary="Viết lại. Nộp ở xã.")
    kept, again, response = questions(client, office, returned)
    assert kept == {"nguon", "anh", "thay-the-hinh-anh", "van-ban-con-hieu-luc"}
    assert again == ABOUT_WORDS
    assert response.context["sheets"][0][1].earlier.confirmable == ABOUT_WORDS


ALL = ABOUT_WORDS | {"nguon", "van-ban-con-hieu-luc", "thay-the-hinh-anh"}


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ({"title": "Tiêu đề khác"}, ABOUT_WORDS),
        ({"summary": "Theo khoản 1."}, ABOUT_WORDS | {"van-ban-con-hieu-luc"}),
        ({"summary": "Theo 15/2023/QH15."}, ABOUT_WORDS | {"van-ban-con-hieu-luc"}),
        ({"body": [("paragraph", "<p>Mang thẻ. Đi sớm.</p>")]}, ABOUT_WORDS),
        (
            {"body": [("paragraph", '<p>Mang <a href="https://example.org/">thẻ</a>.</p>')]},
            ABOUT_WORDS | {"nguon", "van-ban-con-hieu-luc"},
        ),
        ({"body": [("video", {"url": "https://youtu.be/aaaaaaaaaaa", "title": "Phim"})]}, ALL),
        ({"cover_alt_text": "Cán bộ phát tờ rơi"}, ALL),
        ({"date": dt.date(2020, 1, 1)}, ALL),
    ],
)
def test_each_kind_of_change_asks_every_question_that_it_can_affect(
    client, office, returned, changed, again
):
    come_again(returned, office, **changed)
    assert questions(client, office, returned)[1] == again


def test_without_the_rule_of_parts_a_changed_word_would_pass_unread(
    client, office, returned, monkeypatch
):
    come_again(returned, office, summary="Bà H'Ly, làng Bông, nhiễm HIV.")
    monkeypatch.setattr("network.moderation.page_parts._changed_content", lambda *_contents: set())
    kept, again, _response = questions(client, office, returned)
    assert "du-lieu-ca-nhan" in kept and again == set()


def test_a_kept_answer_is_recorded_as_confirmed_by_this_decision(client, office, returned):
    first = Decision.objects.get(page_id=returned.pk, deed="appraised")
    come_again(returned, office, summary="Viết lại.")
    press(signed_in(client, office.appraiser), returned, "appraise")
    last = Decision.objects.filter(page_id=returned.pk, deed="appraised").latest("pk")
    rows = {row["key"]: row.get("kept_from") for row in last.checklist}
    assert rows["nguon"] == first.at.isoformat() and rows["de-hieu"] is None
    assert any("được xác nhận lại" in line for line in checklist_lines(last))
    call_command("verify_decisions")


def test_nothing_is_answered_by_silence(client, office, returned):
    come_again(returned, office, summary="Viết lại.")
    signed_in(client, office.appraiser)
    form = filled_form(returned, "appraise") | {"answer-nguon": ""}
    answer = client.post(desk_of(returned), form)
    assert list(answer.context["sheets"][0][1].errors) == ["answer-nguon"]


def test_what_was_answered_before_a_return_is_there_again(client, office):
    article = hand_in(make_draft(office), office.author)
    told = {"answer-nguon": "no", "note-nguon": "Thiếu tác giả.", "answer-anh": "yes"}
    form = filled_form(article, "return", answer="", comment="Sửa nguồn.", **told)
    signed_in(client, office.appraiser).post(desk_of(article), form)
    come_again(article, office)
    kept, again, response = questions(client, office, article)
    assert (kept, again) == ({"anh"}, {"nguon"})
    assert "Thiếu tác giả." in response.content.decode()


def test_nobody_s_answers_are_kept_for_somebody_else(client, office, returned):
    come_again(returned, office)
    office.people["appraiser"] = make_member(office.agency, Role.APPRAISER)
    kept, again, _response = questions(client, office, returned)
    assert (kept, again) == (set(), set())


def test_the_law_of_yesterday_is_asked_about_again(client, office, returned, monkeypatch):
    come_again(returned, office)
    assert "van-ban-con-hieu-luc" in questions(client, office, returned)[0]
    tomorrow = timezone.now() + dt.timedelta(days=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    kept, again, _response = questions(client, office, returned)
    assert "van-ban-con-hieu-luc" in again and "de-hieu" in kept


def test_a_question_that_reads_otherwise_now_is_asked_again(client, office, returned):
    come_again(returned, office)
    ChecklistItem.objects.filter(key="anh").update(label="Ảnh có giấy phép")
    kept, again, _response = questions(client, office, returned)
    assert "anh" in again and "nguon" in kept
