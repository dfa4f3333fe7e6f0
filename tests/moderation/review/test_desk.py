"""The review desk: read, decide, and be told why not."""

import datetime as dt

import pytest
from django.utils import timezone

from network.agencies.models import Role
from network.moderation.models import Decision, EditorialRules, Submission
from network.moderation.stages import Stage
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of, filled_form, press
from tests.factories.moderation import (
    Office,
    appraise,
    hand_in,
    make_draft,
    make_member,
    publish,
)

pytestmark = pytest.mark.django_db

# An appraisal asks 113: Wagtail's step to the next task, and the text read from its revision four
# times. Reading the case again would take 15 more.
MOST_QUERIES = 120


@pytest.fixture(scope="module")
def article_of_module(once, office_of_module):
    office = office_of_module
    return once(lambda: hand_in(make_draft(office), office.author))


@pytest.fixture
def urgent_office(office) -> Office:
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True, urgent_hours=12)
    return office


def actions(article) -> list[str]:
    rows = Decision.objects.filter(page_id=article.pk).order_by("sequence")
    return list(rows.values_list("deed", flat=True))


def stage(article) -> str:
    return Submission.objects.get(page=article, closed_at=None).stage


def buttons(response) -> set[str]:
    return {
        button.choice for sheet, _form in response.context["sheets"] for button in sheet.buttons
    }


def test_three_people_lead_a_page_to_the_citizen(client, office, article):
    answer = press(signed_in(client, office.appraiser), article, "appraise")
    assert (answer.status_code, answer.url) == (302, "/admin/")
    press(signed_in(client, office.approver), article, "approve", comment="Đồng ý.")
    article.refresh_from_db()
    assert article.live
    assert actions(article) == ["submitted", "appraised", "approved"]
    client.logout()
    assert client.get(article.url).status_code == 200


def test_a_button_reads_the_case_once(client, office, article, django_assert_max_num_queries):
    signed_in(client, office.appraiser)
    form = filled_form(article, "appraise")
    with django_assert_max_num_queries(MOST_QUERIES):
        assert client.post(desk_of(article), form).status_code == 302


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("author", set(), set()),
        ("appraiser", {"appraise", "return"}, set()),
        ("approver", set(), {"approve", "return"}),
        ("agency_admin", set(), set()),
    ],
)
def test_each_person_is_offered_what_is_theirs(client, office, article, who, before, after):
    signed_in(client, office.people[who])
    assert buttons(client.get(desk_of(article))) == before
    appraise(article, office.appraiser)
    assert buttons(client.get(desk_of(article))) == after


def test_who_may_not_decide_reads_who_comes_next(client, office, article):
    office.appraiser.last_name, office.appraiser.first_name = "Nguyễn Thị", "Lan"
    office.appraiser.save()
    signed_in(client, office.author)
    assert client.get(desk_of(article)).context["desk"].who_next.endswith("Nguyễn Thị Lan")


def test_the_only_appraiser_wrote_it_so_nobody_comes_next(client, office):
    own = hand_in(make_draft(office, author=office.appraiser), office.appraiser)
    signed_in(client, office.appraiser)
    desk = client.get(desk_of(own)).context["desk"]
    assert desk.why_not and "appraise" not in desk.moves
    assert ":" in desk.who_next and not desk.who_next.endswith(": ")


def test_a_returned_page_says_why(client, office, article):
    signed_in(client, office.appraiser)
    press(client, article, "return", comment="Thiếu nguồn.")
    assert stage(article) == Stage.RETURNED
    shown = signed_in(client, office.author).get(desk_of(article)).content.decode()
    assert "Thiếu nguồn." in shown


def test_a_return_without_a_comment_keeps_what_was_answered(client, office, article):
    signed_in(client, office.appraiser)
    answer = press(client, article, "return", answer="no", **{"note-nguon": "Ghi chú của tôi"})
    assert answer.status_code == 200
    form = answer.context["sheets"][0][1]
    assert form.errors["comment"] and form["answer-nguon"].value() == "no"
    assert "Ghi chú của tôi" in answer.content.decode()
    assert actions(article) == ["submitted"]


@pytest.mark.parametrize("given", ["", "no"])
def test_an_open_or_failed_question_is_pointed_at(client, office, article, given):
    signed_in(client, office.appraiser)
    answer = press(client, article, "appraise", comment="Ý kiến", **{"answer-bi-mat": given})
    form = answer.context["sheets"][0][1]
    assert list(form.errors) == ["answer-bi-mat"]
    assert form["comment"].value() == "Ý kiến"
    assert stage(article) == Stage.WAITING_APPRAISAL


