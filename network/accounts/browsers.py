"""Name the browser and system of a User-Agent header in words that a person recognises."""

import re

from django.utils.translation import gettext as _

# The first match counts: browsers built on Chromium also name Chrome and Safari.
_BROWSERS = (
    (r"coc_coc_browser", "Cốc Cốc"),
    (r"Zalo", "Zalo"),
    (r"FBA[NV]", "Facebook"),
    (r"Edg", "Edge"),
    (r"OPR|Opera", "Opera"),
    (r"SamsungBrowser", "Samsung Internet"),
    (r"Firefox|FxiOS", "Firefox"),
    (r"Chrome|CriOS", "Chrome"),
    (r"Safari", "Safari"),
)
_SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone", "iPhone"),
    (r"iPad", "iPad"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "macOS"),
    (r"CrOS", "ChromeOS"),
    (r"Linux", "Linux"),
)


def browser_name(user_agent: str) -> str:
    """Return for example "Chrome, Windows", or "unknown browser" if neither is recognised."""
    names = (_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))
    return ", ".join(filter(None, names)) or _("unknown browser")


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for pattern, name in names if re.search(pattern, user_agent)), "")
