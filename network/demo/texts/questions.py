"""Demo questions of citizens in every state, with answers and reports. Safe to run twice."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from legal_updates.models import Topic
from network.agencies.models import Agency
from network.questions.codes import code_of, digest_of
from network.questions.desk import services as desk
from network.questions.models import ProblemKind, ProblemReport, Question, QuestionRefusal
from network.questions.problems.services import report_problem
from network.questions.services import ask
from sites.models import ArticlePage, QuestionDocument, QuestionPage

from ..data import read_parts
from ..staff import Staff
from .drafting import Drafting

# The agency that forwards questions to the agency of the row.
_FIRST_ASKED = "STP-2025"
_FORWARDED_WHY = "Câu hỏi thuộc lĩnh vực quản lý của Sở Y tế."
_REFUSED_WHY = "Nội dung là quảng cáo, không phải câu hỏi về pháp luật."


def load_questions(*, now: dt.datetime) -> None:
    """Add the missing questions and reports about pages."""
    rows = read_parts("questions*.json")
    agencies = Agency.objects.in_bulk(field_name="code")
    topics = Topic.objects.in_bulk(field_name="slug")
    for number, row in enumerate(rows["questions"]):
        nonce = f"demo-{number}"
        if not _kept(nonce, row).exists():
            _add_question(row, nonce, agencies, topics.get(row["topic"]), now)
    for row in rows["problems"]:
        page = ArticlePage.objects.filter(slug=row["slug"]).first()
        if page and not ProblemReport.objects.filter(page=page).exists():
            _add_problem(row, page, now)


def add_answers(drafting: Drafting) -> None:
    """Collect the missing published answers."""
    for row in filter(drafting.is_missing, read_parts("questions*.json")["answers"]):
        page = QuestionPage(
            question=row["question"],
            asked_on=dt.date.fromisoformat(row["asked_on"]),
            answered_by=row["answered_by"],
        )
        bound = [drafting.documents[number] for number in row["documents"]]
        page.documents.add(*(QuestionDocument(document=document) for document in bound))
        drafting.add(page, row)


def _add_question(
    row: dict[str, Any],
    nonce: str,
    agencies: dict[str, Agency],
    topic: Topic | None,
    now: dt.datetime,
) -> None:
    state, asked_at = row["state"], now - dt.timedelta(days=row["days_ago"])
    agency = agencies[row["agency"]]
    first = agencies[_FIRST_ASKED] if state == "forwarded" else agency
    text, place = row["text"], row["place"]
    ask(nonce=nonce, text=text, agency=first, topic=topic, place=place, contact="", now=asked_at)
    question = _kept(nonce, row).get()
    staff = Staff.of(first)
    if staff is None:
        return
    deed: dict[str, Any] = {"question_id": question.pk, "now": asked_at + dt.timedelta(days=1)}
    if state == "forwarded":
        desk.forward(user=staff.author, to=agency, reason=_FORWARDED_WHY, **deed)
    elif state == "in_progress":
        desk.take_in(user=staff.author, **deed)
    elif state == "drafted":
        desk.begin_answer(user=staff.author, **deed)
    elif state == "refused":
        desk.refuse(user=staff.approver, refusal=QuestionRefusal.SPAM, note=_REFUSED_WHY, **deed)


def _kept(nonce: str, row: dict[str, Any]) -> QuerySet[Question]:
    return Question.objects.filter(code_digest=digest_of(code_of(nonce, row["text"])))


def _add_problem(row: dict[str, Any], page: ArticlePage, now: dt.datetime) -> None:
    agency, path = page.agency_home.agency, page.get_url() or "/"
    kind = ProblemKind(row["kind"])
    report_problem(agency=agency, page=page, path=path, kind=kind, text=row["text"], now=now)
