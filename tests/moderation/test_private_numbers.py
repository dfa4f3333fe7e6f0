"""Numbers of people stop a text until somebody answers for each of them."""

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse

from network.agencies.models import Role
from network.media.models import AgencyDocument
from network.moderation.models import Decision, EditorialRules, Submission
from network.moderation.moves import MoveRefused
from network.moderation.private_numbers import PrivateNumbersFound, numbers_in, open_numbers
from network.moderation.rules import MoveRefusal
from network.moderation.stages import Stage
from sites.models import ArticlePage, Correction, MaterialFile
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of, press
from tests.factories.moderation import (
    appraise,
    approve,
    hand_in,
    make_draft,
    make_member,
    make_office,
)
from tests.factories.sections import SOURCE, make_material
from tests.moderation.test_taken_down import take_down

pytestmark = pytest.mark.django_db
CITIZEN, MOBILE = "064095012345", "0905 123 456"


def body(*paragraphs: str) -> list[tuple[str, str]]:
    return [("paragraph", f"<p>{text}</p>") for text in paragraphs]


@pytest.fixture
def article(office):
    return make_draft(office, body=body(f"Ông A, số {CITIZEN}, gọi {MOBILE}."))


def posted(text: str) -> dict[str, str]:
    """Return what the form of a new or a changed article sends, with the button to hand it in."""
    empty = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": ""}
    rows = {
        f"{name}-{key}": value
        for name in ("corrections", "comments")
        for key, value in empty.items()
    }
    block = {"count": "1", "0-deleted": "", "0-order": "0", "0-type": "quote", "0-id": ""}
    block |= {"0-value-text": text, "0-value-attribution": ""}
    fields = {"title": "Bài mới", "summary": "Ngắn.", "date": "2026-11-20", "action-submit": "1"}
    return (
        fields
        | rows
        | {f"body-{name}": value for name, value in block.items()}
        | {name: str(value) for name, value in SOURCE.items()}
    )


@pytest.mark.parametrize("is_new", [True, False])
def test_the_editor_keeps_the_text_and_asks_why(client, office, is_new):
    place = office.home.get_children().get(slug="tin-tuc")
    draft = None if is_new else make_draft(office)
    address = (
        reverse("wagtailadmin_pages:add", args=["agency_sites", "articlepage", place.pk])
        if draft is None
        else reverse("wagtailadmin_pages:edit", args=[draft.pk])
    )
    form = posted(f"Ông A, {CITIZEN}.") | ({} if draft is None else {"slug": draft.slug})
    signed_in(client, office.author)
    answer = client.post(address, form)
    article = ArticlePage.objects.latest("pk")
    assert answer.url == reverse("moderation:waive", args=[article.pk])
    assert CITIZEN in str(article.get_latest_revision_as_object().body)
    assert not Submission.objects.exists()
    assert waive(client, office, article).status_code == 302
    assert Submission.objects.get().page_id == article.pk


def test_a_text_without_them_is_handed_in_with_one_press(client, office):
    draft = make_draft(office)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    signed_in(client, office.author)
    assert client.post(address, posted("Lời kể.") | {"slug": draft.slug}).status_code == 302
    submission = Submission.objects.get(page=draft, closed_at=None)
    press(signed_in(client, office.appraiser), draft, "return", comment="Thiếu căn cứ.")
    signed_in(client, office.author)
    client.post(address, posted("Lời kể khác.") | {"slug": draft.slug})
    submission.refresh_from_db()
    assert submission.stage == Stage.WAITING_APPRAISAL


def test_a_second_press_says_that_the_page_is_handed_in(client, office):
    draft = make_draft(office)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    form = posted("Lời kể.") | {"slug": draft.slug}
    signed_in(client, office.author)
    assert client.post(address, form).status_code == 302
    again = client.post(address, form, follow=True)
    assert again.redirect_chain
    assert "Bài đã được trình, đang chờ duyệt." in again.content.decode()
    assert Submission.objects.filter(page=draft).count() == 1
    other = client.post(address, form | {"title": "Tiêu đề khác"})
    assert other.status_code == 200
    assert "Tiêu đề khác" in other.content.decode()


def test_what_is_saved_by_itself_too_late_overwrites_nothing_handed_in(client, office):
    draft = make_draft(office)
    address = reverse("wagtailadmin_pages:edit", args=[draft.pk])
    form = posted("Lời kể.") | {"slug": draft.slug}
    form["overwrite_revision_id"] = str(draft.latest_revision_id)
    signed_in(client, office.author)
    assert client.post(address, form).status_code == 302
    handed_in = Submission.objects.get(page=draft, closed_at=None).revision_id
    assert handed_in != draft.latest_revision_id
    del form["action-submit"]
    client.post(address, form, headers={"accept": "application/json"})
    draft.refresh_from_db()
    assert draft.latest_revision_id == handed_in


def test_nobody_answers_for_another_agency_s_page(client, office, article):
    address = reverse("moderation:waive", args=[article.pk])
    for person in (make_office("SYT").author, office.approver):
        signed_in(client, person)
        status = client.get(address).status_code
        assert status == (200 if person == office.approver else 404)


def waive(client, office, article, reason="Ông A đồng ý cho đăng."):
    address = reverse("moderation:waive", args=[article.pk])
    form = signed_in(client, office.author).get(address).context["form"]
    return client.post(address, {number.key: reason for number, _field in form.rows()})


