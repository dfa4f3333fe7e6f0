"""Find where the scripts that are written into a page lead its readers, without running them.

Portals that were broken into keep their articles and get a script that opens another website.
Strings are put together and decoded as far as they stand in the script itself; what then still
hides what it does is reported as such. Used by `item_pages`.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

from aggregator.feeds.html import Page

SHARING = Path(__file__).parents[1] / "data" / "sharing_hosts.txt"
_LONGEST = 200_000
_MOST = 200
_ROUNDS = 4
_MOST_ALIASES = 5
# Handlers that run without a click on their element.
_HANDLERS = " | ".join(
    f"//@on{event}"
    for event in ("load", "error", "pageshow", "scroll", "focus", "mousemove", "touchstart")
)
_EXPRESSION = r"\s*([^;\n]{1,2000})"
_PLACE = rf"\blocation\s*(?:\.\s*href\s*)?=(?!=){_EXPRESSION}"
_MOVE = (
    rf"\blocation\s*\)?\s*\.\s*(?:replace|assign|(?:attr|prop)\(\s*\"href\"\s*,)\s*\(?{_EXPRESSION}"
)
_GO = re.compile(rf"{_PLACE}|{_MOVE}|\bnavigation\.navigate\s*\({_EXPRESSION}")
_OPEN = re.compile(rf"\bopen\s*\({_EXPRESSION}")
_CLICKED = re.compile(rf"\.href\s*=(?!=){_EXPRESSION}")
_SENT_TO = re.compile(
    rf"\.action\s*=(?!=){_EXPRESSION}|\bsetAttribute\s*\(\s*\"action\"\s*,{_EXPRESSION}"
)
# Whether it is this form that is sent is not decided: all systems of one maker send one.
_SENDS = re.compile(r"\.\s*(?:submit|requestSubmit|click)\s*\(\s*\)")
# A frame over the whole page; videos fill a box of their own ("absolute").
_COVERS = re.compile(r"position\s*:\s*fixed|\b100[dsl]?v[hw]\b", re.IGNORECASE)
_FRAME = re.compile(r"<iframe\b([^>]{1,1000})", re.IGNORECASE)
_SOURCE = re.compile(r"\bsrc\s*=[\s\"]*([^\"\s>]{1,1000})", re.IGNORECASE)
_META = re.compile(r"\brefresh\b[^>]{0,200}?\burl\s*=\s*\"?([^\">\s]{1,1000})", re.IGNORECASE)
_ALIAS = re.compile(
    r"\b(\w{1,40})\s*=\s*(?:\w{1,20}\.){0,3}location\s*[;,\n]|\blocation\s*:\s*(\w{1,40})\s*\}"
)
_VALUE = re.compile(r"\b(\w{1,40})\s*=\s*\"([^\"\n]{1,2000})\"\s*(?:[;,\n}]|$)")
_TERM = re.compile(r"\s*(?:\"([^\"]*)\"|([\w.]{1,80}))\s*(\+?)")
# As browsers read an address: also "https:/x.example" and "/\x.example".
_ELSEWHERE = re.compile(r"\s*(?:https?:[/\\]*|[/\\]{2,})([^/\\?#\s\"\[\]]+)", re.IGNORECASE)
_UNKNOWN = "?"
_PASSED = re.compile(r"(?:\b(\w{1,40})|\}\s*\)?)\s*\(\s*\"((?:https?:|//)[^\"]{1,1000})")
_TEMPLATE = re.compile(r"\$\{([^{}]{0,200})\}")
_QUOTES = re.compile(r"\\?['\"`]")
_COMMENT = re.compile(r"/\*[^*]{0,200}\*/|^\s*//.*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})|\\u\{?([0-9a-f]{4,5})\}?", re.IGNORECASE)
_SUM = re.compile(r"\"\s*\+\s*\"")
_MEMBER = re.compile(r"\[\s*\"(\w{1,40})\"\s*\]")
_RUN = re.compile(r"\b(?:eval|Function|execScript)\s*\(|\bset(?:Timeout|Interval)\s*\(\s*\w+\(")
_DECODE = re.compile(r"\b(?:atob|unescape|fromCharCode|charCodeAt)\b|\(p,a,c,k,e,")
# What makes an address that cannot be read here, and where the window then goes.
_MAKES = re.compile(rf"{_DECODE.pattern}|\bdecodeURI|\.reverse\s*\(\)")
_NAME = re.compile(r"\b(\w{1,40})\s*\+?=(?!=)")
_STATEMENT = re.compile(r"[;\n]")
# Names that programs for hiding scripts give.
_DISGUISED = re.compile(r"\b_0x[0-9a-f]{3,}")
_MOST_DISGUISED = 5
_SHARES = re.compile(r"shar|intent|dialog|submit|login|auth|/apps?/|store", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Navigations:
    """What a page's scripts do to its readers.

    `leads` are the hosts to which the window goes, as addresses, and `opens` those that open beside
    it or over it, or are sent a form; without hosts of platforms for sharing. `hides` tells that a
    script cannot be read.
    """

    leads: tuple[str, ...]
    opens: tuple[str, ...]
    hides: bool


def find_navigations(page: Page) -> Navigations:
    """Return where the scripts written into a page lead."""
    code = _plain("\n".join(_scripts(page))[:_LONGEST])
    values = dict(islice(_VALUE.findall(code), _MOST))
    going, opening = _arguments(_GO, code), _arguments(_OPEN, code)
    if ".click()" in code:
        opening += _arguments(_CLICKED, code)
    if _SENDS.search(code):
        opening += [*_arguments(_SENT_TO, code), *_form_targets(page)]
    opening += _frames(page, code)
    leads = [*(_read(each, values) for each in going), *_arguments(_META, code)]
    if any(each == _UNKNOWN for each in leads):
        leads += _passed(code)
    leads = [each for each in leads if not (_is_sharing(each) and _SHARES.search(each))]
    opens = [each for each in (_read(one, values) for one in opening) if not _is_sharing(each)]
    hides = _hides(code) or any(map(_DECODE.search, opening)) or _goes_hidden(code, going)
    return Navigations(_hosts(leads), _hosts(opens), hides)


def _hosts(addresses: list[str]) -> tuple[str, ...]:
    """Return the addresses of the hosts that absolute addresses name, each once."""
    matches = map(_ELSEWHERE.match, addresses)
    return tuple(dict.fromkeys(f"//{match[1]}" for match in matches if match))


def _form_targets(page: Page) -> list[str]:
    """Return where the forms of a page are sent, as strings in code."""
    forms = islice(page.root.iter("form"), _MOST)
    return [f'"{each.value("action").strip()}"' for each in forms]


def _frames(page: Page, code: str) -> list[str]:
    """Return what the frames that cover a page show, as strings in code: frames in the page and in
    what its scripts write."""
    tags = [f'{each.value("style")} src="{each.value("src")}"' for each in page.root.iter("iframe")]
    tags += [match[1] for match in _FRAME.finditer(code)]
    covering = [each for each in tags if _COVERS.search(each)]
    covering += [f'src="{each.value("src")}"' for each in page.root.iter("frame")]
    return [f'"{match[1]}"' for each in covering[:_MOST] if (match := _SOURCE.search(each))]


def _goes_hidden(code: str, going: list[str]) -> bool:
    """Return whether the window goes to an address that code makes of what cannot be read."""
    statements = filter(_MAKES.search, _STATEMENT.split(code))
    made = {name for each in statements for name in _NAME.findall(each)}
    return any(_MAKES.search(each) or each.strip(' ()"') in made for each in going)


def _scripts(page: Page) -> Iterator[str]:
    """Yield the scripts of a page that run without a click on a button of it."""
    for each in page.root.iter("script"):
        is_data = each.value("src").lower().startswith("data:")
        yield f"eval(atob({each.value('src')}))" if is_data else each.text or ""
    yield from map(str, page.root.xpath(_HANDLERS))


def _plain(code: str) -> str:
    """Return code with one kind of quotes, without comments, and with its strings decoded and put
    together as far as they stand there."""
    code = _QUOTES.sub('"', _COMMENT.sub(" ", code).replace("\\/", "/"))
    code = _TEMPLATE.sub(r'" + \1 + "', code)
    for _round in range(_ROUNDS):
        code = _ESCAPE.sub(_letter, code)
        for pattern, decode in _CALLS:
            code = pattern.sub(partial(_decoded, decode), code)
        code = _MEMBER.sub(r".\1", _SUM.sub("", code))
    for name in {a or b for a, b in islice(_ALIAS.findall(code), _MOST_ALIASES)}:
        code = re.sub(rf"\b{name}\.(?=href|replace|assign)", "location.", code)
    return code


def _letter(match: re.Match[str]) -> str:
    return _QUOTES.sub('"', chr(int(match[1] or match[2], 16)))


def _decoded(decode: Callable[[str], str], match: re.Match[str]) -> str:
    """Return the string that a call in code gives; the call itself if it gives none."""
    try:
        return f'"{_QUOTES.sub(chr(34), decode(match[1]))}"'
    except (ValueError, OverflowError):
        return match[0]


def _from_base64(text: str) -> str:
    return base64.b64decode(text + "=" * (-len(text) % 4)).decode(errors="replace")


def _from_numbers(text: str) -> str:
    return "".join(chr(int(each, 0)) for each in text.split(","))


# What scripts make strings with: the call, with the text that it is given, and what it returns.
_CALLS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"\batob\s*\(\s*\"([\w+/=-]{1,20000})\"\s*\)"), _from_base64),
    (
        re.compile(r"\b(?:unescape|decodeURI(?:Component)?)\s*\(\s*\"([^\"]{1,20000})\"\s*\)"),
        unquote,
    ),
    (re.compile(r"\bString\.fromCharCode\s*\(([\s\w,]{1,20000})\)"), _from_numbers),
    (
        re.compile(r"\"([^\"]{1,2000})\"\.split\(\"\"\)\.reverse\(\)\.join\(\"\"\)"),
        lambda text: text[::-1],
    ),
    (
        re.compile(r"\[((?:\s*\"[^\"]{0,200}\"\s*,?){1,200})\]\.join\(\"\"\)"),
        lambda text: "".join(re.findall(r"\"([^\"]*)\"", text)),
    ),
)


def _arguments(pattern: re.Pattern[str], code: str) -> list[str]:
    """Return what the matches of a pattern are given."""
    matches = islice(pattern.finditer(code), _MOST)
    return [next(filter(None, match.groups()), "") for match in matches]


def _passed(code: str) -> list[str]:
    """Return the addresses that code passes to its own functions."""
    calls = islice(_PASSED.findall(code), _MOST)
    own = set(
        islice(
            re.findall(r"\bfunction\s+(\w{1,40})|\b(\w{1,40})\s*=\s*(?:function|\()", code), _MOST
        )
    )
    names = {"", *(name for pair in own for name in pair)}
    return [each for name, each in calls if name in names and not _is_sharing(each)]


def _read(expression: str, values: dict[str, str]) -> str:
    """Return the string at the begin of an expression: a sum of strings and names of strings."""
    parts, at = [], 0
    while term := _TERM.match(expression, at):
        parts.append(term[1] if term[2] is None else values.get(term[2], _UNKNOWN))
        at = term.end()
        if not term[3]:
            break
    return "".join(parts)


def _is_sharing(address: str) -> bool:
    """Return whether an address is at a platform that readers share pages on."""
    match = _ELSEWHERE.match(address)
    host = (match[1] if match else "").lower().partition(":")[0]
    return any(host == each or host.endswith(f".{each}") for each in _sharing_hosts())


@cache
def _sharing_hosts() -> frozenset[str]:
    return frozenset(SHARING.read_text(encoding="utf-8").split())


def _hides(code: str) -> bool:
    """Return whether code runs what it decodes where it cannot be read."""
    if len(_DISGUISED.findall(code)) >= _MOST_DISGUISED:
        return True
    return bool(_RUN.search(code) and _DECODE.search(code))
