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
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, judged_by_parts


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each required link is in the section, automatically or by hand, and opened at its last
    check."""
    required = list(
        RequiredLink.objects.shown().valid_on(participants.day).values_list("title", "url", "kinds")
    )
    own = grouped(
        (agency, (title, url))
        for agency, title, url in SectionLink.objects.filter(
            page__agency__in=participants.ids, target=LinkTarget.SUPERIOR
        ).values_list("page__agency_id", "title", "url")
    )
    homes = AgencyHomePage.objects.filter(agency__in=participants.ids)
    lacking = grouped((row.agency, row.wanted) for row in lacking_links(homes, participants.day))
    urls = {url for _title, url, _of in required} | {url for row in own.values() for _, url in row}
    states = link_states(urls)
    kinds = {agency.pk: agency.kind for agency in participants.agencies}

    def judge(pk: int) -> CheckOutcome:
        shown = [(title, url) for title, url, of in required if kinds[pk] in of] + own.get(pk, [])
        parts = [opening(title, url, states) for title, url in shown]
        parts += [Evidence(wanted, _("No link yet"), fine=False) for wanted in lacking.get(pk, [])]
        return judged_by_parts(parts)

    return participants.each(judge)
