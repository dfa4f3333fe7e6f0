"""Check of R5: the section links to the portals of its superiors, and the links work."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sites.links.missing import lacking_links
from sites.models import (
    AgencyHomePage,
    LinkCheck,
    LinkState,
    LinkTarget,
    RequiredLink,
    SectionLink,
)

from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, judged_by_parts


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each required link is in the section, automatically or by hand, and none is dead."""
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
    dead = set(LinkCheck.objects.filter(state=LinkState.DEAD).values_list("url", flat=True))
    kinds = {agency.pk: agency.kind for agency in participants.agencies}

    def judge(pk: int) -> CheckOutcome:
        shown = [(title, url) for title, url, of in required if kinds[pk] in of] + own.get(pk, [])
        parts = [_opens(title, url, dead) for title, url in shown]
        parts += [Evidence(wanted, _("No link yet"), fine=False) for wanted in lacking.get(pk, [])]
        return judged_by_parts(parts)

    return participants.each(judge)


def _opens(title: str, url: str, dead: set[str]) -> Evidence:
    """Return evidence on whether the link works."""
    if url in dead:
        return Evidence(title, _("Does not open"), reverse("section_links:index"), fine=False)
    return Evidence(title, _("Opens"), url)
