"""Say why a page shows no list: it is filled by scripts, it asks to sign in, or it has none."""

from __future__ import annotations

from aggregator.feeds.css import compile_selector
from aggregator.feeds.html import Page
from aggregator.feeds.types import NotAFeed, NotAFeedReason

_PASSWORD = compile_selector("input[type=password]")
_SCRIPT = compile_selector("script")
_LINK = compile_selector("a[href]")
# Elements that scripts of common libraries fill: React, Vue, Angular, Next, Nuxt.
_MOUNT = compile_selector("#root, #app, #__next, #__nuxt, app-root, [ng-app], [ng-version]")
_FEW_LINKS = 8
_FEW_LETTERS = 400


def why_no_list(page: Page) -> NotAFeedReason:
    """Return LOGIN_PAGE, SCRIPT_PAGE or NO_LIST for a page without a list."""
    if _PASSWORD.first(page.root) is not None:
        return NotAFeedReason.LOGIN_PAGE
    if _SCRIPT.first(page.root) is not None and (_is_bare(page) or _is_mounted(page)):
        return NotAFeedReason.SCRIPT_PAGE
    return NotAFeedReason.NO_LIST


def nothing_matches(page: Page) -> NotAFeed:
    """Return the error for a page without what the source describes: SCRIPT_PAGE if scripts fill
    it, else NOTHING_MATCHES."""
    reason = why_no_list(page)
    if reason is not NotAFeedReason.SCRIPT_PAGE:
        reason = NotAFeedReason.NOTHING_MATCHES
    return NotAFeed(reason)


def _is_bare(page: Page) -> bool:
    """Return whether the page itself has hardly any words and links."""
    links = sum(1 for _ in _LINK.select(page.root))
    return links < _FEW_LINKS and len(" ".join(page.root.words().split())) < _FEW_LETTERS


def _is_mounted(page: Page) -> bool:
    """Return whether the page has an element for scripts to fill, without links in it."""
    mount = _MOUNT.first(page.root)
    return mount is not None and _LINK.first(mount) is None
