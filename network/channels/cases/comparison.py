"""Compare a suspected page with the agency's most similar official page, for a person to judge."""

from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from network.core.dates import format_day

from ..models import APPROVED_STATES, Case, Channel
from ..shared.lookups import channel_at
from .similarity.compare import compare, odd_letters, words_of


@dataclass(frozen=True, slots=True)
class Aspect:
    """One row of the comparison. `remark` is a measured hint and decides nothing."""

    label: str
    suspected: str
    official: str
    remark: str = ""


def side_by_side(case: Case) -> list[Aspect]:
    """Return the rows of the comparison, for the agency's name or its page's name, whichever is
    more similar."""
    channel = official_beside(case)
    names = [case.agency.name, *([channel.name] if channel else [])]
    found = max((compare(case.name, name) for name in names), key=lambda each: each.score)
    official = found.official
    theirs, ours = set(words_of(case.name)), set(words_of(official))
    is_listed = channel_at(case.address_keys)
    alike = _("alike: %s") % f"{found.score:.2f}".replace(".", ",")
    nothing_odd = _("no odd letter")
    return [
        Aspect(_("Name"), case.name, official, alike),
        Aspect(
            _("Bare words"),
            _marked(words_of(case.name), ours),
            _marked(words_of(official), theirs),
            _("holds the whole name") if ours and ours <= theirs else "",
        ),
        Aspect(
            _("Odd letters"),
            _odd(case.name) or nothing_odd,
            _odd(official) or nothing_odd,
            _("letters of several alphabets") if found.is_mixed else "",
        ),
        Aspect(
            _("Address"),
            # Not a link, so that nobody opens the suspected page by a click.
            format_html("<code>{}</code>", case.url),
            _address(channel, official) if channel else _("no page registered"),
            _("in the list of official pages") if is_listed else _("Not in the list"),
        ),
        _numbers(case, channel),
        Aspect(
            _("Since"),
            _("found on %s") % format_day(case.found_on),
            _("approved on %s") % format_day(channel.approved_on) if channel else "",
        ),
    ]


def official_beside(case: Case) -> Channel | None:
    """Return the agency's official page most similar to the case's page, preferring its platform;
    None if it has none."""
    rows = Channel.objects.filter(agency=case.agency_id, state__in=APPROVED_STATES)
    return max(
        rows.order_by("pk"),
        key=lambda row: (row.platform == case.platform, compare(case.name, row.name).score),
        default=None,
    )


def _address(channel: Channel, shown: str) -> str:
    """Return the page's address as text, with its name unless it is shown already."""
    name = "" if channel.name == shown else channel.name
    return format_html("{} <code>{}</code>", name, channel.url)


def _numbers(case: Case, channel: Channel | None) -> Aspect:
    """Return the row that compares the page's numbers on the platform."""
    theirs, ours = case.platform_number, channel.platform_number if channel else ""
    remark = ""
    if theirs and ours:
        remark = _("the same number: one page, renamed") if theirs == ours else _("another number")
    return Aspect(_("Number on the platform"), theirs or _("not known"), ours, remark)


def _marked(words: tuple[str, ...], shared: set[str]) -> str:
    """Return the words as HTML, with the shared ones marked."""
    pairs = ((format_html("<mark>{}</mark>", each) if each in shared else each,) for each in words)
    return format_html_join(" ", "{}", pairs)


def _odd(name: str) -> str:
    """Return the letters that Vietnamese keyboards cannot write, with their code points."""
    return ", ".join(f"“{letter}” U+{ord(letter):04X}" for letter in odd_letters(name))
