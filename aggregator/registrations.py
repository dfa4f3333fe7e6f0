"""Registrations of this app with lower layers."""

from django.utils.translation import gettext_lazy as _

from legal_updates.drafts.sightings import SIGHTINGS
from legal_updates.public.panels import DOCUMENT_PANELS
from network.agencies.figures import FIGURES
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.holdings import HOLDINGS, Holding, RowFate, staying
from network.agencies.models import Role
from network.core.due_times import DUE_TIMES, DueTime
from network.core.system_checks.findings import SYSTEM_CHECKS, SystemCheck
from network.mailing.kinds import MAIL_KINDS

from . import notifications
from .document_panel import news_about
from .document_services import sightings_in_library
from .figures import pipeline_figures
from .guarding import RULES
from .models import PortalHost, Source
from .politeness import pause
from .proposals import notifications as answers
from .schedule import LONGEST_ASKED
from .system_checks import check_sources


def register() -> None:
    """Register all contributions of this app. Called once at start."""
    HOLDINGS.register(
        {
            "aggregator.libraryitemuse": Holding(RowFate.STAYS, label=_("uses of the library")),
            **staying("aggregator", "proposal"),
        }
    )
    GUARD_RULES.register(RULES)
    FIGURES.register({"library": (frozenset({Role.NETWORK_ADMIN}), pipeline_figures)})
    DOCUMENT_PANELS.register({"news": news_about})
    SIGHTINGS.register({"library": sightings_in_library})
    SYSTEM_CHECKS.register({"sources": SystemCheck(_("Sources of news"), check_sources)})
    MAIL_KINDS.register(notifications.MAILS | answers.MAILS)
    sources, hosts = Source._meta.db_table, PortalHost._meta.db_table
    DUE_TIMES.register(
        {
            "sources": DueTime(sources, "next_fetch_at", LONGEST_ASKED, written="fetched_at"),
            "hosts of sources": DueTime(hosts, "next_at", pause()),
        }
    )
