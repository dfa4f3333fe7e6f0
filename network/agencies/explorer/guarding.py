"""Guard rules of the reports about pages."""

from ..guard.lists import list_rules
from .views import AgingPagesView, PageHistoryView

RULES = list_rules(AgingPagesView, PageHistoryView)
