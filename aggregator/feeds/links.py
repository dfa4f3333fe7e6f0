"""Resolve and normalize addresses as portals write them.

Produces three forms. The canonical link is the identity of an article: independent of http or
https, port 443, final slash and tracking parameters, under the host name that the portal uses
itself. The tidy link is the address to open: as the source wrote it, without tracking parameters.
The link key compares articles across sources and ignores www and mobile hosts.
"""

from __future__ import annotations

import hashlib
import ipaddress
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

from aggregator.feeds.wrapped import unwrap

_MAX_LENGTH = 2_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9-]{1,63}$")
_READER_HOSTS = re.compile(r"^(?:(?:www\d?|m|mobile|amp|wap)\.)+(?=[^.]+\.[^.])")

_TRACKING = re.compile(
    r"^(?:utm_.+|itm_.+|pk_.+|mtm_.+|piwik_.+|hsa_.+|vn_(?:source|medium|campaign|term|zone|thumb)"
    r"|at_(?:medium|campaign)|zalo_.+|zarsrc|gidzl|zclid|fb(?:clid|_.+)|gclid|gclsrc|dclid|wbraid"
    r"|gbraid|msclkid|yclid|twclid|ttclid|igshid?|mc_[ce]id|mkt_tok|srsltid|_ga|_gl|_hs(?:enc|mi)"
    r"|_x_tr_.+|cmpid|s_cid|__twitter_impression|(?:j|php|asp)?sess(?:ion)?_?id|sid_hash)$",
    re.IGNORECASE,
)
# Parameters that identify an article on some portals and are a referrer on others: the value
# decides.
_REFERRER = re.compile(
    r"^(?:(?:ref|source|src|from|medium)=(?:rss|feed|rssfeed|facebook|fb|zalo|google|twitter)"
    r"|outputtype=amp|amp(?:=(?:1|true)?)?|(?:sid|session|token)=(?=[a-z]*\d)[0-9a-z]{20,64}"
    r"|(?:_t|_dc|rand|random|rnd|nocache)=[\d.]+)$",
    re.IGNORECASE,
)
# Session parameters that portal software adds at each visit: Liferay, Oracle ADF, SharePoint,
# ASP.NET.
_SESSION = re.compile(
    r"^(?:(?:p_)?p_auth|p_p_auth_secret|p_l_back_url(?:_title)?|p_r_p_.*backurl|inheritredirect"
    r"|_.+_(?:redirect|inheritredirect|backurl|formdate)|_adf\..+|_afr.+|isdlg|initialtabid"
    r"|visibilitycontext|skinsrc|containersrc|dnnprintmode|_?csrf(?:_?token)?|authenticity_token"
    r"|__requestverificationtoken|__(?:viewstate|eventtarget|eventargument).*)$",
    re.IGNORECASE,
)
# Parameters that hold the visitor's previous page; the article opens without them.
_WAY_BACK = re.compile(
    r"^(?:redirect|source|return_?url|back_?url|referr?er)=(?:https?(?::|%3a)|/|%2f)",
    re.IGNORECASE,
)
_SESSION_IN_PATH = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/?#;]*|/\([SFXA]\([\w-]{8,}\)\)(?=/|$)", re.IGNORECASE
)
_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):")
_WEB_SCHEME = re.compile(r"^(https?)(?::/{0,4}|//)", re.IGNORECASE)
_BARE_HOST = re.compile(r"^(?:www\.)?(?:[A-Za-z0-9-]+\.)+(?:vn|com|net|org|info)(?=[/:?#]|$)")
_COMMON_TLDS = frozenset({"vn", "com", "net", "org", "info", "edu", "gov", "asia", "biz", "io"})
_JOINED_TLD = re.compile(r"^(.+\.vn)([^.\s].*)$")
_SPACE = re.compile(r"[\t\r\n\x00-\x1f\u200b\ufeff]")
_PATH_TAIL = re.compile(r"(?:/amp)*/*$")
_AMP_PAGE = re.compile(r"(?<=\w)\.amp$")
_NOTHING_TO_ENCODE = re.compile(r"[A-Za-z0-9._~/:@!$&'()*+,;=-]*")
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Link:
    """Result of resolving an address. `broken` means that an address was written but is not
    usable."""

    canonical: str | None = None
    tidy: str | None = None
    suggested: str | None = None
    broken: bool = False


