"""Public views of questions, without session and cookies."""

import secrets
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from legal_updates.models import Topic
from network.accounts.addresses import client_address
from network.agencies.models import Agency
from network.core.freshness.dependencies import depends_on
from network.core.freshness.middleware import for_visitors
from network.core.public_forms.following import CodeForm, find_by_code
from network.core.public_forms.limits import accept_submission
from network.core.text import clean_input
from sites.reported_pages import overseeing_agency

from .. import selectors, services
from ..codes import code_of
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


# No CSRF token: the request acts in nobody's name, and the form has its own stamp.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Show the form and accept a question. Query: `co-quan` preselects the agency, `noi-dung`
    prefills the text."""
    agencies = _agencies(_named(request, "co-quan"))
    if not agencies:
        return render(request, "questions/closed.html")
    form = AskForm(request.POST or None, now=timezone.now(), agencies=agencies, label_suffix="")
    if request.method != "POST":
        form.initial["text"] = clean_input(request.GET.get("noi-dung", "")[:LONGEST_BEGUN])
        return render(request, "questions/ask.html", {"form": form})
    if not form.is_valid():
        return render(request, "questions/ask.html", {"form": form}, status=422)
    if form.is_trapped:
        return _received(request, code_of(secrets.token_urlsafe(12), ""), agencies[0])
    return _keep(request, form)


def _keep(request: HttpRequest, form: AskForm) -> HttpResponse:
    address = client_address(request)
    if not accept_submission(form, purpose="questions.ask", address=address):
        return render(request, "questions/ask.html", {"form": form}, status=429)
    fields = {name: form.cleaned_data[name] for name in ("text", "topic", "place", "contact")}
    agency = form.cleaned_data["agency"]
    asked = services.ask(nonce=form.nonce, agency=agency, now=form.now, **fields)
    if asked.same_as_at:
        form.add_error(
            "text",
            _(
                "A question in these very words came at %s. Follow it by its code, or say what is"
                " different."
            )
            % timezone.localtime(asked.same_as_at).strftime("%H:%M %d/%m/%Y"),
        )
        return render(request, "questions/ask.html", {"form": form}, status=422)
    return _received(request, asked.code, agency)


def _received(request: HttpRequest, code: str, agency: Agency) -> HttpResponse:
    context = {"code": code, "agency": agency, "due_on": services.due_after(timezone.now())}
    return render(request, "questions/received.html", context)


def _named(request: HttpRequest, parameter: str) -> str:
    """Return the slug in a query parameter, cleaned and cut to 120 characters."""
    return clean_input(request.GET.get(parameter, "")[:120])


def _agencies(slug: str) -> list[Agency]:
    """Return the agencies to choose from: the requested one first, then the overseeing one, then
    all others."""
    today = timezone.localdate()
    first = selectors.agency_to_ask(slug, today) if slug else None
    overseeing = overseeing_agency(today)
    listed = [each for each in (first, overseeing) if each]
    return list(dict.fromkeys([*listed, *selectors.agencies_to_ask(today)]))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Show the state of the question with the submitted code."""
    return _of_code(request, deleting=False)


@csrf_exempt
@never_cache
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    """Delete the question with the submitted code, after the asker has confirmed it."""
    return _of_code(request, deleting=request.POST.get("sure") == "on")


def _of_code(request: HttpRequest, *, deleting: bool) -> HttpResponse:
    now = timezone.now()
    found = find_by_code(
        request.POST, selectors.question_of, address=client_address(request), now=now
    )
    if found.is_guessing:
        return render(request, "core/too_much.html", status=429)
    question = found.row
    if question is None:
        return _follow(request, form=found.form)
    if deleting:
        services.withdraw_question(question_id=question.pk, now=now)
        return _follow(request, deleted=True)
    age = (timezone.localdate(now) - timezone.localdate(question.asked_at)).days
    return _follow(request, question=question, age=age, code=found.form.cleaned_data["code"])


def _follow(request: HttpRequest, **context: Any) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    context = {"form": CodeForm(label_suffix="")} | context
    return render(request, "questions/follow.html", context, status=status)
