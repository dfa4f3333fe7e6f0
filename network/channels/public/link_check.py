"""Check the links and telephone numbers in a pasted text against the register. Read-only.

Used by the public link check, which neither stores nor logs the pasted text.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from urllib.parse import unquote

from django.utils import timezone
from django.utils.functional import Promise

from network.agencies.models import Agency

from ..cases.selectors import proven_at
from ..cases.similarity.compare import Likeness, closest
from ..cases.similarity.lookalikes import NamedPage, host_it_looks_like, page_it_looks_like
from ..cases.similarity.published import (
    Website,
    named_pages,
    numbers_on,
    phone_numbers_in,
    websites_on,
    without_numbers,
)
from ..cases.similarity.short_names import short_names_of
from ..links.address_errors import INSIDE, NO_LINK, TOO_LONG, UNCLEAR, AddressError, Problem
from ..links.addresses import ChannelAddress, Platform, channel_of, link_in
from ..links.pasted_links import LINK_START, links_in, with_digits, written_plainly
from ..links.web_addresses import WebAddress
from ..models import Case, Channel
from ..shared.lookups import channel_at

MOST_ANSWERS = 5
# Each link is compared with the names of all agencies, which takes about 20 ms.
MOST_LINKS = 20
# Browsers open "3.2" as 3.0.0.2, but a user who pastes it means a section or an amount.
_DECIMAL = re.compile(r"[\d.]+")
# An address within an address, to which a website may redirect its readers.
_LINK_INSIDE = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)


class LinkFinding(StrEnum):
    """Kinds of answers for one link or number."""

    CHANNEL = "channel"
    WEBSITE = "website"
    FAKE = "fake"
    CONTENT = "content"
    UNCLEAR = "unclear"
    DISGUISED = "disguised"
    ALIKE = "alike"
    NOT_LISTED = "not_listed"
    NUMBER = "number"
    UNKNOWN_NUMBER = "unknown_number"


_OFFICIAL = {LinkFinding.CHANNEL, LinkFinding.WEBSITE, LinkFinding.NUMBER}


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """The result for one link or number.

    `shown` is the address that a browser would open. `channel` is the registered channel: the one
    at the link, the one that a post's link names, or the one that an unknown link looks like.
    """

    finding: LinkFinding
    shown: str
    channel: Channel | None = None
    case: Case | None = None
    website: Website | None = None
    owner: str = ""
    looks_like: str = ""
    reason: str | Promise = ""


class _PublishedPages:
    """Registered data for the answers, each part queried once for all links of a text."""

    def __init__(self) -> None:
        self.day = timezone.localdate()

    @cached_property
    def websites(self) -> list[Website]:
        return websites_on(self.day)

    @cached_property
    def pages(self) -> list[NamedPage]:
        return named_pages()

    @cached_property
    def numbers(self) -> dict[str, str]:
        return numbers_on(self.day)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        return short_names_of(Agency.objects.valid_on(self.day))


def check_text(text: str) -> list[LinkAnswer]:
    """Return the answers for the links and numbers in a pasted text, in their order.

    The text may be one link or a message. Disguised links ("hxxp://evil[.]top") are decoded, and
    never answered "official". Raises AddressError if the text has no link or number, or too many.
    """
    register, plain = _PublishedPages(), written_plainly(text)
    if _is_one_word(plain):
        answers = _of_one_word(plain, register)
        return [_never_official(each) for each in answers] if plain != text else answers
    links, rest = links_in(plain), plain
    for link in links:
        rest = rest.replace(link, " ")
    numbers = phone_numbers_in(with_digits(rest))
    if len(links) + len(numbers) > MOST_LINKS:
        raise AddressError(TOO_LONG)
    answers = _of_links(links, text, register)
    if _is_broken_link(text):
        answers = [_where_lines_differ(text, answers, register)]
    answers += _of_numbers(numbers, rest, register)
    found = {(each.finding, each.shown): each for each in answers}
    if not found:
        raise AddressError(NO_LINK)
    return _first_of(list(found.values()))


def _of_links(links: list[str], text: str, register: _PublishedPages) -> list[LinkAnswer]:
    """Return the answers for links. A link that does not occur in `text` literally is disguised."""
    undisguised = set(links_in(text))
    answers = [(link, _of_link(link, register)) for link in links]
    return [each if link in undisguised else _never_official(each) for link, each in answers]


def _of_numbers(numbers: list[str], text: str, register: _PublishedPages) -> list[LinkAnswer]:
    """Return the answers for numbers. A number with letters among its digits is disguised."""
    undisguised = set(phone_numbers_in(text))
    answers = [(number, _of_number(number, register)) for number in numbers]
    return [each if number in undisguised else _never_official(each) for number, each in answers]


def _never_official(answer: LinkAnswer) -> LinkAnswer:
    """Return the answer for a disguised spelling; never "official", because agencies do not
    disguise their addresses."""
    if answer.finding not in _OFFICIAL:
        return answer
    return LinkAnswer(LinkFinding.DISGUISED, answer.shown)


def _first_of(answers: list[LinkAnswer]) -> list[LinkAnswer]:
    """Return the answers to show. If there are too many, official ones are dropped first.

    Otherwise many official links could hide a stranger's link.
    """
    if len(answers) > MOST_ANSWERS:
        answers = sorted(answers, key=lambda each: each.finding in _OFFICIAL)
    return answers[:MOST_ANSWERS]


def _is_one_word(text: str) -> bool:
    """Return whether a text is one link or number. Tabs are allowed, because browsers remove
    them."""
    plain = text.strip()
    return not re.search(r"\s", plain) or bool(
        LINK_START.match(plain) and not re.search(r"[^\S\t]", plain)
    )


def _of_one_word(text: str, register: _PublishedPages) -> list[LinkAnswer]:
    """Return the answers for a text that is one link or number. Raises AddressError if it is
    neither."""
    text = text.replace("\t", "")
    digits = with_digits(text)
    numbers = phone_numbers_in(digits)
    if numbers and not without_numbers(digits).strip(" .,;:()\t\r\n"):
        return _of_numbers(numbers, text, register)
    inner = links_in(text)
    # Brackets and punctuation around a link are not part of it.
    link = inner[0] if len(inner) == 1 else text.strip()
    if _DECIMAL.fullmatch(link):
        raise AddressError(NO_LINK)
    return [_of_link(link, register, is_all=True)]


def _is_broken_link(text: str) -> bool:
    """Return whether a text is one link that is broken into lines, which some programs rejoin."""
    first, *more = text.split()
    starts_anew = any(LINK_START.match(line) for line in more)
    return bool(LINK_START.match(first)) and not starts_anew and " " not in text.strip()


def _where_lines_differ(
    text: str, answers: list[LinkAnswer], register: _PublishedPages
) -> LinkAnswer:
    """Return the answer for a broken link if it leads to the same place with and without line
    breaks, else UNCLEAR."""
    joined = _of_link("".join(text.split()), register)
    if len(answers) == 1 and answers[0].shown == joined.shown:
        return joined
    return LinkAnswer(LinkFinding.UNCLEAR, joined.shown, reason=UNCLEAR)


def _of_link(link: str, register: _PublishedPages, *, is_all: bool = False) -> LinkAnswer:
    """Return the answer for one link. With `is_all`, raises AddressError for a text that is no
    link."""
    try:
        address = link_in(link)
        shown = address.shown
    except AddressError as error:
        return _refused(error, link, is_all=is_all)
    website = next((each for each in register.websites if each.holds(address)), None)
    if website and _may_lead_on(address):
        return LinkAnswer(LinkFinding.UNCLEAR, shown, reason=UNCLEAR)
    if website and not address.user:
        return LinkAnswer(LinkFinding.WEBSITE, shown, website=website, owner=website.owner)
    if _is_website_at_odd_port(address, register):
        return LinkAnswer(LinkFinding.UNCLEAR, shown, reason=UNCLEAR)
    if host := host_it_looks_like(address, [each.address.host for each in register.websites]):
        return LinkAnswer(LinkFinding.ALIKE, shown, looks_like=host)
    try:
        channel = channel_of(address)
    except AddressError as error:
        return _refused(error, shown, is_all=is_all)
    return _of_channel(channel, shown, register)


def _may_lead_on(address: WebAddress) -> bool:
    """Return whether an address contains another one, to which its website may redirect."""
    parts = [address.path, *(value for _name, value in address.parameters)]
    return any(_LINK_INSIDE.search(unquote(part)) for part in parts)


def _is_website_at_odd_port(address: WebAddress, register: _PublishedPages) -> bool:
    usual = replace(address, port=None)
    return bool(address.port) and any(each.holds(usual) for each in register.websites)


def _refused(error: AddressError, shown: str, *, is_all: bool) -> LinkAnswer:
    """Return the answer for a link that cannot be parsed. Raises the error if the whole text is no
    link."""
    if error.problem is Problem.NO_LINK and is_all:
        raise error
    is_content = error.problem is Problem.CONTENT
    finding = LinkFinding.CONTENT if is_content else LinkFinding.UNCLEAR
    return LinkAnswer(finding, shown, reason=error.reason)


def _of_channel(address: ChannelAddress, shown: str, register: _PublishedPages) -> LinkAnswer:
    """Return the answer for a channel's address: content, fake, official, similar or not listed."""
    channel, case = channel_at({address.key}), proven_at({address.key})
    if address.leads_inside:
        return LinkAnswer(LinkFinding.CONTENT, shown, channel=channel, case=case, reason=INSIDE)
    if case:
        return LinkAnswer(LinkFinding.FAKE, shown, case=case)
    if channel:
        return LinkAnswer(LinkFinding.CHANNEL, shown, channel=channel)
    if address.platform == Platform.OTHER:
        return LinkAnswer(LinkFinding.NOT_LISTED, shown)
    kind, name = address.key.split(":", 2)[1:]
    if kind == "phone":
        return _of_number(name, register)
    if page := page_it_looks_like(address.key, register.pages):
        return LinkAnswer(LinkFinding.ALIKE, shown, channel=page.channel)
    found = closest(name, register.names, register.names) if kind == "name" else None
    if found and found.likeness is Likeness.SUSPICIOUS:
        return LinkAnswer(LinkFinding.ALIKE, shown, owner=found.official)
    return LinkAnswer(LinkFinding.NOT_LISTED, shown)


def _of_number(number: str, register: _PublishedPages) -> LinkAnswer:
    """Return the answer for a telephone number: Zalo channel, published or unknown."""
    channel = channel_at({f"{Platform.ZALO}:phone:{number}"})
    if channel:
        return LinkAnswer(LinkFinding.CHANNEL, number, channel=channel)
    if owner := register.numbers.get(number, ""):
        return LinkAnswer(LinkFinding.NUMBER, number, owner=owner)
    return LinkAnswer(LinkFinding.UNKNOWN_NUMBER, number)
