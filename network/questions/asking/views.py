"""Public views of questions, without session and cookies."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from legal_updates.models import Topic
from network.agencies.models import Agency
from network.agencies.submissions.views import FollowView, SubmitView
from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from network.core.text import clean_input
from sites.former_addresses import sections_of_today
from sites.reported_pages import overseeing_agency

from .. import selectors, services
from ..codes import CODES
from ..models import Question
from .forms import AskForm

ANSWERS_PER_PAGE = 15
# Maximum length of the text that a link can prefill.
LONGEST_BEGUN = 200


@require_safe
@for_visitors
def answers(request: HttpRequest) -> HttpResponse:
    """List the answered questions, newest first, filtered by topic (`linhvuc`) and agency
    (`coquan`)."""
    depends_on("hub", "agencies")
    topic_slug, agency_slug = _named(request, "linhvuc"), _named(request, "coquan")
    topic = Topic.objects.filter(slug=topic_slug).first() if topic_slug else None
    agency = selectors.answering_agency(agency_slug) if agency_slug else None
    found = selectors.answered_questions(topic=topic, agency=agency)
    context = {
        "topic": topic,
        "agency": agency,
        "topics": selectors.topics_with_answers(),
        "agencies": selectors.answering_agencies(),
        "answers": Paginator(found, ANSWERS_PER_PAGE).get_page(request.GET.get("trang")),
    }
    return render(request, "questions/answers.html", context)


class AskView(SubmitView[AskForm]):
    """Accepts a question. Query: `co-quan` preselects the agency, `noi-dung` prefills the text."""

    form_class = AskForm
    template_name = "questions/ask.html"
    received_template_name = "questions/received.html"
    codes = CODES
    agencies: list[Agency]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show another page if no agency accepts questions."""
        self.agencies = _agencies(_named(request, "co-quan"))
        if not self.agencies:
            return render(request, "questions/closed.html")
        return super().dispatch(request, *args, **kwargs)

    def make_form(self, *data: Any) -> AskForm:
        form = AskForm(*data, now=self.now, agencies=self.agencies, label_suffix="")
        form.initial["text"] = clean_input(self.request.GET.get("noi-dung", "")[:LONGEST_BEGUN])
        return form

    def store(self, form: AskForm) -> str:
        """Store the question. Raises ValidationError if the same text came recently."""
        names = ("text", "topic", "place", "contact", "agency")
        fields = {name: form.cleaned_data[name] for name in names}
        asked = services.ask(nonce=form.nonce, now=self.now, **fields)
        if asked.same_as_at:
            sentence = _(
                "A question in these very words came at %s. Follow it by its code, or say what is"
                " different."
            )
            moment = timezone.localtime(asked.same_as_at).strftime("%H:%M %d/%m/%Y")
            raise ValidationError({"text": sentence % moment})
        return asked.code

    def receipt(self, form: AskForm) -> dict[str, Any]:
        """Return the agency and the due date."""
        return {"agency": form.cleaned_data["agency"], "due_on": services.due_after(self.now)}


def _named(request: HttpRequest, parameter: str) -> str:
    """Return the slug in a query parameter, cleaned and cut to 120 characters."""
    return clean_input(request.GET.get(parameter, "")[:120])


def _agencies(slug: str) -> list[Agency]:
    """Return the agencies to choose from: the requested one or its successors first, then the
    overseeing one, then all others."""
    today = timezone.localdate()
    slugs = sections_of_today([slug], today) if slug else []
    requested = [selectors.agency_to_ask(each, today) for each in slugs]
    listed = [each for each in (*requested, overseeing_agency(today)) if each]
    return list(dict.fromkeys([*listed, *selectors.agencies_to_ask(today)]))


class FollowQuestionView(FollowView[Question]):
    """Shows the state of a question, or deletes it."""

    template_name = "questions/follow.html"
    row_name = "question"
    find = staticmethod(selectors.question_of)

    def delete_row(self, row: Question) -> None:
        services.withdraw_question(question_id=row.pk, now=self.now)

    def describe(self, row: Question) -> dict[str, Any]:
        """Return the age of the question in days."""
        return {"age": (timezone.localdate(self.now) - timezone.localdate(row.asked_at)).days}
