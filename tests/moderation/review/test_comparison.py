"""What the desk shows of a text that changed: against what is live, and what one read oneself."""

import pytest
from django.core.files.base import ContentFile

from legal_updates.models import Topic
from network.media.models import AgencyDocument
from sites.models import Correction, MaterialFile
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of, press
from tests.factories.moderation import (
    hand_in,
    make_draft,
    publish,
)
from tests.factories.sections import make_material

pytestmark = pytest.mark.django_db


def shown(client, user, article):
    response = signed_in(client, user).get(desk_of(article))
    assert response.status_code == 200
    return response


def headings(response) -> list[str]:
    return [each.heading.split(":")[0] for each in response.context["comparisons"]]


def change(article, office, **fields):
    for name, value in fields.items():
        setattr(article, name, value)
    article.save_revision(user=office.author)
    return article


def test_a_correction_of_a_live_page_is_shown_row_by_row(client, office):
    article = publish(make_draft(office), office)
    article.corrections.add(Correction(was="Nghị định 12", now_reads="Nghị định 13"))
    change(article, office, summary="Tóm tắt đã sửa.")
    hand_in(article, office.author)
    response = shown(client, office.appraiser, article)
    page = response.content.decode()
    assert "Nghị định 12" in page and "Nghị định 13" in page and "Thêm" in page
    changes = [each for one in response.context["comparisons"] for each in one.changes]
    assert {str(each.label) for each in changes} >= {"Đính chính", "Nói ngắn gọn"}
    assert not any(each.failed for each in changes)


def test_files_of_a_material_and_topics_are_named(client, office):
    material = make_material(office.home.get_children().get(slug="tin-tuc"))
    file = AgencyDocument.objects.create(
        title="to-gap.pdf",
        file=ContentFile(b"%PDF-1.4", name="to-gap.pdf"),
        collection=office.agency.collection,
    )
    topic = Topic.objects.first()
    material.files.add(MaterialFile(file=file, title="Tờ gấp về hộ tịch"))
    material.topics.add(topic)
    hand_in(change(material, office), office.author)
    response = shown(client, office.appraiser, material)
    [comparison] = response.context["comparisons"]
    assert {str(each.label) for each in comparison.changes} == {"Tệp", "Lĩnh vực"}
    assert not any(each.failed for each in comparison.changes)
    page = response.content.decode()
    assert "Tờ gấp về hộ tịch" in page and "to-gap.pdf" in page and topic.name in page


def test_a_text_that_came_back_is_compared_with_what_one_returned(client, office):
    article = hand_in(make_draft(office), office.author)
    press(signed_in(client, office.appraiser), article, "return", comment="Thiếu căn cứ.")
    change(article, office, summary="Nay có căn cứ.")
    article.current_workflow_state.resume(user=office.author)
    response = shown(client, office.appraiser, article)
    assert headings(response) == ["Thay đổi kể từ quyết định của bạn"]
    assert "căn cứ." in response.content.decode()
    # Nobody else has read it before.
    assert headings(shown(client, office.approver, article)) == []


def test_who_decided_on_what_is_live_reads_one_comparison(client, office):
    article = publish(make_draft(office), office)
    change(article, office, summary="Bản sửa.")
    hand_in(article, office.author)
    assert headings(shown(client, office.appraiser, article)) == [
        "Thay đổi kể từ quyết định của bạn"
    ]
    assert headings(shown(client, office.agency_admin, article)) == [
        "Thay đổi so với bản đang đăng"
    ]


def test_a_comparison_that_fails_says_so_and_is_logged(client, office, monkeypatch, caplog):
    article = publish(make_draft(office), office)
    change(article, office, summary="Bản sửa.")
    hand_in(article, office.author)
    monkeypatch.setattr("wagtail.admin.compare.TextFieldComparison.htmldiff", None)
    response = shown(client, office.appraiser, article)
    assert "không so sánh được" in response.content.decode()
    assert "comparison of page" in caplog.text
