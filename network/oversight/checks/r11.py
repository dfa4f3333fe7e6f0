"""R11: materials are read in the browser, without a program to open them."""

from django.db.models import Q
from django.utils.translation import gettext as _

from ..models import Status
from ..outcomes import Outcome, Participants, Thresholds, grouped, judged_by_parts
from ..sections import materials_in_use, page_evidence

# What browsers show by themselves; nothing else can be uploaded today.
_SHOWN = r"\.(pdf|jpe?g|png|webp|mp3|m4a|ogg|mp4|webm)$"


def check(participants: Participants, thresholds: Thresholds) -> dict[int, Outcome]:
    """Each material in use is text on its page, or files that a browser shows."""
    rows = materials_in_use(participants)
    closed = ~Q(files=None) & ~Q(files__file__file__iregex=_SHOWN)
    hidden = set(rows.filter(closed).values_list("pk", flat=True))
    found = grouped(
        (
            participants.by_section[section],
            page_evidence(
                pk, title, _("Needs a download") if pk in hidden else "", fine=pk not in hidden
            ),
        )
        for section, pk, title in rows.values_list("section", "pk", "title")
    )

    def judge(pk: int) -> Outcome:
        return judged_by_parts(found[pk]) if pk in found else Outcome(Status.NOT_MET, 0, 0)

    return participants.each(judge)