@pytest.mark.parametrize(
    ("who", "move"),
    [
        ("author", "appraise"),
        ("author", "approve"),
        ("author", "return"),
        ("author", "publish_urgently"),
        ("approver", "appraise"),
        ("approver", "return"),
        ("approver", "publish_urgently"),
        ("agency_admin", "appraise"),
        ("appraiser", "publish_urgently"),
    ],
)
def test_a_forbidden_move_is_refused_in_a_sentence(client, office, article, who, move):
    signed_in(client, office.people[who])
    answer = press(client, article, move, comment="Tôi muốn thế.")
    assert answer.status_code == 403
    assert answer.context["refusal"]
    assert "Tôi muốn thế." in answer.content.decode()
    assert (actions(article), stage(article)) == (["submitted"], Stage.WAITING_APPRAISAL)


@pytest.mark.parametrize("move", ["appraise_afterwards", "fail_afterwards", "approve"])
def test_what_is_not_due_is_refused(client, office, article, move):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    answer = press(signed_in(client, both), article, move, comment="Ý kiến")
    assert answer.status_code == 409
    assert actions(article) == ["submitted"]


def test_a_move_that_does_not_exist_is_refused(client, office, article):
    answer = press(signed_in(client, office.appraiser), article, "publish")
    assert answer.context["refusal"]
    assert actions(article) == ["submitted"]


def test_pressed_twice_is_decided_once(client, office, article):
    both = make_member(office.agency, Role.APPRAISER, Role.APPROVER)
    signed_in(client, both)
    form = filled_form(article, "appraise")
    client.post(desk_of(article), form)
    again = client.post(desk_of(article), form)
    assert again.status_code == 409
    assert both.username in again.context["refusal"]
    assert actions(article) == ["submitted", "appraised"]


def test_a_return_sent_again_after_the_page_came_back_returns_nothing(client, office, article):
    signed_in(client, office.appraiser)
    form = filled_form(article, "return", comment="Thiếu nguồn.")
    client.post(desk_of(article), form)
    article.current_workflow_state.resume(office.author)
    again = client.post(desk_of(article), form)
    assert again.status_code == 409
    assert stage(article) == Stage.WAITING_APPRAISAL


def test_two_approvers_decide_once(client, office, article):
    other = make_member(office.agency, Role.APPROVER)
    appraise(article, office.appraiser)
    form = filled_form(article, "approve")
    signed_in(client, office.approver).post(desk_of(article), form)
    late = signed_in(client, other).post(desk_of(article), form)
    assert office.approver.username in late.context["refusal"]
    assert actions(article).count("approved") == 1


def test_a_text_changed_meanwhile_is_read_again(client, office, article):
    form = filled_form(article, "appraise", comment="Đã đọc kỹ.")
    article.summary = "Khác."
    article.save_revision(user=office.agency_admin)
    answer = signed_in(client, office.appraiser).post(desk_of(article), form)
    assert answer.status_code == 409
    assert answer.context["sheets"][0][1]["comment"].value() == "Đã đọc kỹ."
    assert actions(article) == ["submitted"]
    # The screen shows the new text, so its form decides on that.
    assert filled_form(article, "appraise")["seen"] in answer.content.decode()


def test_a_new_version_lists_what_it_changes(client, office):
    article = publish(make_draft(office), office)
    article.summary = "Tóm tắt đã sửa."
    article.save_revision(user=office.author)
    hand_in(article, office.author)
    [comparison] = signed_in(client, office.appraiser).get(desk_of(article)).context["comparisons"]
    assert [change.label for change in comparison.changes] == ["Nói ngắn gọn"]
    assert "Tóm tắt đã sửa." in comparison.changes[0].difference


def test_a_scheduled_page_names_its_hour_on_the_button(client, office):
    article = make_draft(office)
    article.go_live_at = timezone.now() + dt.timedelta(days=2)
    article.save_revision(user=office.author)
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    signed_in(client, office.approver)
    shown = client.get(desk_of(article)).content.decode()
    assert timezone.localtime(article.go_live_at).strftime("%H:%M %d/%m/%Y") in shown
    press(client, article, "approve")
    article.refresh_from_db()
    assert not article.live
    assert client.get(desk_of(article)).context["desk"].case.situation.stage is Stage.SCHEDULED


def test_urgent_publication_asks_for_a_reason_and_then_for_its_appraisal(
    client, urgent_office, article
):
    office = urgent_office
    signed_in(client, office.approver)
    assert buttons(client.get(desk_of(article))) == {"publish_urgently"}
    assert press(client, article, "publish_urgently").status_code == 200
    press(client, article, "publish_urgently", comment="Lũ về.")
    signed_in(client, office.appraiser)
    owed = article.urgent_publications.get().revision_id
    assert buttons(client.get(desk_of(article))) == {"appraise_afterwards", "fail_afterwards"}
    press(client, article, "appraise_afterwards", owed=owed)
    assert actions(article) == ["submitted", "published_urgently", "appraised_afterwards"]


