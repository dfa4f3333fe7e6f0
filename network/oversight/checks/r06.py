"""Check of R6: a pano (picture link) leads to a superior's portal."""

from django.utils.translation import gettext as _

from sites.links.states import link_states
from sites.models import Pano

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
from ..proofs import PANO


@rests_on(PANO)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if all panos shown on the day opened at their last check, and there is at least one."""
    shown = Pano.objects.shown_on(participants.day).filter(
        placements__page__agency__in=participants.ids
    )
    columns = ("placements__page__agency_id", "title", "alt_text", "url", "pk")
    rows = list(shown.values_list(*columns))
    states = link_states(shown.values("url"))
    panos = grouped(
        (agency, opening(title, url, states, alt, rests=(PANO.of(pk),)))
        for agency, title, alt, url, pk in rows
    )

    none = [Evidence(_("Pano that leads to a required page"), _("None is shown"), fine=False)]
    return participants.each(lambda pk: judged_by_parts(panos.get(pk, none)))