def resolve_link(raw: str | None, *, base: str, own_hosts: Iterable[str] = ()) -> Link:
    """Resolve an address found in a feed against `base`, an absolute address.

    `own_hosts` are the known hosts of the source. They distinguish an address with a lost slash
    ("https://vanban.chinhphu.vnhe-thong-van-ban") from a foreign host. Such an address is returned
    as broken, with the likely correction as `suggested`.
    """
    written = _clean(raw or "")
    if not written:
        return Link()
    if len(written) > _MAX_LENGTH or (written.startswith("#") and not _route(written[1:])):
        return Link(broken=True)
    hosts = frozenset(own_hosts)
    absolute = unwrap(_join(written, base, hosts))
    parts = _split(absolute)
    if parts is None or _is_joined(parts, hosts) or _is_inside(parts, hosts):
        return Link(suggested=_suggest(absolute, hosts), broken=True)
    parts = _tidied(parts)
    return Link(canonical=_canonical(parts, host_of(base)), tidy=urlunsplit(parts))


def canonical_link(url: str, *, site_host: str | None = None) -> str | None:
    """Return the canonical form of an absolute http(s) address, or None if it is not one.

    Idempotent. Scheme https if the port is the default one, host in lower case, no fragment (except
    "#!" or "#/" routes), no tracking or session parameters, no final slash, percent-encoding per
    RFC 3986 section 6.2.2. A www, mobile or AMP host of the same site is replaced by `site_host`.
    """
    parts = _split(unwrap(_web_form(_clean(url))))
    return _canonical(_tidied(parts), site_host) if parts else None


def link_key(link: str) -> str:
    """Return the hash that canonical links of one article share across www and mobile hosts (32
    hexadecimal digits)."""
    parts = urlsplit(link)
    bare = parts._replace(scheme="", netloc=_READER_HOSTS.sub("", parts.netloc))
    return hashlib.blake2b(bare.geturl().encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=512)
def host_of(url: str | None) -> str | None:
    """Return the host of an absolute http(s) address in lower case, or None."""
    parts = _split(_clean(url or ""))
    return parts.hostname if parts else None


def is_front_page(link: str) -> bool:
    """Return whether `link` is the root of a host, which identifies no article."""
    parts = urlsplit(link)
    return parts.path in ("", "/") and not parts.query and not parts.fragment


def _clean(raw: str) -> str:
    """Return an address without spaces, in NFC and unescaped once."""
    text = _SPACE.sub("", unicodedata.normalize("NFC", raw[: 4 * _MAX_LENGTH])).strip()
    # Many portals escape twice, so "&amp;amp;" in the file arrives as "&amp;".
    return unescape(text) if "&amp;" in text or "&#" in text else text


def _join(written: str, base: str, own_hosts: frozenset[str]) -> str:
    """Return `written` as an absolute address. Text that cannot be joined is returned unchanged."""
    address = _web_form(written.replace("\\", "/"))
    if _SCHEME.match(address) and not _BARE_HOST.match(address):
        return address
    bare = _BARE_HOST.match(address)
    if bare and (bare.group().lower() in own_hosts or bare.group().lower().startswith("www.")):
        return f"https://{address}"
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _web_form(address: str) -> str:
    """Repair "https:/host", "https:///host" and "http://https://host"."""
    found = _WEB_SCHEME.match(address)
    if not found:
        return address
    rest = address[found.end() :]
    inner = _WEB_SCHEME.match(rest)
    return _web_form(rest) if inner else f"{found.group(1).lower()}://{rest}"


def _split(address: str) -> SplitResult | None:
    """Return the parts of an absolute http(s) address with its host in ASCII, or None if it is not
    acceptable."""
    try:
        parts = urlsplit(address)
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host or "@" in parts.netloc:
        return None
    name = _ascii_host(host)
    if name is None:
        return None
    netloc = name if port is None or _is_default(parts.scheme, port) else f"{name}:{port}"
    scheme = "https" if port == 443 else parts.scheme
    return SplitResult(scheme, netloc, parts.path, parts.query, parts.fragment)


def _is_default(scheme: str, port: int) -> bool:
    """Return whether a port may be left out of the address."""
    # Portals behind a proxy write "http://host:443" and mean https.
    return port in (_DEFAULT_PORTS[scheme], 443)


def _ascii_host(host: str) -> str | None:
    """Return the host in ASCII, or None if it is invalid."""
    if ":" in host:
        return f"[{host}]" if _address(host) else None
    try:
        name = host.rstrip(".").lower()
        name = name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    return name if _HOST.match(name) else None


@lru_cache(maxsize=512)
def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the IP address in `host`, or None if it is a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def _is_joined(parts: SplitResult, own_hosts: frozenset[str]) -> bool:
    """Return whether the slash between host and path was lost."""
    host = parts.hostname or ""
    if host in own_hosts or _address(host):
        return False
    last = host.rpartition(".")[2]
    if last in _COMMON_TLDS:
        return False
    # Except .vn itself, no top-level domain begins with "vn", and only xn-- domains have a hyphen.
    if (last.startswith("vn") and last != "vn") or ("-" in last and not last.startswith("xn--")):
        return True
    return any(host.startswith(own) and host[len(own)] not in ".-" for own in own_hosts if own)


