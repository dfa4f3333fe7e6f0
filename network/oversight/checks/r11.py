"""Check of R11: materials can be read in the browser without other programs."""

from django.utils.translation import gettext as _

from sites.validity.selectors import needs_download

from ..models import Status
from ..outcomes import CheckOutcome, Participants, Thresholds, grouped, judged_by_parts, rests_on
from ..proofs import MATERIAL_FILE, PAGE
from ..sections import files_of_materials, materials_in_use, page_evidence


@rests_on(PAGE, MATERIAL_FILE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if each material in use is text on its page, or has files that can be read there."""
    rows = materials_in_use(participants)
    hidden = set(rows.filter(needs_download()).values_list("pk", flat=True))
    files = files_of_materials(rows, participants)
    found = grouped(
        (
            participants.by_section[section],
            page_evidence(
                pk,
                title,
                _("Needs a download") if pk in hidden else "",
                fine=pk not in hidden,
                files=files.get(pk, ()),
            ),
        )
        for section, pk, title in rows.values_list("section", "pk", "title")
    )

    def judge(pk: int) -> CheckOutcome:
        return judged_by_parts(found[pk]) if pk in found else CheckOutcome(Status.NOT_MET, 0, 0)

    return participants.each(judge)
