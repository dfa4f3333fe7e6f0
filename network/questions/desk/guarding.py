"""Guard rules of the screens for questions and problem reports."""

from network.agencies.guard.lists import list_rules
from network.desks.guarding import row_rules, rows_in_scope

from ..models import ProblemReport, Question
from ..problems.desk_views import ProblemsView
from .views import ForwardedView, QuestionsView

# What citizens submit to an agency.
QUESTION, PROBLEM_REPORT = "question", "problem_report"
_FORMS = ("take_in", "forward", "refuse", "answer", "delegate")
RULES = {
    **list_rules(QuestionsView, ForwardedView, ProblemsView),
    **row_rules("question_desk", QUESTION, "question_id", read=("question",), changed=_FORMS),
    **row_rules("problem_desk", PROBLEM_REPORT, "report_id", read=("problem",)),
}


KINDS = {QUESTION: rows_in_scope(Question), PROBLEM_REPORT: rows_in_scope(ProblemReport)}
