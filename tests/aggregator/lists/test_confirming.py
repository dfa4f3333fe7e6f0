"""A person adds a portal without a feed: a list is proposed, confirmed with a button, and saved."""

import json

import pytest
from django.urls import reverse

from aggregator.models import LibraryItem, Source
from network.agencies.models import Role

CREATE = reverse("aggregator_source_modeladmin_create")
TITLES = (
    "Luật Đất đai <script>alert(1)</script>",
    "Hòa giải ở cơ sở năm nay",
    "Sổ tay tuyên truyền",
)
PAGE = "<!doctype html><meta charset=utf-8><title>Tin</title><ul class=tin>" + "".join(
    f"<li><a href='/tin/bai-so-{n}.html'>{title.replace('<', '&lt;')}</a> <i>{n}/11/2026</i>"
    for n, title in enumerate(TITLES, start=11)
)
OPTIONS = {"pattern": "/tin/bai-so-#.html", "area": "ul.tin"}


def form(portal, **fields: str) -> dict[str, str]:
    shared = {"url": f"{portal.url}/tin", "read_as": "rss", "name": "Cổng xã", "owner": "UBND xã"}
    return shared | {"level": "agency", "pace": "automatic", "interval_minutes": "60"} | fields


@pytest.fixture
def page(portal):
    portal.pages["/tin"] = (200, {"Content-Type": "text/html"}, PAGE.encode())
    return portal


def test_a_list_is_proposed_confirmed_and_saved_as_the_settings_of_the_source(desk, page):
    answer = desk.post(CREATE, form(page, preview="1"))
    text = answer.content.decode()
    proposed = answer.context["preview"]["lists"][0]
    assert "Có phải danh sách này?" in text
    assert "12/11/2026" in text
    assert f"{page.url}/tin/bai-so-12.html" in text
    assert "<script>alert" not in text
    answer = desk.post(CREATE, form(page, take=proposed["value"]))
    filled = answer.context["form"]
    assert TITLES[1] in answer.content.decode()
    assert not Source.objects.exists()
    fields = {
        name: filled[name].value() for name in ("read_as", "link_list__pattern", "link_list__area")
    }
    assert desk.post(CREATE, form(page, **fields)).status_code == 302
    assert Source.objects.values_list("kind", "options").get() == ("link_list", OPTIONS)
    assert not LibraryItem.objects.exists()


@pytest.mark.parametrize(
    "taken",
    [
        "",
        "[1]",
        "[" * 5_000,
        '{"kind": "link_list"}',
        '{"kind": "gopher", "options": {"pattern": "/"}}',
        '{"kind": "link_list", "options": {"pattern": ["/*"], "trusted": "on", "enabled": "on"}}',
    ],
)
def test_a_value_that_the_page_did_not_offer_sets_nothing_else(desk, page, taken):
    answer = desk.post(CREATE, form(page, take=taken))
    assert answer.status_code == 200
    assert not answer.context["form"].data.get("trusted")
    assert not Source.objects.exists()


def test_settings_that_fit_no_longer_lead_to_the_lists_of_the_page(desk, page):
    old = {"read_as": "link_list", "link_list__pattern": "/cu/*"}
    preview = desk.post(CREATE, form(page, preview="1", **old)).context["preview"]
    assert json.loads(preview["lists"][0]["value"])["options"] == OPTIONS


@pytest.mark.usefixtures("with_and_without_guard")
@pytest.mark.parametrize("role", [Role.OVERSEER, Role.AUTHOR, Role.AGENCY_ADMIN])
def test_nobody_else_takes_a_list(seat, page, role):
    taken = json.dumps({"kind": "link_list", "options": OPTIONS})
    answer = seat(role).post(CREATE, form(page, take=taken))
    assert answer.status_code in (302, 403, 404)
    assert page.asked == []
