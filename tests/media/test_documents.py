"""Who gets a file by its address, and how a browser receives it."""

import pytest
from django.core.files.base import ContentFile

from network.agencies.models import Role
from network.media import views
from network.media.models import AgencyDocument
from tests.factories.sections import put_live
from tests.media.conftest import PDF, body_of

pytestmark = pytest.mark.django_db


def in_block(document) -> list:
    return [("file", {"document": document, "title": "Tờ gấp"})]


def in_text(document) -> list:
    return [("paragraph", f'<p><a linktype="document" id="{document.pk}">Tờ gấp</a></p>')]


def status(client, document) -> int:
    return client.get(document.url).status_code


@pytest.mark.parametrize("use", [in_block, in_text])
def test_a_file_opens_with_the_page_that_names_it_and_closes_with_it(client, desk, use):
    document = desk.document()
    article = desk.article(live=False, body=use(document))
    article.save_revision()
    assert status(client, document) == 404
    put_live(article.get_latest_revision())
    assert status(client, document) == 200
    type(article).objects.get().unpublish()
    assert status(client, document) == 404


def test_without_the_rule_the_draft_s_file_is_there_for_everybody(client, desk, monkeypatch):
    document = desk.document()
    desk.article(live=False, body=in_block(document))
    monkeypatch.setattr(views, "is_public", lambda document: True)
    assert status(client, document) == 200


def test_a_link_in_the_introduction_of_a_section_opens_the_file(client, desk):
    document = desk.document()
    home = desk.agency.home_page
    home.introduction = in_text(document)[0][1]
    home.save_revision()
    assert status(client, document) == 404
    put_live(home.get_latest_revision())
    assert status(client, document) == 200


def test_a_picture_of_the_same_number_does_not_open_a_file(client, desk):
    document = desk.document()
    image = desk.picture(pk=document.pk)
    desk.article(body=[("image", {"image": image, "alt_text": "Nhà rông", "caption": ""})])
    assert status(client, document) == 404


def test_a_file_marked_public_needs_no_page(client, desk):
    document = desk.document()
    AgencyDocument.objects.update(public=True)
    assert status(client, document) == 200


def test_people_open_files_of_their_agency_and_of_no_other(client, desk, open_desk):
    document = desk.document()
    for role in (Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN, Role.OVERSEER):
        assert status(desk.client(role), document) == 200, role
    other = open_desk()
    for role in (Role.AUTHOR, Role.AGENCY_ADMIN, Role.REPORT_VIEWER, Role.NETWORK_ADMIN):
        assert status(other.client(role), document) == 404, role
    assert status(client, document) == 404


def test_a_file_has_one_address(client, desk):
    document = desk.document()
    desk.article(body=in_block(document))
    assert client.get(f"/documents/{document.pk}/khac.pdf").status_code == 404
    assert client.get(document.file.url).status_code == 404
    assert desk.client().get(document.file.url).status_code == 404


def test_a_visitor_s_file_costs_two_queries(client, desk, django_assert_num_queries):
    document = desk.document()
    for number in range(5):
        desk.article(slug=f"bai-{number}", body=in_block(document))
    with django_assert_num_queries(2):
        assert status(client, document) == 200


@pytest.mark.parametrize(
    ("name", "content_type", "opens"),
    [
        ("a.pdf", "application/pdf", "inline"),
        ("a.mp3", "audio/mpeg", "inline"),
        ("a.m4a", "audio/mp4", "inline"),
        ("a.txt", "text/plain; charset=utf-8", "inline"),
        ("a.csv", "text/csv; charset=utf-8", "attachment"),
        ("a.html", "application/octet-stream", "attachment"),
    ],
)
def test_the_type_follows_our_table_and_nothing_is_guessed(desk, name, content_type, opens):
    response = desk.client().get(desk.document(name=name).url)
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'{opens}; filename="{name}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["Cache-Control"] == "private, no-store"
    assert body_of(response) == PDF


@pytest.mark.parametrize(
    ("asked", "status", "sent", "told"),
    [
        ("bytes=2-4", 206, b"234", "bytes 2-4/10"),
        ("bytes=7-", 206, b"789", "bytes 7-9/10"),
        ("bytes=-2", 206, b"89", "bytes 8-9/10"),
        ("bytes=8-99", 206, b"89", "bytes 8-9/10"),
        ("bytes=-99", 206, b"0123456789", "bytes 0-9/10"),
        ("bytes=10-", 416, b"", "bytes */10"),
        ("bytes=-0", 416, b"", "bytes */10"),
        ("bytes=4-2", 200, b"0123456789", None),
        ("bytes=0-1,3-4", 200, b"0123456789", None),
        ("lines=1-2", 200, b"0123456789", None),
    ],
)
def test_a_player_may_jump(desk, asked, status, sent, told):
    document = desk.document(content=b"0123456789", name="a.mp3")
    response = desk.client().get(document.url, headers={"range": asked})
    assert response.status_code == status
    assert (body_of(response) if response.streaming else response.content) == sent
    assert response.get("Content-Range") == told


def test_a_part_of_another_version_is_not_mixed_in(desk):
    document = desk.document(content=b"0123456789", name="a.mp3")
    asked = {"range": "bytes=2-4", "if-range": '"old"'}
    assert desk.client().get(document.url, headers=asked).status_code == 200


def test_a_replaced_file_has_a_new_address(client, desk):
    document = desk.document()
    desk.article(body=in_block(document))
    old = document.url
    document.file = ContentFile(PDF, "Tờ gấp.pdf")
    document.save()
    assert client.get(old).status_code == 404
    assert status(client, document) == 200


def test_where_the_proxy_sends_files_it_is_told_which_one(client, desk, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/stored-media/"
    document = desk.document()
    assert client.get(document.url).status_code == 404
    answer = desk.client().get(document.url)
    assert answer["X-Accel-Redirect"] == f"/stored-media/{document.file.name}"
    assert (answer["Cache-Control"], answer.content) == ("private, no-store", b"")
    document.file.storage.delete(document.file.name)
    assert desk.client().get(document.url).status_code == 404
