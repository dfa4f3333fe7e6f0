"""Guard rules of the audit log."""

from ..guard.lists import list_rules
from ..guard.rules import UrlAudience
from .views import AuditLogView

RULES = list_rules(AuditLogView, audience=UrlAudience.LOG_READERS)
