"""What the guard in front of /admin/ must know of the screens of questions and reports."""

from network.accounts.models import User
from network.agencies.guard.owners import Kind
from network.agencies.guard.rules import Audience, Rule, names_nothing, path
from network.agencies.scope import Scope

from ..models import ProblemReport, Question

# What citizens send to an agency.
QUESTION, PROBLEM_REPORT = "question", "problem_report"
_QUESTION = path(question_id=QUESTION)
RULES = {
    **{
        f"question_desk:{name}": Rule(refs=names_nothing())
        for name in ("index", "index_results", "forwarded", "forwarded_results")
    },
    "question_desk:question": Rule(refs=_QUESTION),
    **{
        f"question_desk:{name}": Rule(Audience.AGENCY, _QUESTION)
        for name in ("take_in", "forward", "refuse", "answer")
    },
    "problem_desk:index": Rule(refs=names_nothing()),
    "problem_desk:index_results": Rule(refs=names_nothing()),
    "problem_desk:problem": Rule(refs=path(report_id=PROBLEM_REPORT)),
}


def _reaches_question(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return Question.scoped.of(scope, writing=writing).filter(pk=pk).exists()


def _reaches_problem(pk: int, user: User, scope: Scope, writing: bool) -> bool:
    return ProblemReport.scoped.of(scope, writing=writing).filter(pk=pk).exists()


KINDS = {QUESTION: Kind(_reaches_question), PROBLEM_REPORT: Kind(_reaches_problem)}
