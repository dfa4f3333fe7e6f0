"""The decision log on screen and as a file."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.desk import desk_of, press
from tests.factories.moderation import (
    appraise,
    hand_in,
    make_draft,
    make_member,
    make_office,
    publish,
)

pytestmark = pytest.mark.django_db
LOG = "/admin/quyet-dinh/"


@pytest.fixture(scope="module")
def article_of_module(once, office_of_module):
    office = office_of_module
    return once(lambda: publish(make_draft(office), office))


@pytest.fixture
def elsewhere():
    """A page of another agency, handed in."""
    office = make_office("SYT")
    return hand_in(make_draft(office), office.author)


@pytest.fixture
def overseer(office):
    return make_member(office.agency, Role.OVERSEER)


def titles(client, user, query: str = "") -> list[str]:
    rows = signed_in(client, user).get(LOG + query).context["object_list"]
    return [row.page_title for row in rows]


def rows_of(answer) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.mark.parametrize("who", ["author", "appraiser", "approver", "agency_admin"])
def test_an_agency_reads_its_own_decisions(client, office, article, elsewhere, who):
    assert titles(client, office.people[who]) == [article.title] * 3


def test_the_overseer_reads_all_and_asks_for_one_agency_by_typing(
    client, overseer, article, elsewhere
):
    assert set(titles(client, overseer)) == {article.title, elsewhere.title}
    assert titles(client, overseer, "?agency=syt") == [elsewhere.title]
    assert titles(client, overseer, "?agency=khong-co") == []


def test_an_agency_is_not_asked_for_an_agency(client, office, article, elsewhere):
    assert titles(client, office.author, "?agency=syt") == [article.title] * 3


def test_by_deed_and_by_day(client, office, article):
    today = timezone.localdate()
    yesterday = today - timezone.timedelta(days=1)
    assert len(titles(client, office.author, "?deed=appraised")) == 1
    assert len(titles(client, office.author, f"?at_from={today:%d/%m/%Y}")) == 3
    assert titles(client, office.author, f"?at_to={yesterday:%d/%m/%Y}") == []


@pytest.mark.parametrize("role", [Role.REPORT_VIEWER, Role.NETWORK_ADMIN])
def test_other_roles_of_the_network_do_not_read_it(client, office, role):
    signed_in(client, make_member(office.agency, role))
    assert client.get(LOG).status_code == 403


def test_the_file_says_role_decision_checklist_and_digest(client, office, article):
    signed_in(client, office.approver)
    head, *rows = rows_of(client.get(f"{LOG}xuat/?deed=appraised"))
    assert len(rows) == 1
    line = dict(zip(head, rows[0], strict=True))
    assert line["Số quyết định"] == "12/QĐ-STP"
    assert "126/2025/QH15" in rows[0][9]
    assert all(len(digest) == 64 for digest in rows[0][12:])


def test_no_spreadsheet_calculates_what_an_author_wrote(client, office):
    hand_in(make_draft(office, title="=1+1"), office.author)
    rows = rows_of(signed_in(client, office.author).get(f"{LOG}xuat/"))
    assert rows[1][4] == "'=1+1"


def test_the_log_of_a_page_is_its_own(client, office, article):
    hand_in(make_draft(office), office.author)
    signed_in(client, office.author)
    answer = client.get(reverse("moderation:page_decisions", args=[article.pk]))
    assert {row.page_id for row in answer.context["object_list"]} == {article.pk}
    export = client.get(reverse("moderation:page_decisions_export", args=[article.pk]))
    assert len(rows_of(export)) == 4


def test_the_desk_tells_who_decided_in_which_role_by_which_decision(client, office):
    article = hand_in(make_draft(office), office.author)
    press(signed_in(client, office.appraiser), article, "return", comment="Thiếu <b>nguồn</b>.")
    shown = client.get(desk_of(article)).content.decode()
    for words in (office.appraiser.username, "12/QĐ-STP", "Thiếu &lt;b&gt;nguồn&lt;/b&gt;."):
        assert words in shown


def test_the_desk_leads_to_the_very_version_of_a_decision(client, office):
    article = hand_in(make_draft(office, summary="Bản thứ nhất."), office.author)
    appraise(article, office.appraiser)
    first = article.latest_revision_id
    article.summary = "Bản thứ hai."
    article.save_revision(user=office.agency_admin)
    signed_in(client, office.appraiser)
    address = reverse("moderation:earlier_revision", args=[article.pk, first])
    assert address in client.get(desk_of(article)).content.decode()
    assert "Bản thứ nhất." in client.get(address).content.decode()
