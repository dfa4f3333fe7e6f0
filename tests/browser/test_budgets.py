"""What a page costs a phone: bytes over the line, requests, pictures, what it waits for."""

import functools
import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
import urllib3
from django.conf import settings

from sites.models import AgencyHomePage, Pano, PanoPlacement
from tests.browser.public_network import make_picture
from tests.browser.public_pages import PAGES

pytestmark = pytest.mark.django_db

# Compressed HTML, style sheets and scripts, in bytes.
BUDGET, ARTICLE_BUDGET = 60_000, 40_000
KINDS = ("article", "event", "legal_update", "material", "question", "warning")
ARTICLES = {f"agency_sites/{kind}.html" for kind in KINDS}
MOST_REQUESTS = 14
MOST_OF_A_PICTURE = 60_000
# As the proxy packs what Django writes (docker/nginx.conf); files are packed better than that.
LEVEL = 5
# What a reader sees at once is not lazy; what is drawn by lines has no sizes to choose from, and
# neither has what is never shown wider than a phone's screen.
AT_ONCE = ".page-head, .news__lead, .article > figure"
HEAVY = f"""[...document.images].filter(each => !/\\.svg$/.test(each.src)).filter(each =>
    !each.hasAttribute("width") || !each.hasAttribute("height")
    || !(each.loading === "lazy" || each.closest("{AT_ONCE}"))
    || !(each.closest(".page-head, .foot-links") || each.closest("picture")
        .querySelector("source[sizes]"))).map(each => each.outerHTML)"""
http = urllib3.PoolManager(timeout=60)
SCROLL = """async () => {
    for (let y = 0; y < document.body.scrollHeight; y += 400) {
        scrollTo(0, y);
        await new Promise(resolve => setTimeout(resolve, 20));
    }
}"""


@pytest.fixture
def phone(chromium: Any, network: str) -> Iterator[Any]:
    """A phone with a fine screen, as most old ones have, that meets the hub for the first time."""
    home = AgencyHomePage.objects.get(slug="so-y-te")
    home.logo = make_picture()
    home.save()
    pano = Pano.objects.create(
        title="Ngày Pháp luật", image=home.logo, alt_text="Mời xem", url="https://b.example.vn/"
    )
    PanoPlacement.objects.create(page=home, pano=pano)
    context = chromium.new_context(
        base_url=network,
        viewport={"width": 360, "height": 800},
        device_scale_factor=3,
        service_workers="block",
    )
    yield context.new_page()
    context.close()


def test_every_page_keeps_to_its_budget(network):
    for name, page in PAGES.items():
        html = asked(network + page.path)
        if page.link:
            html = asked(network + re.search(rf'href="([^"]+{page.link})"', html)[1])
        scripts = re.findall(r"<script[^>]*\ssrc=[^>]*>", html)
        assert all(" defer" in each or " async" in each for each in scripts), name
        needed = [*re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)]
        needed += [re.search(r'src="([^"]+)"', each)[1] for each in scripts]
        assert len(needed) < MOST_REQUESTS, name
        assert all(each.startswith(settings.STATIC_URL) for each in needed), name
        packed = bytes_packed(html) + sum(bytes_of(network + each) for each in needed)
        assert packed <= (ARTICLE_BUDGET if page.template in ARTICLES else BUDGET), name


@pytest.mark.browser
def test_pictures_of_the_heaviest_photo_are_light(phone):
    shown: set[str] = set()
    for name in ("agency home", "article"):
        PAGES[name].open_in(phone)
        phone.evaluate(SCROLL)
        phone.wait_for_load_state("networkidle")
        assert phone.evaluate(HEAVY) == [], name
        shown.update(phone.evaluate("[...document.images].map(each => each.currentSrc)"))
    pictures = [http.request("GET", address) for address in shown if "/media/" in address]
    assert len(pictures) >= 3
    assert {each.headers["Content-Type"] for each in pictures} == {"image/webp"}
    assert max(len(each.data) for each in pictures) <= MOST_OF_A_PICTURE


def bytes_packed(text: str) -> int:
    return len(gzip.compress(text.encode(), LEVEL))


@functools.cache
def bytes_of(address: str) -> int:
    """Return what a file weighs that many pages need."""
    return bytes_packed(asked(address))


def asked(address: str) -> str:
    """Return what the server says there, errors too."""
    return http.request("GET", address).data.decode()
