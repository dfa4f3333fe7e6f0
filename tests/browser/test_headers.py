"""The security policies in a real browser: ours keeps to them, what is smuggled in does not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from network.agencies.models import Role
from sites.models import AgencyHomePage
from tests.factories.accounts import make_user, signed_in
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_article, make_item, make_place

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

CSP_MIDDLEWARE = "django.middleware.csp.ContentSecurityPolicyMiddleware"
VIDEO = ("video", {"url": "https://youtu.be/abcdefghijk", "title": "Vì sao phải tiêm"})
SMUGGLED = ("paragraph", "<p>Chào.</p><script>window.smuggled = true</script>")
PUBLIC = (
    "/",
    "/{slug}/",
    "/{slug}/hoi-dap/",
    "/{slug}/hoi-dap/bai/",
    "/tim-kiem/?q=dat",
    "/khong/",
)
# The sign-in opens within the editor too, whose session has ended; nothing else is framed.
SIGN_IN = "/tai-khoan/dang-nhap/"


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A browser tab whose `complaints` lists what the browser says about policies."""
    context = chromium.new_context(viewport={"width": 1400, "height": 900})
    tab = context.new_page()
    tab.complaints = []
    context.on("console", lambda said: "Policy" in said.text and tab.complaints.append(said.text))
    context.route(lambda url: "127.0.0.1" not in url, lambda route: route.abort())
    yield tab
    context.close()


@pytest.fixture
def section() -> AgencyHomePage:
    """The front page of an agency with one article that holds a video."""
    home = AgencyHomePage.objects.get(agency=make_agency())
    home.accent = "#1A7F37"
    home.save()
    make_article(make_place(home, "Hỏi đáp"), "Đất đai", slug="bai", body=[VIDEO])
    make_item("Nghị định 1/2026/NĐ-CP về đất đai")
    return home


def let_in(tab: Any, user: Any, address: str) -> None:
    """Give the tab the session of a person who has passed everything."""
    cookie = signed_in(Client(), user).cookies["sessionid"].value
    tab.context.add_cookies([{"name": "sessionid", "value": cookie, "url": address}])


def test_public_pages_and_sign_in_keep_to_the_strict_policy(address, tab, section):
    for path in (*PUBLIC, "/tai-khoan/quen-mat-khau/", SIGN_IN):
        headers = tab.goto(address + path.format(slug=section.slug)).headers
        policy = headers["content-security-policy"]
        framed = ("'self'", "SAMEORIGIN") if path == SIGN_IN else ("'none'", "DENY")
        assert "unsafe" not in policy and f"frame-ancestors {framed[0]}" in policy
        assert headers["x-frame-options"] == framed[1]
        assert tab.complaints == [], path


def test_a_video_plays_within_the_policy(address, tab, section):
    tab.goto(f"{address}/{section.slug}/hoi-dap/bai/")
    with tab.expect_request("https://www.youtube-nocookie.com/embed/*"):
        tab.locator(".video summary").click()
    assert tab.complaints == []


def test_setting_up_the_second_factor_keeps_to_the_policy(address, tab):
    let_in(tab, make_user("lan"), address)
    for page in ("bao-mat/", "bao-mat/khoa/them/", "bao-mat/ma-du-phong/"):
        assert tab.goto(f"{address}/tai-khoan/{page}").status == 200
        assert tab.locator("h1").is_visible()
    assert tab.complaints == []


def test_the_qr_code_of_the_first_sign_in_keeps_to_the_policy(address, tab):
    make_user("lan")
    tab.goto(f"{address}/tai-khoan/dang-nhap/")
    tab.fill("#id_login", "lan")
    tab.fill("#id_password", "ba con meo den")
    tab.click("main button[type=submit]")
    assert tab.locator(".qr svg").bounding_box()["width"] > 100
    assert tab.complaints == []


def test_the_editor_works_within_its_policy(address, tab, section):
    let_in(tab, make_member(section.agency, Role.AGENCY_ADMIN), address)
    answer = tab.goto(f"{address}/admin/pages/{section.pk}/edit/")
    assert "script-src-attr 'none'" in answer.headers["content-security-policy"]
    tab.locator(".public-DraftEditor-content").first.click()
    tab.keyboard.type("Xin chào")
    tab.locator("[data-chooser-action-choose]:visible").first.click()
    tab.locator(".modal-content [role=tablist]").wait_for()
    tab.locator(".modal-content [data-dismiss=modal]").first.click()
    tab.locator(".modal-dialog").wait_for(state="detached")
    tab.locator("[data-side-panel-toggle=preview]").click()
    tab.frame_locator("iframe[id*=preview]").locator("#content").wait_for()
    assert tab.complaints == []


def test_a_smuggled_script_does_not_run(address, tab, section):
    place = section.get_children().get(slug="hoi-dap").specific
    make_article(place, slug="xau", body=[SMUGGLED])
    tab.goto(f"{address}/{section.slug}/hoi-dap/xau/")
    assert tab.locator("text=Chào.").is_visible()
    assert tab.evaluate("window.smuggled") is None
    assert len(tab.complaints) == 1


def test_without_the_policy_it_would_run(settings, request, section):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != CSP_MIDDLEWARE]
    address, tab = (request.getfixturevalue(name) for name in ("address", "tab"))
    place = section.get_children().get(slug="hoi-dap").specific
    make_article(place, slug="xau", body=[SMUGGLED])
    tab.goto(f"{address}/{section.slug}/hoi-dap/xau/")
    assert tab.evaluate("window.smuggled") is True
