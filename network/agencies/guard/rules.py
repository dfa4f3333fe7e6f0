"""The guard's rules: for every URL name under /admin/, who may use it and which objects it refers
to.

A URL name without a rule is refused, and `tests/tenancy` fails, so each new screen (ours or
Wagtail's) stays closed until it gets a rule. A rule that does not match its URL keeps the process
from starting (`faults`).
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
# Fields of Wagtail's user form. No form under /admin/ has them; posting one is an attempt to gain
# rights.
RIGHTS_FIELDS = frozenset({"is_superuser", "is_staff", "groups", "user_permissions"})


class UrlAudience(Enum):
    """Roles that may use a URL. The objects it refers to are checked in addition."""

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
    """Conditions of the guard for one URL name."""

    audience: UrlAudience = UrlAudience.AGENCY_AND_OVERSEER
    # None is an error at start: use `names_nothing` for a URL without objects.
    refs: tuple[Reference, ...] | None = None
    # Users who may read may also post: own account, own sessions, ending one's own act.
    self_service: bool = False
    # An overseer's action on an agency's object; overseers can make no other changes.
    overseer_act: bool = False
    # Allowed HTTP methods in addition to GET, HEAD, OPTIONS and POST.
    methods: frozenset[str] = frozenset()
    # Sent by the browser automatically every few seconds; does not count as user activity.
    unattended: bool = False
    # The view itself refuses fields that give rights, and logs the agency concerned.
    refuses_rights: bool = False


CLOSED = Rule(UrlAudience.NOBODY, names_nothing())
# Checked in every posted form, regardless of the rule.
EVERY_FORM = form(
    new_parent_page=ObjectKind.PAGE,
    # Parent of a new page: the form, shown again, would reveal the title of a foreign page.
    parent_page=ObjectKind.PAGE,
    chooser=ObjectKind.PAGE,
    collection=ObjectKind.COLLECTION,
)
# Wagtail's screens for users, groups, sites, workflows, redirects and collections, which do not
# know agencies. Only the superuser of the command line can use them.
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
# Rules of each app's screens, by URL name.
GUARD_RULES = Registry[Rule]("guard rules")


def rule_of(url_name: str) -> Rule | None:
    """Return the rule of a URL name, or None if there is none."""
    if url_name.startswith(CLOSED_PREFIXES):
        return CLOSED
    return GUARD_RULES.get(url_name)


def needs_write_access(rule: Rule, request: HttpRequest) -> bool:
    """Return whether the request needs write access to the objects it refers to.

    An overseer act (`overseer_act`) counts as reading for overseers, but as writing for the
    agency's own people.
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
