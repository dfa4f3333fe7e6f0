"""Evidence about links: whether they opened when they were last checked."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy

from sites.models import LinkState

from .outcomes import Evidence
from .sources import EvidenceRef

# A server that refuses programs has answered, so its page is there.
OPENING_STATES = frozenset({LinkState.ALIVE, LinkState.UNCLEAR})
_WORDS = {
    LinkState.ALIVE: gettext_lazy("Opens"),
    LinkState.UNCLEAR: gettext_lazy("Answers, but refuses programs: open it yourself"),
    LinkState.UNCHECKED: gettext_lazy("Not checked yet; the network checks it within hours"),
    LinkState.FAILING: gettext_lazy("Did not open at the last check"),
    LinkState.DEAD: gettext_lazy("Does not open"),
}


def opening(
    title: str,
    url: str,
    states: Mapping[str, LinkState],
    note: str = "",
    *,
    rests: tuple[EvidenceRef, ...],
) -> Evidence:
    """Return evidence on whether a link opened at its last check; `note` replaces "Opens", and
    `rests` is the row that holds the link."""
    state = states.get(url, LinkState.UNCHECKED)
    fine = state in OPENING_STATES
    words = note if fine and note else str(_WORDS[state])
    address = url if fine else reverse("section_links:index")
    return Evidence(title, words, address, fine, rests=rests)
