"""R5: the section leads to the portals of its superiors, and the links open."""

from django.urls import reverse
from django.utils.translation import gettext as _

from sites.models import LinkCheck, LinkState, LinkTarget, RequiredLink, SectionLink

from ..outcomes import Evidence, Outcome, Participants, Thresholds, grouped, judged_by_parts

# A commune stands below the province alone, whose links are shown by themselves.
_BELOW_THE_PROVINCE = frozenset({"ubnd_xa", "ubnd_phuong"})


def check(participants: Participants, thresholds: Thresholds) -> dict[int, Outcome]:
    """Each required link and one to the superior ministry stand there, and none is dead."""
    required = list(RequiredLink.objects.values_list("title", "url", "kinds"))
    own = grouped(
        (agency, (title, url))
        for agency, title, url in SectionLink.objects.filter(
            page__agency__in=participants.ids, target=LinkTarget.SUPERIOR
        ).values_list("page__agency_id", "title", "url")
    )
    dead = set(LinkCheck.objects.filter(state=LinkState.DEAD).values_list("url", flat=True))
    kinds = {agency.pk: agency.kind for agency in participants.agencies}

    def judge(pk: int) -> Outcome:
        shown = [(title, url) for title, url, of in required if kinds[pk] in of] + own.get(pk, [])
        parts = [_opens(title, url, dead) for title, url in shown]
        if not own.get(pk) and kinds[pk] not in _BELOW_THE_PROVINCE:
            missing = _("Superior ministry or central body")
            parts.append(Evidence(missing, _("No link yet"), fine=False))
        return judged_by_parts(parts)

    return participants.each(judge)


def _opens(title: str, url: str, dead: set[str]) -> Evidence:
    if url in dead:
        return Evidence(title, _("Does not open"), reverse("section_links:index"), fine=False)
    return Evidence(title, _("Opens"), url)
