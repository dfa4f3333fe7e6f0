"""The rules of lists of rows."""

from ..tables import TableView
from .rules import Rule, UrlAudience, names_nothing


def list_rules(
    *lists: type[TableView], audience: UrlAudience = UrlAudience.AGENCY_AND_OVERSEER
) -> dict[str, Rule]:
    """Return the rules of lists, of what filtering fetches, and of files: they name nothing."""
    return {name: Rule(audience, names_nothing()) for each in lists for name in each.url_names()}