def _is_inside(parts: SplitResult, own_hosts: frozenset[str]) -> bool:
    """Return whether the address points into a private network, such as a server's internal
    name."""
    host = parts.hostname or ""
    if host in own_hosts:
        return False
    address = _address(host)
    if address:
        return not address.is_global
    return "." not in host or host.endswith((".local", ".localhost", ".localdomain", ".internal"))


def _suggest(address: str, own_hosts: frozenset[str]) -> str | None:
    """Return the address with its lost slash restored, or None if no correction is likely."""
    found = _WEB_SCHEME.match(address)
    if not found or "@" in address:
        return None
    scheme, rest = found.group(1).lower(), address[found.end() :]
    own = max((host for host in own_hosts if rest.lower().startswith(host)), key=len, default="")
    joined = _JOINED_TLD.match(rest.partition("/")[0])
    if own and rest[len(own) :][:1] not in ("", "/", ":", ".", "-"):
        host, path = own, rest[len(own) :]
    elif joined:
        host, path = joined.group(1), rest[len(joined.group(1)) :]
    else:
        return None
    parts = _split(f"{scheme}://{host}/{path}")
    return _canonical(_tidied(parts), None) if parts else None


def _tidied(parts: SplitResult) -> SplitResult:
    """Return the parts as the source wrote them, without tracking parameters."""
    return SplitResult(
        parts.scheme,
        parts.netloc,
        _path(parts.path) or "/",
        _query(parts.query, alone=parts.path.strip("/").count("/") == 0),
        _encode(parts.fragment, safe="/?:@!$&'()*+,;=~"),
    )


def _canonical(parts: SplitResult, site_host: str | None) -> str:
    """Return the canonical address of tidied parts."""
    host, port = _own_form(parts.hostname or "", site_host), parts.port
    scheme = parts.scheme
    if not _address(host) and port is None and "." in host:
        scheme = "https"
    netloc = f"[{host}]" if ":" in host else host
    netloc = f"{netloc}:{port}" if port else netloc
    path = parts.path
    if path.endswith(("/", "/amp", ".amp")):
        path = _AMP_PAGE.sub(".html", _PATH_TAIL.sub("", path)) or "/"
    return urlunsplit((scheme, netloc, path, parts.query, _route(parts.fragment)))


@lru_cache(maxsize=512)
def _own_form(host: str, site_host: str | None) -> str:
    """Return `site_host` if `host` is a www or mobile host of the same site, else `host`."""
    bare = _READER_HOSTS.sub("", host)
    if bare == host or site_host is None or _READER_HOSTS.sub("", site_host) != bare:
        return host
    return site_host


def _path(path: str) -> str:
    """Return a path without session ids, empty segments and dot segments, percent-encoded."""
    path = _encode(_SESSION_IN_PATH.sub("", path), safe="/:@!$&'()*+,;=~")
    path = re.sub(r"(?<!:)/{2,}", "/", path)
    if "/." in path:
        path = urlsplit(urljoin("http://host/", path)).path
        path = re.sub(r"^(?:/\.\.?(?=/|$))+", "", path)
    return path


def _query(query: str, *, alone: bool) -> str:
    """Return the query without parameters that do not identify the article.

    `alone` means that the path is too short to identify it: in "/go?redirect=..." the query is all
    there is, so way-back parameters are kept.
    """
    kept, ways_back = [], []
    for written in query.split("&") if query else ():
        pair = written.removeprefix("amp;")
        name = unquote(pair.partition("=")[0])
        if _WAY_BACK.match(pair):
            ways_back.append(pair)
        elif name and not any((_REFERRER.match(pair), _TRACKING.match(name), _SESSION.match(name))):
            kept.append(pair)
    if alone and not kept:
        kept = ways_back
    return _encode("&".join(kept), safe="/?:@!$&'()*+,;=~")


def _route(fragment: str) -> str:
    """Return the fragment if it is a client-side route, else ""."""
    return fragment if fragment.startswith(("!", "/")) else ""


def _encode(text: str, *, safe: str) -> str:
    """Percent-encode only what needs it, once, in upper case."""
    if _NOTHING_TO_ENCODE.fullmatch(text):
        return text
    sound = re.sub(r"%(?![0-9a-fA-F]{2})", "%25", text)
    return _PERCENT.sub(_normal_percent, quote(sound, safe=safe + "%"))


def _normal_percent(match: re.Match[str]) -> str:
    """Return an escape in upper case, or its character if it needs no escape."""
    char = chr(int(match.group(1), 16))
    return char if char in _UNRESERVED else match.group().upper()
