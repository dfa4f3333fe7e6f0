"""Check of R6: a pano (picture link) leads to a superior's portal."""

from django.utils.translation import gettext as _

from sites.models import LinkCheck, LinkState, Pano

from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, judged_by_parts


def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if at least one pano with alternative text and a working link is shown on the day."""
    dead = LinkCheck.objects.filter(state=LinkState.DEAD).values_list("url", flat=True)
    shown = Pano.objects.shown_on(participants.day).filter(
        placements__page__agency__in=participants.ids
    )
    gone = set(dead)
    panos = grouped(
        (agency, Evidence(title, _("Does not open") if url in gone else alt, url, url not in gone))
        for agency, title, alt, url in shown.values_list(
            "placements__page__agency_id", "title", "alt_text", "url"
        )
    )

    none = [Evidence(_("Pano that leads to a required page"), _("None is shown"), fine=False)]
    return participants.each(lambda pk: judged_by_parts(panos.get(pk, none)))
