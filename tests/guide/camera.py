"""Takes the pictures of the guide: opens a scene in chromium, marks what it is about, keeps it.

What depends on the day is settled before the picture is taken, so that the same screens give the
same pictures: the demo's today is always `DAY`, and whatever happened today happened at nine.
"""

import datetime as dt
import io
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, Error, Page, Response

from network.demo.accounts import DEMO_PASSWORD

from .scenes import Scene, path_of
from .templates import HEADER

ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts"
# A Wednesday: weekdays in the pictures are settled with the days.
DAY = dt.date(2026, 12, 2)
# How far the days are moved that are made of today: yesterday's arrivals, next months' ends.
_BEFORE, _AFTER = 1, 60
# Also on a machine that others use.
_PATIENCE_MS = 60_000
_QUALITY, _COLOURS = 62, 128
# Texts and values: {day as shown: day in the picture}, then the time of day beside it.
_SETTLE = r"""([days, ago, now]) => {
  // Between two characters that no text has, so that no day is moved twice.
  const moved = (text) => {
    let found = text;
    for (const [shown, day] of days) found = found.replaceAll(shown, `\uE000${day}\uE001`);
    found = found.replace(/\d\d:\d\d(?= \uE000)/g, "09:00");
    found = found.replace(/(?<=\uE001 )\d\d:\d\d/g, "09:00");
    found = found.replace(/(Thứ \S+|Chủ Nhật)(?=, \uE000)/g, "Thứ Tư");
    return found.replace(/[\uE000\uE001]/g, "").replace(new RegExp(ago, "g"), now);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = moved(node.textContent);
    if (text !== node.textContent) node.textContent = text;
  }
  document.querySelectorAll("input[type=text]").forEach((field) => {
    field.value = moved(field.value);
  });
}"""
_FRAME = "element => element.scrollIntoView({ block: 'center' })"
_MARK = """(element, number) => {
  const box = element.getBoundingClientRect();
  // At the edge of the window the frame and its number stay inside.
  const right = Math.min(box.right + 5, innerWidth - 2);
  const frame = document.createElement("div");
  frame.style.cssText = `position:absolute;z-index:99999;pointer-events:none;box-sizing:border-box;
    left:${box.left + scrollX - 5}px;top:${box.top + scrollY - 5}px;width:${right - box.left + 5}px;
    height:${box.height + 10}px;border:3px solid #b3261e;border-radius:6px`;
  const badge = document.createElement("div");
  badge.textContent = number;
  const out = Math.min(14, innerWidth - right);
  badge.style.cssText = `position:absolute;right:${-out}px;top:-14px;width:26px;height:26px;
    border-radius:50%;background:#b3261e;color:#fff;font:700 16px/26px system-ui;text-align:center`;
  frame.append(badge);
  document.body.append(frame);
}"""
_QUIET = """*, *::before, *::after {
  animation: none !important; transition: none !important; caret-color: transparent !important;
}
html { scroll-behavior: auto !important; }
.messages, [data-w-userbar], .footer--sticky .w-unsaved { display: none !important; }"""


class SceneError(Exception):
    """A scene can no longer be taken; the message says which and why."""


class Camera:
    """One browser at one server; each person signs in once at each size of the window."""

    def __init__(self, browser: Browser, address: str, today: dt.date) -> None:
        self._browser, self._address, self._today = browser, address, today
        self._pages: dict[tuple[str, tuple[int, int]], Page] = {}
        # Of the page that was opened last.
        self._templates: tuple[str, ...] = ()

    def take(self, scene: Scene, target: Path) -> tuple[int, tuple[str, ...]]:
        """Write the picture of `scene` as WebP; return its bytes and the templates it shows.

        Raises SceneError if it fails, which names a screenshot of what was there instead. The old
        picture is replaced at once or not at all.
        """
        page = self._page(scene)
        self._templates = ()
        try:
            self._open(page, scene)
            picture = page.screenshot(animations="disabled", caret="hide")
        except Error as error:
            reason = str(error).splitlines()[0]
            raise SceneError(f"scene {scene.name}: {reason} (see {_shown(page, scene)})") from error
        packed = _packed(picture)
        beside = target.with_suffix(".part")
        beside.write_bytes(packed)
        beside.replace(target)
        return len(packed), self._templates

    def _page(self, scene: Scene) -> Page:
        key = (scene.user, scene.size)
        if key not in self._pages:
            width, height = scene.size
            context = self._browser.new_context(
                viewport={"width": width, "height": height},
                base_url=self._address,
                locale="vi-VN",
                # Our boxes are no part of the page, whose policy would refuse their style.
                bypass_csp=True,
                timezone_id="Asia/Ho_Chi_Minh",
                color_scheme="light",
                reduced_motion="reduce",
            )
            context.set_default_timeout(_PATIENCE_MS)
            self._pages[key] = page = context.new_page()
            # A form that was filled for its picture is left without a question.
            page.on("dialog", lambda dialog: dialog.accept())
            page.on("response", self._note_templates)
            if scene.user:
                _sign_in(page, scene.user)
        return self._pages[key]

    def _open(self, page: Page, scene: Scene) -> None:
        response = page.goto(path_of(scene))
        if response is None or not response.ok:
            raise SceneError(f"scene {scene.name}: {path_of(scene)} does not open")
        for selector in scene.press:
            page.locator(selector).first.click()
            page.wait_for_load_state("networkidle")
        for selector, text in scene.fill:
            page.locator(selector).first.fill(text)
        page.wait_for_load_state("networkidle")
        page.add_style_tag(content=_QUIET)
        page.evaluate(_SETTLE, self._days())
        if scene.frame:
            page.locator(scene.frame).first.evaluate(_FRAME)
        for number, selector in enumerate(scene.mark, start=1):
            page.locator(selector).first.evaluate(_MARK, str(number))

    def _note_templates(self, response: Response) -> None:
        if response.request.is_navigation_request() and response.ok:
            self._templates = tuple(response.headers.get(HEADER.lower(), "").split())

    def _days(self) -> list[Any]:
        days = []
        for distance in range(-_BEFORE, _AFTER + 1):
            shown, moved = (
                (start + dt.timedelta(days=distance)).strftime("%d/%m/%Y")
                for start in (self._today, DAY)
            )
            days.append([shown, moved])
        return [days, r"\d+\s(phút|giờ)\strước", "vừa xong"]


def _shown(page: Page, scene: Scene) -> Path:
    """Store what the page shows now beside the other traces of failed tests; returns the file."""
    ARTIFACTS.mkdir(exist_ok=True)
    target = ARTIFACTS / f"{scene.name}.png"
    page.screenshot(path=target, full_page=True)
    return target


def _sign_in(page: Page, user: str) -> None:
    page.goto("/admin/")
    page.fill("[name=login]", user)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    # By the path: the form's own address ends in "?next=/admin/".
    page.wait_for_url(lambda address: urlsplit(address).path == "/admin/")


def _packed(picture: bytes) -> bytes:
    """Return a PNG as a small WebP: sharp with few colours, or lossy if that is smaller.

    Screens are small and sharp in 128 colours; pictures with photographs are not.
    """
    opened = Image.open(io.BytesIO(picture)).convert("RGB")
    plain = opened.quantize(_COLOURS, dither=Image.Dither.NONE).convert("RGB")
    sharp, lossy = io.BytesIO(), io.BytesIO()
    # The most thorough method takes six times as long for 2 % less.
    plain.save(sharp, "WEBP", lossless=True, quality=90, method=5)
    opened.save(lossy, "WEBP", quality=_QUALITY, method=6)
    return min(sharp.getvalue(), lossy.getvalue(), key=len)
