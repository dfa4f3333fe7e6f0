"""Check of R10: materials are digitised, posted and still valid."""

import datetime as dt

from django.utils.translation import gettext as _

from legal_updates.models import PageReview
from legal_updates.models.choices import ReviewOutcome
from sites.validity.selectors import articles_for_materials

from ..models import Status
from ..old_law import citations_of_old_law
from ..outcomes import CheckOutcome, Evidence, Participants, Thresholds, grouped, rests_on
from ..proofs import MATERIAL_FILE, PAGE
from ..sections import files_of_materials, live_articles, materials_in_use, page_evidence


@rests_on(PAGE, MATERIAL_FILE)
def check(participants: Participants, thresholds: Thresholds) -> dict[int, CheckOutcome]:
    """Met if there is a new material within `days`, no material cites law that is no longer in
    force, no review of a material is overdue, and no article stands in for a material.

    Such an article is a fault, because it does not say until when it may be used. A material whose
    law has ended is a fault from that day on, PARTLY until its review is overdue.
    """
    since = participants.day - dt.timedelta(days=thresholds["days"])
    overdue = set(
        PageReview.objects.filter(
            agency__in=participants.ids, outcome=ReviewOutcome.OPEN, due_on__lt=participants.day
        ).values_list("page_id", flat=True)
    )
    rows = materials_in_use(participants).order_by("-date")
    old_law = set(
        citations_of_old_law(participants.day)
        .filter(page__in=rows.order_by().values("pk"))
        .values_list("page_id", flat=True)
    )

    def fault_of(pk: int) -> str:
        if pk in overdue:
            return _("Review overdue")
        return _("Rests on law that is no longer in force") if pk in old_law else ""

    files = files_of_materials(rows.order_by(), participants)

    def material(pk: int, title: str) -> Evidence:
        fault = fault_of(pk)
        return page_evidence(pk, title, fault, fine=not fault, files=files.get(pk, ()))

    found = grouped(
        (participants.by_section[section], (date, material(pk, title)))
        for section, pk, title, date in rows.values_list("section", "pk", "title", "date")
    )

    articles = live_articles(participants).filter(pk__in=articles_for_materials().values("pk"))
    misplaced = grouped(
        (
            participants.by_section[section],
            page_evidence(pk, title, _("No material yet: an article")),
        )
        for section, pk, title in articles.values_list("section", "pk", "title")
    )

    def judge(pk: int) -> CheckOutcome:
        materials = found.get(pk, [])
        parts = (*(part for _date, part in materials), *misplaced.get(pk, ()))
        good = sum(part.fine for part in parts)
        is_new = any(date >= since for date, _part in materials)
        if good == len(parts) and is_new:
            status = Status.MET
        else:
            begun = good or any(part.page in old_law - overdue for part in parts)
            status = Status.PARTLY if begun else Status.NOT_MET
        return CheckOutcome(status, good, len(parts), parts)

    return participants.each(judge)
