"""What the guard in front of /admin/ must know of the screens of questions and reports."""

from network.desks.guarding import list_rules, row_rules, rows_in_scope

from ..models import ProblemReport, Question

# What citizens send to an agency.
QUESTION, PROBLEM_REPORT = "question", "problem_report"
_FORMS = ("take_in", "forward", "refuse", "answer")
RULES = {
    **list_rules("question_desk", ("index", "forwarded")),
    **row_rules("question_desk", QUESTION, "question_id", read=("question",), changed=_FORMS),
    **list_rules("problem_desk", ("index",)),
    **row_rules("problem_desk", PROBLEM_REPORT, "report_id", read=("problem",)),
}


KINDS = {QUESTION: rows_in_scope(Question), PROBLEM_REPORT: rows_in_scope(ProblemReport)}