def test_a_text_with_private_numbers_is_not_handed_in(office, article):
    with pytest.raises(PrivateNumbersFound):
        hand_in(article, office.author)
    assert not Submission.objects.filter(page=article).exists()


def test_each_number_is_answered_for_and_all_who_decide_read_why(client, office, article):
    assert waive(client, office, article).status_code == 302
    assert Submission.objects.get(page=article, closed_at=None).submitted_by == office.author
    shown = signed_in(client, office.appraiser).get(desk_of(article)).content.decode()
    assert "Ông A đồng ý cho đăng." in shown and CITIZEN not in shown.split("<iframe")[0]
    press(client, article, "appraise")
    shown = signed_in(client, office.approver).get(desk_of(article)).content.decode()
    assert "Ông A đồng ý cho đăng." in shown
    press(client, article, "approve")
    article.refresh_from_db()
    assert article.live
    log = Decision.objects.filter(page_id=article.pk, deed="number_waived")
    assert [row.actor for row in log] == [office.author, office.author]
    assert CITIZEN not in str(log.values())
    call_command("verify_decisions")


def test_without_a_reason_nothing_is_done(client, office, article):
    answer = waive(client, office, article, reason="  ")
    assert answer.status_code == 200
    assert all(field.errors for _number, field in answer.context["form"].rows())
    assert not Decision.objects.filter(page_id=article.pk).exists()


def test_a_new_number_is_asked_about_again(client, office, article):
    waive(client, office, article)
    article.body = body(f"Ông A, số {CITIZEN}, gọi 0987 654 321.")
    article.save_revision(user=office.agency_admin)
    with pytest.raises(MoveRefused) as refused:
        appraise(article, office.appraiser)
    assert refused.value.refusal is MoveRefusal.PRIVATE_NUMBERS
    assert [number.shown[-3:] for number in open_numbers(article)] == ["•21"]


def test_a_number_put_in_after_the_appraisal_is_not_approved(client, office):
    article = hand_in(make_draft(office), office.author)
    EditorialRules.objects.create(agency=office.agency, urgent_allowed=True)
    article.summary = f"Gọi {MOBILE}."
    article.save_revision(user=office.agency_admin)
    answer = press(signed_in(client, office.approver), article, "publish_urgently", comment="Gấp.")
    assert answer.status_code == 409 and "số điện thoại riêng" in answer.context["refusal"]


def test_the_approval_looks_once_more(office):
    office.agency.phone = MOBILE
    office.agency.save()
    article = hand_in(make_draft(office, body=body(f"Gọi {MOBILE}.")), office.author)
    appraise(article, office.appraiser)
    office.agency.phone = ""
    office.agency.save()
    with pytest.raises(MoveRefused) as refused:
        approve(article, office.approver)
    assert refused.value.refusal is MoveRefusal.PRIVATE_NUMBERS


def test_a_reason_holds_for_this_page_alone_and_not_after_a_takedown(client, office, article):
    other = make_draft(office, body=article.body)
    waive(client, office, article)
    assert len(open_numbers(other)) == 2
    appraise(article, office.appraiser)
    approve(article, office.approver)
    assert open_numbers(article) == []
    take_down(article, make_member(make_office("BTP").agency, Role.OVERSEER))
    assert len(open_numbers(article)) == 2


@pytest.mark.parametrize(
    "place",
    ["title", "cover_alt_text", "source_author", "quote", "table", "split", "link"],
)
def test_every_text_is_looked_at(office, place):
    cells = {"columns": [{"type": "text", "heading": "Số"}], "rows": [{"values": [CITIZEN]}]}
    blocks = {
        "quote": [("quote", {"text": "Lời kể.", "attribution": f"Ông A, {CITIZEN}"})],
        "split": body(f"{CITIZEN[:5]}<b>{CITIZEN[5:]}</b>"),
        "link": body('<a href="tel:+84905123456">gọi</a>'),
        "table": [("table", cells)],
    }
    fields = {"body": blocks[place]} if place in blocks else {place: f"Ông A {CITIZEN}"}
    assert len(numbers_in(make_draft(office, **fields))) == 1


def test_rows_and_the_titles_of_files_are_looked_at(office):
    place = office.home.get_children().get(slug="tin-tuc")
    file = AgencyDocument.objects.create(
        title=f"Đơn của ông A {CITIZEN}",
        file=ContentFile(b"%PDF-1.4", name="don.pdf"),
        collection=office.agency.collection,
    )
    material = make_material(place, live=False)
    material.corrections.add(Correction(was=f"Gọi {MOBILE}", now_reads="Đã sửa"))
    assert len(numbers_in(material)) == 1
    material.files.add(MaterialFile(file=file))
    assert len(numbers_in(material)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Nghị định 100/2019/NĐ-CP, công văn 1510/STP-PBGDPL",
        "Tổng đài 1900 8888, 1800 1091, cơ quan 0269 382 4300",
        "Đường dây nóng: 0905 123 456",
        "Mã hồ sơ 064095012345",
        "Phòng Một cửa: 0935 111 222",
    ],
)
def test_numbers_of_offices_and_documents_stop_nobody(office, text):
    office.agency.phone = "0269.3824.300 - 0935.111.222"
    office.agency.save()
    assert numbers_in(make_draft(office, body=body(text))) == []
