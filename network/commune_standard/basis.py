"""The bases of figures that communes enter by hand, as evidence that the overseer can reject.

They are the cell of one requirement of its own standard. So the screens of verdicts, answers and
final decisions serve them like all other evidence.
"""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from network.oversight.models import Requirement, Standard, Status
from network.oversight.outcomes import (
    CheckOutcome,
    Evidence,
    Participants,
    Thresholds,
    grouped,
    rests_on,
)
from network.oversight.sources import EvidenceSource
from network.reporting.totals import COMMUNE_KINDS

from .models import CommuneIndicator, HandFigure

HAND_FIGURE = EvidenceSource(
    "hand_figure", HandFigure, ("key", "year", "good", "total", "none_arose", "note")
)
STANDARD_KEY, REQUIREMENT_KEY, CHECK_KEY = "qd-27-2025", "QD27", "commune_figures"
# Documents are in Vietnamese, whatever the language of the screen.
_STANDARD = {
    "title": "Chuẩn tiếp cận pháp luật của cấp xã (Quyết định 27/2025/QĐ-TTg)",
    "short_title": "Quyết định 27/2025/QĐ-TTg",
    "valid_from": dt.date(2026, 1, 1),
}
_REQUIREMENT = {
    "order": 1,
    "group": "Cấp xã đạt chuẩn tiếp cận pháp luật",
    "title": "Số liệu cấp xã tự nhập và căn cứ để kiểm tra",
    "quotation": "Số liệu tự đánh giá có căn cứ để kiểm tra.",
    "check_key": CHECK_KEY,
    "kinds": sorted(COMMUNE_KINDS),
}


def basis_requirement() -> Requirement:
    """Return the requirement whose cells hold the bases, created with the first figure."""
    standard, _made = Standard.objects.get_or_create(key=STANDARD_KEY, defaults=_STANDARD)
    requirement, _made = Requirement.objects.get_or_create(
        standard=standard,
        key=REQUIREMENT_KEY,
        valid_to=None,
        defaults=_REQUIREMENT | {"valid_from": standard.valid_from},
    )
    return requirement


@rests_on(HAND_FIGURE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if a commune has entered figures of the year; each figure is a piece of evidence."""
    figures = HandFigure.objects.filter(agency__in=participants.ids, year=participants.day.year)
    by_agency = grouped((each.agency_id, each) for each in figures.order_by("key"))
    titles = {each.key: str(each) for each in CommuneIndicator.objects.valid_on(participants.day)}

    def judge(pk: int) -> CheckOutcome:
        url = reverse("commune_standard:commune", args=[pk])
        parts = tuple(
            Evidence(
                titles.get(figure.key, figure.key),
                f"{words_of(figure)}. {figure.note}",
                url,
                rests=HAND_FIGURE.of_row(figure),
            )
            for figure in by_agency.get(pk, ())
        )
        status = Status.MET if parts else Status.NOT_APPLICABLE
        return CheckOutcome(status, len(parts), len(parts), parts)

    return participants.each(judge)


def words_of(figure: HandFigure) -> str:
    """Return the figure in words: "9/10", or that nothing arose."""
    return _("nothing arose") if figure.none_arose else f"{figure.good}/{figure.total}"
