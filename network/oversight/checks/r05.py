"""Check of R5: the section links to the portals of its superiors, and the links work."""

from django.utils.translation import gettext as _

from sites.links.missing import lacking_links
from sites.links.states import link_states
from sites.models import (
    AgencyHomePage,
    LinkTarget,
    RequiredLink,
    SectionLink,
)

from ..links import opening
from ..outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    judged_by_parts,
    rests_on,
)
from ..proofs import LINK, REQUIRED_LINK


@rests_on(LINK, REQUIRED_LINK)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each required link is in the section, automatically or by hand, and opened at its last
    check."""
    required = list(
        RequiredLink.objects.shown()
        .valid_on(participants.day)
        .values_list("title", "url", "pk", "kinds")
    )
    own = grouped(
        (agency, (title, url, LINK.of(pk)))
        for agency, title, url, pk in SectionLink.objects.filter(
            page__agency__in=participants.ids, target=LinkTarget.SUPERIOR
        ).values_list("page__agency_id", "title", "url", "pk")
    )
    homes = AgencyHomePage.objects.filter(agency__in=participants.ids)
    lacking = grouped((row.agency, row.wanted) for row in lacking_links(homes, participants.day))
    urls = {url for _title, url, *_row in required}
    urls |= {url for links in own.values() for _title, url, _link in links}
    states = link_states(urls)
    kinds = {agency.pk: agency.kind for agency in participants.agencies}

    def judge(pk: int) -> CheckOutcome:
        shown = [
            (title, url, REQUIRED_LINK.of(link))
            for title, url, link, of in required
            if kinds[pk] in of
        ]
        parts = [
            opening(title, url, states, rests=(link,))
            for title, url, link in [*shown, *own.get(pk, [])]
        ]
        parts += [Evidence(wanted, _("No link yet"), fine=False) for wanted in lacking.get(pk, [])]
        return judged_by_parts(parts)

    return participants.each(judge)
