"""How well content can be read and is presented: measured once, shown by agency and month."""

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.oversight.models import PageReading
from network.oversight.quality.measuring import measure_pages
from network.oversight.quality.selectors import Limits, facts_of
from network.oversight.quality.wording import wants
from sites.models import ArticlePage, LinkCheck, LinkState
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.sections import make_article

from .network import make_picture, place

pytestmark = pytest.mark.django_db
# Ten sentences of ten syllables; one of a hundred.
EASY = "".join("<p>Người dân được cấp giấy chứng nhận quyền sử dụng đất.</p>" for _ in range(10))
HARD = f"<p>{'quy định ' * 50}.</p>"


@pytest.fixture(scope="module")
def offices_of_module(once, tmp_path_factory):
    def made() -> Any:
        from django.test import override_settings

        offices = {code: make_office(code) for code in ("STP", "SYT", "SXD")}
        for role in (Role.OVERSEER, Role.REPORT_VIEWER):
            offices["STP"].people[role.value] = make_member(offices["STP"].agency, role)
        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            cover = {"cover": make_picture(offices["STP"]), "cover_alt_text": "Buổi họp"}
        today = timezone.localdate()
        text = {"body": [("paragraph", EASY)], "date": today}
        make_article(place(offices["STP"]), "Bài tốt", **text | cover)
        make_article(place(offices["SYT"]), "Bài không ảnh", **text)
        hard = {"body": [("paragraph", HARD)], "date": today, "summary": "Tóm tắt."}
        make_article(place(offices["SYT"]), "Bài khó đọc", **hard | cover)
        return offices

    return once(made)


@pytest.fixture
def offices(offices_of_module, db):
    return deepcopy(offices_of_module)


def sections(offices: Any) -> dict[str, int]:
    return {office.home.path: office.agency.pk for office in offices.values()}


def measure(offices: Any, *, now: dt.datetime | None = None) -> int:
    return measure_pages(sections(offices), now=now or timezone.now())


def said(offices: Any) -> dict[str, str]:
    day = timezone.localdate()
    measure(offices)
    limits = Limits.on(day)
    found = facts_of(sections(offices), since=day - dt.timedelta(days=30), day=day)
    return {page.title: wants(page, limits) for pages in found.values() for page in pages}


def test_each_page_says_what_it_wants(offices):
    assert said(offices) == {
        "Bài tốt": "",
        "Bài không ảnh": "thiếu ảnh",
        "Bài khó đọc": "câu dài: trung bình 51 tiếng, 1 câu quá dài",
    }
    url = ArticlePage.objects.get(title="Bài tốt").source_url
    LinkCheck.objects.update_or_create(url=url, defaults={"state": LinkState.DEAD})
    assert "nguồn không mở được" in said(offices)["Bài tốt"]


def test_a_page_is_read_once_and_again_when_it_is_published_anew(offices):
    now = timezone.now()
    assert measure(offices, now=now) == 3
    assert measure(offices, now=now) == 0
    page = ArticlePage.objects.get(title="Bài khó đọc")
    rows = ArticlePage.objects.filter(pk=page.pk)
    rows.update(body=[("paragraph", EASY)], last_published_at=now + dt.timedelta(hours=1))
    assert measure(offices, now=now + dt.timedelta(hours=2)) == 1
    assert PageReading.objects.get(page=page).long_sentences == 0


def test_limits_are_data(offices):
    from network.oversight.models import Requirement

    row = Requirement.objects.get(check_key="r08")
    row.thresholds |= {"average": 60, "long_share": 0.9}
    row.save()
    assert said(offices)["Bài khó đọc"] == ""


def test_the_overseer_sees_the_worst_first_with_a_chart_and_its_table(client, offices):
    measure(offices)
    for role in (Role.OVERSEER, Role.REPORT_VIEWER):
        signed_in(client, offices["STP"].people[role])
        page = client.get(reverse("oversight:quality_all")).content.decode()
        assert page.rindex(">SYT<") < page.rindex(">STP<")
        assert ">SXD<" not in page
        assert "1 cơ quan không đăng bài nào" in page
        assert "<svg" in page[page.index("oversight-charts") :]


def test_an_agency_sees_its_own_pages_and_no_other_s(client, offices):
    measure(offices)
    signed_in(client, offices["SYT"].author)
    own, other = (reverse("oversight:quality", args=[offices[c].agency.pk]) for c in ("SYT", "STP"))
    page = client.get(own).content.decode()
    assert "Bài khó đọc" in page
    assert "thiếu ảnh" in page
    assert client.get(other).status_code == 404
