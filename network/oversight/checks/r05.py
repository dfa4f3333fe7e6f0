"""R5: the section leads to the portals of its superiors, and the links open."""

from django.urls import reverse
from django.utils.translation import gettext as _

from network.agencies.models import Role
from network.agencies.scope import Scope
from sites.links.missing import missing_links
from sites.models import LinkCheck, LinkState, RequiredLink, SectionLink

from ..outcomes import Evidence, Outcome, Participants, Thresholds, grouped, judged_by_parts

_ALL = Scope(roles=frozenset({Role.OVERSEER}))


def check(participants: Participants, thresholds: Thresholds) -> dict[int, Outcome]:
    """What every section shows and what the agency placed opens; nothing wanted is missing."""
    required = RequiredLink.objects.shown().valid_on(participants.day)
    shown = list(required.values_list("title", "url", "kinds"))
    own = grouped(
        (agency, (title, url))
        for agency, title, url in SectionLink.objects.filter(
            page__agency__in=participants.ids
        ).values_list("page__agency_id", "title", "url")
    )
    missing = grouped((row.agency, row.wanted) for row in missing_links(_ALL))
    dead = set(LinkCheck.objects.filter(state=LinkState.DEAD).values_list("url", flat=True))
    kinds = {agency.pk: agency.kind for agency in participants.agencies}

    def judge(pk: int) -> Outcome:
        links = [(title, url) for title, url, of in shown if kinds[pk] in of] + own.get(pk, [])
        parts = [_opens(title, url, dead) for title, url in links]
        parts += [Evidence(each, _("No link yet"), fine=False) for each in missing.get(pk, [])]
        return judged_by_parts(parts)

    return participants.each(judge)


def _opens(title: str, url: str, dead: set[str]) -> Evidence:
    if url in dead:
        return Evidence(title, _("Does not open"), reverse("section_links:index"), fine=False)
    return Evidence(title, _("Opens"), url)