def test_an_urgent_text_that_fails_is_withdrawn(client, urgent_office, article):
    office = urgent_office
    press(signed_in(client, office.approver), article, "publish_urgently", comment="Lũ về.")
    signed_in(client, office.appraiser)
    assert press(client, article, "fail_afterwards").status_code == 200
    press(client, article, "fail_afterwards", comment="Sai số liệu.")
    article.refresh_from_db()
    assert not article.live


def test_the_appraisal_owed_is_of_the_text_that_was_read(client, urgent_office, article):
    office = urgent_office
    press(signed_in(client, office.approver), article, "publish_urgently", comment="Lũ về.")
    other = article.urgent_publications.get().revision_id + 1
    answer = press(signed_in(client, office.appraiser), article, "appraise_afterwards", owed=other)
    assert answer.status_code == 409
    assert actions(article)[-1] == "published_urgently"


@pytest.mark.parametrize(
    ("who", "shown"), [("author", False), ("appraiser", False), ("approver", True)]
)
def test_who_may_withdraw_a_published_page_finds_the_way(client, office, who, shown):
    article = publish(make_draft(office), office)
    desk = signed_in(client, office.people[who]).get(desk_of(article)).context["desk"]
    assert bool(desk.withdrawal_url) is shown
    assert desk.who_next


def test_what_was_typed_is_shown_where_the_form_is_gone(client, office, article):
    form = filled_form(article, "return", comment="Công phu viết ra.")
    appraise(article, make_member(office.agency, Role.APPRAISER))
    late = signed_in(client, office.appraiser).post(desk_of(article), form)
    assert (late.status_code, late.context["sheets"]) == (409, [])
    assert late.context["kept"] == "Công phu viết ra."


def test_a_text_that_lacks_a_field_is_not_published(client, office):
    article = make_draft(office)
    article.summary = ""
    article.save_revision(user=office.author, clean=False)
    hand_in(article, office.author)
    appraise(article, office.appraiser)
    answer = press(signed_in(client, office.approver), article, "approve")
    assert answer.status_code == 409
    assert actions(article) == ["submitted", "appraised"]
    assert stage(article) == Stage.WAITING_APPROVAL


def does_not_apply(client, article, key: str, note: str = ""):
    """Press the button with one question that does not apply. Returns the answer."""
    changed = {f"answer-{key}": "not_applicable", f"note-{key}": note}
    return client.post(desk_of(article), filled_form(article, "appraise") | changed)


def test_a_core_question_that_does_not_apply_needs_a_note_in_words(client, office, article):
    signed_in(client, office.appraiser)
    for note in ("", "x", "...."):
        answer = does_not_apply(client, article, "chinh-xac", note)
        assert "vì sao không áp dụng" in answer.content.decode()
        assert stage(article) == Stage.WAITING_APPRAISAL
    assert does_not_apply(client, article, "anh").status_code == 302


def test_the_last_note_of_the_agency_is_offered_for_the_same_kind_of_page(client, office, article):
    signed_in(client, office.appraiser)
    note = "Tin hoạt động, không viện dẫn văn bản."
    assert does_not_apply(client, article, "van-ban-con-hieu-luc", note).status_code == 302
    other = hand_in(make_draft(office), office.author)
    assert client.get(desk_of(other)).content.decode().count(note) == 2
    # Answered with yes, the prefilled note is not stored.
    form = filled_form(other, "appraise") | {"note-van-ban-con-hieu-luc": note}
    assert client.post(desk_of(other), form).status_code == 302
    rows = {row["key"]: row for row in Decision.objects.latest("pk").checklist}
    assert rows["van-ban-con-hieu-luc"]["note"] == ""


def test_a_page_without_words_is_not_appraised(client, office):
    bare = {"summary": "x", "body": [("paragraph", "<p>....</p>")]}
    empty = hand_in(make_draft(office, **bare), office.author)
    signed_in(client, office.appraiser)
    assert "Bài chưa có nội dung" in client.get(desk_of(empty)).content.decode()
    press(client, empty, "appraise")
    assert stage(empty) == Stage.WAITING_APPRAISAL
    jrai = {
        "summary": "Ơi adơi amai",
        "body": [("paragraph", "<p>Ơi adơi amai, pơtô phiăn kơ ană plei</p>")],
    }
    other = hand_in(make_draft(office, language="jra", **jrai), office.author)
    assert press(client, other, "appraise").status_code == 302
