"""Sources: citizens' questions."""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _

from network.questions.models import Question, QuestionState

from . import CountedItem, FigureSource


def _questions(on: str, wanted: Q) -> FigureSource:
    """Return a source for questions whose timestamp `on` is in these days. Items contain no text of
    the question."""

    def source(
        agencies: Collection[int], first: dt.date, last: dt.date
    ) -> Iterator[tuple[int, CountedItem]]:
        rows = Question.objects.filter(wanted, agency__in=agencies).annotate(on=TruncDate(on))
        rows = rows.filter(on__gte=first, on__lte=last)
        for pk, agency, day in rows.order_by("-on", "pk").values_list("pk", "agency", "on"):
            url = reverse("question_desk:question", args=[pk])
            yield agency, CountedItem(_("Question no. %d") % pk, url, day, _("Question"))

    return source


_ANSWERED = Q(state=QuestionState.ANSWERED)
SOURCES = {
    "questions.received": _questions("arrived_at", Q()),
    "questions.answered": _questions("closed_at", _ANSWERED),
    "questions.on_time": _questions("closed_at", _ANSWERED & Q(closed_at__date__lte=F("due_on"))),
}
