"""The guard's table: every URL name under /admin/, who may use it and which objects it names.

A name that is missing here is refused, and `tests/tenancy` fails: a new screen, ours or
Wagtail's, is closed until somebody has thought about it. A row that does not fit its URL keeps
the process from starting (`faults`).
"""

from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest

from network.core.registry import Registry

from ..models import Role
from ..scope import scope_now
from .owners import ObjectKind
from .refs import ModelRef, Ref, Reference, form, names_nothing, path, query

READING_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Fields of the stock user form. No form under /admin/ has them: who posts one reaches for rights.
RIGHTS_FIELDS = frozenset({"is_superuser", "is_staff", "groups", "user_permissions"})


class UrlAudience(Enum):
    """Who may use a URL at all; the objects it names are checked besides."""

    EVERYONE = frozenset(Role)
    AGENCY = frozenset({Role.AUTHOR, Role.APPRAISER, Role.APPROVER, Role.AGENCY_ADMIN})
    AGENCY_AND_OVERSEER = AGENCY | {Role.OVERSEER}
    AGENCY_ADMIN = frozenset({Role.AGENCY_ADMIN})
    ADMIN_AND_OVERSEER = frozenset({Role.AGENCY_ADMIN, Role.OVERSEER})
    ADMINS = frozenset({Role.AGENCY_ADMIN, Role.NETWORK_ADMIN})
    NETWORK = frozenset({Role.NETWORK_ADMIN})
    OVERSEER = frozenset({Role.OVERSEER})
    OVERSIGHT = frozenset({Role.NETWORK_ADMIN, Role.OVERSEER})
    LOG_READERS = frozenset({Role.AGENCY_ADMIN, Role.NETWORK_ADMIN, Role.OVERSEER})
    OVERSIGHT_REPORTS = frozenset({Role.NETWORK_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER})
    NOBODY = frozenset[Role]()


@dataclass(frozen=True, slots=True)
class Rule:
    """What the guard asks of one URL name."""

    audience: UrlAudience = UrlAudience.AGENCY_AND_OVERSEER
    # None is an error at start: a rule that names nothing says `names_nothing`.
    refs: tuple[Reference, ...] | None = None
    # Whoever may read may also post here: own account, own sessions, ending one's own rights.
    self_service: bool = False
    # An act of oversight on an agency's object, the only kind of change an overseer may make.
    overseer_act: bool = False
    # Methods beside those of reading and POST.
    methods: frozenset[str] = frozenset()
    # The browser sends it by itself every few seconds: no sign of activity.
    unattended: bool = False
    # The screen refuses fields that give rights by itself, and writes down whose admin it was.
    refuses_rights: bool = False


CLOSED = Rule(UrlAudience.NOBODY, names_nothing())
# Read of any posted form, whatever the rule.
EVERY_FORM = form(
    new_parent_page=ObjectKind.PAGE,
    # Where a new page is to stand: its form, shown again, would tell the title of a foreign one.
    parent_page=ObjectKind.PAGE,
    chooser=ObjectKind.PAGE,
    collection=ObjectKind.COLLECTION,
)
# Stock screens over users, groups, sites, workflows, redirects and collections: none of them
# knows agencies. They stay for the superuser on the command line's account alone.
CLOSED_PREFIXES = (
    "wagtailusers_users:",
    "wagtailusers_groups:",
    "wagtailsites:",
    "wagtailadmin_workflows:",
    "wagtailadmin_collections:",
    "wagtailredirects:",
    "wagtailsnippets:",
    "wagtailadmin_password_reset",
    "wagtailadmin_error_test",
)
# The rules of each floor's own screens, by URL name.
GUARD_RULES = Registry[Rule]("guard rules")


def rule_of(url_name: str) -> Rule | None:
    """Return the rule of a URL name, None for a name nobody has thought about."""
    if url_name.startswith(CLOSED_PREFIXES):
        return CLOSED
    return GUARD_RULES.get(url_name)


def needs_write_access(rule: Rule, request: HttpRequest) -> bool:
    """Return whether what the request names must be the person's to change, not only to see.

    An act of the overseer changes what is an agency's: for its own people it is a write as any.
    """
    if request.method in READING_METHODS or rule.self_service:
        return False
    return not (rule.overseer_act and Role.OVERSEER in scope_now(request).roles)


__all__ = [
    "CLOSED",
    "EVERY_FORM",
    "GUARD_RULES",
    "READING_METHODS",
    "RIGHTS_FIELDS",
    "ModelRef",
    "ObjectKind",
    "Ref",
    "Rule",
    "UrlAudience",
    "form",
    "names_nothing",
    "needs_write_access",
    "path",
    "query",
    "rule_of",
]
