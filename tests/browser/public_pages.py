"""Every page a visitor can come upon: which template, at which address of the data made here.

One table for all that is asked of public pages in a browser. A new public template needs a row,
and what it shows needs to be made in public_network.py; test_public_pages.py names what is missing.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import axe_playwright_python
from django.conf import settings

from network.core.frame import NAMES
from network.following.models import FollowRequest, Subscriber
from network.following.tokens import confirmation_token, manage_token

# What axe finds wrong with the page that it is run on.
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
ACCUSED = """async options => (await axe.run({resultTypes: ["violations"], ...options})).violations
    .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`))"""


class PublicPage(NamedTuple):
    """An address, the template that answers there, and with which status.

    With `link` it is what the page at `path` leads to, at an address with that ending; with
    `pasted` it is what its form answers to a pasted link.
    """

    template: str
    path: str
    status: int = 200
    link: str = ""
    pasted: str = ""

    def open_in(self, tab: Any) -> Any:
        """Open it in a browser's tab and return the answer."""
        answer = tab.goto(self.path)
        if self.pasted:
            tab.fill("#link", self.pasted)
            with tab.expect_navigation() as navigation:
                tab.click(".link-check button")
            answer = navigation.value
        if self.link:
            answer = tab.goto(tab.get_attribute(f"a[href$='{self.link}']", "href"))
        return answer


PAGES = {
    "hub": PublicPage("hub/home.html", "/"),
    "agency home": PublicPage("agency_sites/agency_home.html", "/so-y-te/"),
    "ended agency": PublicPage("agency_sites/agency_home.html", "/so-thong-tin/"),
    "section": PublicPage("agency_sites/section_index.html", "/so-y-te/hoi-dap/"),
    "empty section": PublicPage("agency_sites/section_index.html", "/so-y-te/cuoc-thi/"),
    "article": PublicPage("agency_sites/article.html", "/so-y-te/hoi-dap/bai/"),
    "legal update": PublicPage("agency_sites/legal_update.html", "/so-y-te/hoi-dap/muc-phat-moi/"),
    "material": PublicPage("agency_sites/material.html", "/so-y-te/hoi-dap/to-gap/"),
    "text of a file": PublicPage("agency_sites/reading/text.html", "/so-y-te/hoi-dap/so-tay/xem/"),
    "page of a file": PublicPage(
        "agency_sites/reading/page.html", "/so-y-te/hoi-dap/so-tay/xem/2/"
    ),
    "slide": PublicPage("agency_sites/reading/page.html", "/so-y-te/hoi-dap/trang-chieu/xem/1/"),
    "sound": PublicPage("agency_sites/material.html", "/so-y-te/hoi-dap/loa/"),
    "leaflet": PublicPage("hub/leaflet.html", "/so-y-te/hoi-dap/bai/", link="/to-gap/"),
    "withdrawn": PublicPage("moderation/gone.html", "/so-y-te/hoi-dap/da-rut/", 410),
    "search": PublicPage("hub/search.html", "/tim-kiem/?q=dat+dai"),
    "empty search": PublicPage("hub/search.html", "/tim-kiem/"),
    "narrowed search": PublicPage("hub/search.html", "/tim-kiem/?q=dat+dai&loai=article"),
    "partly found": PublicPage("hub/search.html", "/tim-kiem/?q=tranh+chap+tau+ca"),
    "nothing found": PublicPage("hub/search.html", "/tim-kiem/?q=xyz"),
    "topics": PublicPage("hub/topics.html", "/linh-vuc/"),
    "topic": PublicPage("hub/topic.html", "/linh-vuc/dat-dai/"),
    "materials": PublicPage("hub/materials.html", "/tai-lieu/"),
    "shelf": PublicPage("hub/shelf.html", "/tu-sach/"),
    "shelf of an agency": PublicPage("hub/shelf.html", "/tu-sach/so-y-te/"),
    "empty shelf": PublicPage("hub/shelf.html", "/tu-sach/so-thong-tin/"),
    "newest": PublicPage("hub/newest.html", "/bai-moi/"),
    "directory": PublicPage("hub/directory.html", "/co-quan/"),
    "policies": PublicPage("hub/policies.html", "/chinh-sach-moi/"),
    "documents": PublicPage("legal_updates/documents.html", "/van-ban/?q=giao+thong&tu=hom+qua"),
    "document": PublicPage("legal_updates/document.html", "/van-ban/100-2019-nd-cp/"),
    "twins": PublicPage("legal_updates/number.html", "/van-ban/so/653-2019-ubtvqh14/"),
    "month": PublicPage(
        "legal_updates/in_force.html", "/van-ban/co-hieu-luc-thang-nay/?thang=2020-01"
    ),
    "expiring": PublicPage("legal_updates/expiring.html", "/van-ban/sap-het-hieu-luc/"),
    "needs": PublicPage("hub/situations.html", "/toi-can/"),
    "need": PublicPage("hub/situation.html", "/toi-can/dat-dai/"),
    "telephone numbers": PublicPage("hub/contacts.html", "/so-dien-thoai/"),
    "place": PublicPage("hub/my_place.html", "/noi-toi-o/?q=ngo+may"),
    "no place": PublicPage("hub/my_place.html", "/noi-toi-o/?q=xyz"),
    "warnings": PublicPage("hub/warnings.html", "/canh-bao/"),
    "events": PublicPage("hub/events.html", "/su-kien/"),
    "warning": PublicPage("agency_sites/warning.html", "/so-y-te/hoi-dap/canh-bao/"),
    "event": PublicPage("agency_sites/event.html", "/so-y-te/hoi-dap/su-kien/"),
    "answers": PublicPage("questions/answers.html", "/hoi-dap/"),
    "answer": PublicPage("agency_sites/question.html", "/so-y-te/hoi-dap/cau-hoi/"),
    "ask": PublicPage("questions/ask.html", "/hoi-dap/gui/"),
    "asked": PublicPage("questions/received.html", "/loi/da-hoi/"),
    "no questions": PublicPage("questions/closed.html", "/loi/nghi-hoi/"),
    "too many questions": PublicPage("core/too_much.html", "/loi/hoi-nhieu/"),
    "track": PublicPage("questions/follow.html", "/hoi-dap/theo-doi/"),
    "report": PublicPage("questions/report.html", "/bao-loi/?trang=/so-y-te/hoi-dap/bai/"),
    "official pages": PublicPage("channels/register.html", "/trang-chinh-thuc/"),
    "legal reporters": PublicPage("activities/reporters.html", "/bao-cao-vien/"),
    "a page that merged": PublicPage(
        "channels/check.html", "/trang-chinh-thuc/kiem-tra/", pasted="facebook.com/soytecu"
    ),
    "a link": PublicPage(
        "channels/check.html", "/trang-chinh-thuc/kiem-tra/", pasted="facebook.com/pbgdplgialai"
    ),
    "good practices": PublicPage("practices/index.html", "/mo-hinh/"),
    "open data": PublicPage("opendata/index.html", "/du-lieu/"),
    "figures": PublicPage("hub/figures.html", "/so-lieu/"),
    "stops": PublicPage("stops/stops.html", "/thong-bao-hoat-dong/"),
    "rated": PublicPage("feedback/thanks.html", "/loi/da-danh-gia/"),
    "good practice": PublicPage("practices/practice.html", "/mo-hinh/1/"),
    "fake pages": PublicPage("channels/cases/fakes.html", "/trang-chinh-thuc/mao-danh/"),
    "report a fake": PublicPage("channels/cases/report.html", "/trang-chinh-thuc/bao-trang-gia/"),
    "follow a report": PublicPage(
        "channels/cases/follow.html", "/trang-chinh-thuc/bao-trang-gia/theo-doi/"
    ),
    "fake reported": PublicPage("channels/cases/received.html", "/loi/da-bao-trang-gia/"),
    "request rights": PublicPage(
        "rights_requests/send.html", "/yeu-cau-du-lieu/?trang=/so-y-te/hoi-dap/bai/"
    ),
    "rights requested": PublicPage("rights_requests/received.html", "/loi/da-yeu-cau/"),
    "follow a request": PublicPage("rights_requests/follow.html", "/yeu-cau-du-lieu/theo-doi/"),
    "reported": PublicPage("questions/reported.html", "/loi/da-bao/"),
    "follow": PublicPage(
        "following/ask.html",
        "/theo-doi/?linh-vuc=dat-dai&co-quan=so-y-te&van-ban=100-2019-nd-cp",
    ),
    "follow asked": PublicPage("following/asked.html", "/theo-doi/da-gui/"),
    "confirm": PublicPage(
        "following/confirm.html", f"/theo-doi/xac-nhan/{confirmation_token(FollowRequest(pk=1))}/"
    ),
    "confirmed too late": PublicPage(
        "following/out_of_date.html",
        f"/theo-doi/xac-nhan/{confirmation_token(FollowRequest(pk=2))}/",
        410,
    ),
    "followed": PublicPage(
        "following/manage.html", f"/theo-doi/quan-ly/{manage_token(Subscriber(key='lan'))}/"
    ),
    "stop": PublicPage(
        "following/stop.html", f"/theo-doi/dung/{manage_token(Subscriber(key='lan'))}/"
    ),
    "stopped": PublicPage(
        "following/stopped.html", f"/theo-doi/quan-ly/{manage_token(Subscriber(key='an'))}/", 410
    ),
    "not found": PublicPage("404.html", "/khong-co/", 404),
    "forbidden": PublicPage("403.html", "/loi/403/", 403),
    "bad request": PublicPage("400.html", "/loi/400/", 400),
    "failure": PublicPage("500.html", "/loi/500/", 500),
    "sign in": PublicPage("account/login.html", "/tai-khoan/dang-nhap/"),
    "forgotten": PublicPage("account/password_reset.html", "/tai-khoan/quen-mat-khau/"),
    "mail sent": PublicPage("account/password_reset_done.html", "/tai-khoan/quen-mat-khau/da-gui/"),
    "old link": PublicPage("account/password_reset_from_key.html", "/tai-khoan/mat-khau-moi/a-b/"),
    "password set": PublicPage(
        "account/password_reset_from_key_done.html", "/tai-khoan/mat-khau-moi/da-doi/"
    ),
    "locked": PublicPage("account/account_inactive.html", "/tai-khoan/tam-khoa/"),
    "old invitation": PublicPage("agencies/acceptance/refused.html", "/tai-khoan/loi-moi/a/", 404),
    "old preview": PublicPage("moderation/preview_ended.html", "/xem-truoc/a/", 404),
    "privacy": PublicPage("hub/privacy.html", "/quyen-rieng-tu/"),
    "accessibility": PublicPage("hub/accessibility.html", "/tiep-can/"),
    "saved pages": PublicPage("hub/offline.html", "/ngoai-tuyen/"),
    "too many": PublicPage("accounts/too_many_requests.html", "/loi/429/", 429),
    "old form": PublicPage("accounts/form_expired.html", "/loi/csrf/", 403),
}

# Templates of whole pages that no row shows, and why.
OFFICERS = "behind the sign-in; tests/browser/test_headers.py and test_passkey.py open them"
FRAME = "the frame of others"
ELSEWHERE = {
    "agency_sites/section.html": FRAME,
    "agency_sites/reading/base.html": FRAME,
    "hub/base.html": FRAME,
    "legal_updates/base.html": FRAME,
    "following/base.html": FRAME,
    "questions/base.html": FRAME,
    "channels/cases/base.html": FRAME,
    "rights_requests/base.html": FRAME,
    "agencies/acceptance/offer.html": FRAME,
    "agencies/acceptance/confirm.html": OFFICERS,
    "agencies/acceptance/new_person.html": OFFICERS,
    "agencies/acceptance/other_person.html": OFFICERS,
    "agencies/acceptance/sign_in.html": OFFICERS,
    "account/logout.html": OFFICERS,
    "account/password_change.html": OFFICERS,
    "accounts/signed_in_again.html": "the end of a sign-in in the editor; test_sign_in_again.py",
    "accounts/secret_unreadable.html": OFFICERS,
    "provisioning/mailbox.html": "for this machine alone; tests/demo/test_mailbox.py",
    "refused.html": "no address of its own; tests/serving/test_threads.py reads it",
}
OF_OFFICERS = ("mfa/",)


def page_templates() -> Iterator[str]:
    """Yield the templates of whole pages outside the admin, told by what they extend."""
    folder = Path(settings.BASE_DIR) / "templates"
    texts = {
        # A frame that a higher floor has registered is handed over under its registered name.
        str(file.relative_to(folder)): file.read_text().replace(
            "{% extends section %}", f'{{% extends "{NAMES["section"]}" %}}'
        )
        for file in sorted(folder.rglob("*.html"))
        if "mail" not in file.parts and "admin" not in file.parts
    }
    parents = {
        name: found[1]
        for name, text in texts.items()
        # Ours may extend the package's of the same name.
        if (found := re.search(r'{% extends "([^"]+)" %}', text)) and found[1] != name
    }
    frames = {name for name, text in texts.items() if "<!DOCTYPE html>" in text}
    yield from sorted(frames - set(parents.values()))
    for name in parents:
        top = name
        while top in parents:
            top = parents[top]
        if top in frames:
            yield name
