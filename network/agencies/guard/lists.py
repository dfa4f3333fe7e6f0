"""Guard rules of list views."""

from ..tables import TableView
from .rules import Rule, UrlAudience, names_nothing


def list_rules(
    *lists: type[TableView], audience: UrlAudience = UrlAudience.AGENCY_AND_OVERSEER
) -> dict[str, Rule]:
    """Return rules for the URLs of these lists, their filtered results and exports. They refer to
    no object."""
    return {name: Rule(audience, names_nothing()) for each in lists for name in each.url_names()}
