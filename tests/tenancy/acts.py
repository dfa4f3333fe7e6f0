"""Which rows each act of the overseer may write."""

DIRECTIVES = frozenset(
    f"directives.{name}" for name in ("Directive", "Recipient", "DirectiveTask", "Assignment")
)
REPORTING = {
    "write": ("Report", "Value", "Narrative"),
    "submit": ("Report",),
    "take_paper": ("Report", "Value"),
    "accept": ("Report",),
    "send_back": ("Report",),
    "correct": ("Correction", "Value"),
    "extend": ("Report",),
    "open_period": ("Period", "Deadline", "Report", "Value"),
    "lock": ("Report",),
    "consolidate": ("Consolidation",),
    "send_up": ("Consolidation",),
}
# What is done to a case is written into its journal.
_CASE = frozenset({"agencies.AuditEntry", "channels.Case"})
# The cell is checked again at once.
VERDICTS = frozenset(
    {
        "agencies.AuditEntry",
        "oversight.EvidenceVerdict",
        "oversight.Finding",
        "oversight.PageReading",
    }
)
_MAIL = frozenset({"mailing.Delivery", "mailing.QueuedMail"})
_REPORT = frozenset({"agencies.AuditEntry", "channels.FakeReport"})
# What the overseer's acts write of an agency's: that a page is live or not, and what was decided;
# directives, and what the overseer says of what agencies ask and report.
ROWS_OF_ACTS = {
    "channels_desk:decide_owner": frozenset({"agencies.AuditEntry", "channels.Channel"}),
    "channels_desk:doubt": frozenset({"agencies.AuditEntry", "channels.Channel"}) | _MAIL,
    "channels_desk:clear": frozenset({"agencies.AuditEntry", "channels.Channel"}),
    "channels_desk:issue_words": frozenset({"agencies.AuditEntry", "channels.WordList"}),
    "cases_desk:set_authority": frozenset({"agencies.AuditEntry", "channels.CaseAuthority"}),
    "cases_desk:open": _CASE | _MAIL,
    "cases_desk:add_evidence": _CASE | {"channels.CaseEvidence"},
    "cases_desk:verify": _CASE,
    "cases_desk:confirm": _CASE | _REPORT,
    "cases_desk:settle": _CASE | _REPORT,
    "cases_desk:reopen": _CASE,
    "cases_desk:notify": _CASE | {"channels.CaseNotice"},
    "cases_desk:look": _CASE,
    "fake_reports_desk:take": _CASE | _REPORT | _MAIL,
    "fake_reports_desk:close": _REPORT,
    "fake_reports_desk:hand_over": _REPORT,
    "directives:add": DIRECTIVES,
    "directives:edit": DIRECTIVES,
    "directives:add_task": DIRECTIVES,
    "directives:remove_task": DIRECTIVES,
    "directives:discard": DIRECTIVES,
    "directives:send": DIRECTIVES | {"mailing.Delivery", "mailing.QueuedMail"},
    "directives:close": frozenset({"directives.Directive"}),
    "directives:answer": frozenset({"directives.DirectiveQuestion"}),
    "directives:accept": frozenset({"directives.Assignment"}),
    "directives:send_back": frozenset({"directives.Assignment"}),
    **dict.fromkeys(
        ("practices_desk:recognise", "practices_desk:ask_more", "practices_desk:refuse"),
        frozenset({"agencies.AuditEntry", "practices.Practice"}),
    ),
    **{
        f"reporting:{name}": frozenset(f"reporting.{model}" for model in models)
        for name, models in REPORTING.items()
    },
    **dict.fromkeys(
        ("reporting:remind", "reporting:remind_all"),
        frozenset({"agencies.AuditEntry", "mailing.Delivery", "mailing.QueuedMail"}),
    ),
    "oversight:declare_duty": frozenset({"agencies.AuditEntry", "oversight.Declaration"}),
    "oversight:dispute_row": frozenset({"agencies.AuditEntry", "oversight.Dispute"}),
    "oversight:evidence": VERDICTS | {"oversight.VerdictItem"},
    "oversight:decide_verdict": VERDICTS,
    "oversight:audit_cell": VERDICTS | {"oversight.AuditCell"},
    "oversight:help_request": frozenset(
        {"agencies.AuditEntry", "mailing.Delivery", "mailing.QueuedMail", "oversight.HelpRequest"}
    ),
    "oversight:remind": frozenset(
        {"agencies.AuditEntry", "mailing.Delivery", "mailing.QueuedMail", "oversight.Reminder"}
    ),
    "moderation_rules:urgent": frozenset({"moderation.EditorialRules"}),
    "moderation:withdraw": frozenset(
        {
            # The agency is told.
            "mailing.Delivery",
            "mailing.QueuedMail",
            "moderation.ChainEnd",
            "moderation.Decision",
            "moderation.UrgentPublication",
            "moderation.Withdrawal",
            "wagtailcore.Page",
            "wagtailcore.PageLogEntry",
            "wagtailsearch.IndexEntry",
        }
    ),
}
