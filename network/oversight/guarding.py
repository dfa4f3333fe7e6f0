"""Rules of the admin guard for the screens of oversight."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.rules import Rule, UrlAudience, form, names_nothing, path, query
from network.desks.guarding import row_rules, rows_in_scope

from . import access
from .access import DISPUTE, FINDING, JUDGED_AGENCY, OUTREACH
from .dispute_views import DisputesView
from .models import AuditCell, Dispute, EvidenceVerdict, HelpRequest, Outreach, Reminder
from .old_law import OldLawView

REMINDER, HELP = "reminder", "help_request"
VERDICT, AUDIT_CELL = "verdict", "audit_cell"
KINDS = access.KINDS | {
    DISPUTE: rows_in_scope(Dispute),
    OUTREACH: rows_in_scope(Outreach),
    REMINDER: rows_in_scope(Reminder),
    HELP: rows_in_scope(HelpRequest),
    VERDICT: rows_in_scope(EvidenceVerdict),
    AUDIT_CELL: rows_in_scope(AuditCell),
}
_AGENCY = path(agency_id=JUDGED_AGENCY)
# Requirements belong to no agency: they are the same for all.
_ONE = (*path(agency_id=JUDGED_AGENCY), *names_nothing("requirement_id"))
RULES = {
    **{
        f"oversight:{name}": Rule(UrlAudience.OVERSIGHT_REPORTS, names_nothing())
        for name in ("situation", "situation_xlsx", "situation_csv", "matrix", "matrix_xlsx")
    },
    "oversight:cell": Rule(UrlAudience.OVERSIGHT_REPORTS, path(finding_id=FINDING)),
    **list_rules(OldLawView, audience=UrlAudience.OVERSIGHT_REPORTS),
    **list_rules(DisputesView),
    "oversight:dispute_row": Rule(refs=path(dispute_id=DISPUTE), overseer_act=True),
    **{
        f"oversight:{name}": Rule(UrlAudience.AGENCY, names_nothing())
        for name in ("own", "own_policies", "own_outreach", "own_quality")
    },
    "oversight:quality_all": Rule(UrlAudience.OVERSIGHT_REPORTS, names_nothing()),
    "oversight:quality": Rule(UrlAudience.EVERYONE, _AGENCY),
    "oversight:outreach_all": Rule(UrlAudience.OVERSIGHT_REPORTS, names_nothing()),
    "oversight:outreach": Rule(UrlAudience.EVERYONE, _AGENCY),
    "oversight:enter_outreach": Rule(UrlAudience.AGENCY, _AGENCY),
    "oversight:strike_outreach": Rule(UrlAudience.AGENCY, path(outreach_id=OUTREACH)),
    "oversight:policies": Rule(UrlAudience.EVERYONE, _AGENCY),
    "oversight:pass_over": Rule(UrlAudience.AGENCY, _AGENCY),
    # Library items belong to no agency.
    "oversight:take_up_again": Rule(UrlAudience.AGENCY, (*_AGENCY, *names_nothing("item_id"))),
    "oversight:remind": Rule(
        UrlAudience.OVERSEER,
        (*query(agency=JUDGED_AGENCY), *form(agency=JUDGED_AGENCY)),
        overseer_act=True,
    ),
    "oversight:ask_help": Rule(UrlAudience.AGENCY, form(agency=JUDGED_AGENCY)),
    "oversight:help_request": Rule(refs=path(help_id=HELP), overseer_act=True),
    **row_rules(
        "oversight",
        REMINDER,
        "reminder_id",
        read=("reminder", "letter"),
        changed=("receive_reminder",),
    ),
    "oversight:evidence": Rule(refs=_ONE, overseer_act=True),
    **row_rules("oversight", VERDICT, "verdict_id", read=("verdict",), changed=("answer_verdict",)),
    "oversight:decide_verdict": Rule(
        UrlAudience.OVERSEER, path(verdict_id=VERDICT), overseer_act=True
    ),
    "oversight:audit": Rule(UrlAudience.OVERSEER, names_nothing()),
    "oversight:audit_cell": Rule(UrlAudience.OVERSEER, path(cell_id=AUDIT_CELL), overseer_act=True),
    "oversight:letters": Rule(UrlAudience.OVERSEER, path(reminder_id=REMINDER)),
    "oversight:agency": Rule(UrlAudience.EVERYONE, _AGENCY),
    "oversight:check_again": Rule(UrlAudience.AGENCY, _AGENCY),
    "oversight:dispute": Rule(UrlAudience.AGENCY, _ONE),
    "oversight:declare": Rule(UrlAudience.AGENCY, _ONE),
}
