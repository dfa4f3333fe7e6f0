"""Registrations of this app with lower layers."""

from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, Holding, RowFate, staying
from network.agencies.models import JOURNAL_ACTIONS
from network.core.erasures.services import ERASABLE, Erasable
from network.core.frame import NAMES
from network.core.start_page import START_PANELS
from network.core.two_people import OTHER_PAIRS, PeoplePair
from network.desks.worklist import WORK, own_desks
from network.mailing.digests import DIGEST_PARTS
from network.mailing.kinds import MAIL_KINDS

from .cases import notifications as case_notifications
from .cases import succession
from .cases.actions import CaseAction
from .cases.desk import guarding as case_guarding
from .cases.desk import panels as case_panels
from .cases.watch import guarding as scan_guarding
from .cases.watch.actions import ScanAction
from .cases.watch.views import ScansView
from .posting import guarding as post_guarding
from .posting.actions import PostAction
from .posting.plans import guarding as plan_guarding
from .posting.plans import panels as plan_panels
from .posting.views import PostsView
from .register import notifications
from .register.actions import ChannelAction
from .register.desk import guarding, panels


def register() -> None:
    """Register all contributions of this app. Called once at start."""
    ERASABLE.register({"channels.FakeReport": Erasable()})
    for rules in (guarding, plan_guarding, scan_guarding, post_guarding, case_guarding):
        GUARDED_KINDS.register(rules.KINDS)
        GUARD_RULES.register(rules.RULES)
    for actions in (ChannelAction, ScanAction, PostAction, CaseAction):
        JOURNAL_ACTIONS.register(dict(actions.choices))
    NAMES.register(
        {
            "official_channels": "channels:register",
            "channels_of_agency": "channels/of_agency.html",
            "former_channel_notice": "channels/former_notice.html",
            "frame_warnings": "channels/cases/warning.html",
        }
    )
    WORK.register({"channels": panels.work_for, "channel_plans": plan_panels.work_for})
    WORK.register({"cases": case_panels.work_for})
    WORK.register({"channel_work": lambda request: own_desks(request, ScansView, PostsView)})
    START_PANELS.register({"channels": panels.panels_for})
    MAIL_KINDS.register(notifications.MAILS | case_notifications.MAILS)
    DIGEST_PARTS.register({"channels": notifications.DIGEST})
    OTHER_PAIRS.register(
        {
            "case_gone": PeoplePair(
                "channels.Case",
                "gone_evidence.added_by",
                "gone_by",
                guard="channels_case_rules",
            )
        }
    )
    HOLDINGS.register(
        {
            "channels.case": Holding(RowFate.MOVES, hand_over=succession.CASES),
            "channels.fakereport": Holding(RowFate.MOVES, hand_over=succession.REPORTS),
            **staying("channels", "channelplan", "channel", "post", "scan"),
        }
    )
