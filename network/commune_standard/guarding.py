"""Rules of the admin guard for the screens of the commune standard."""

from network.agencies.guard.rules import Rule, UrlAudience, names_nothing, path
from network.oversight.access import JUDGED_AGENCY

_COMMUNE = path(agency_id=JUDGED_AGENCY)
RULES = {
    "commune_standard:own": Rule(UrlAudience.AGENCY, names_nothing()),
    "commune_standard:table": Rule(UrlAudience.OVERSIGHT_REPORTS, names_nothing()),
    "commune_standard:commune": Rule(UrlAudience.EVERYONE, _COMMUNE),
    "commune_standard:dossier": Rule(UrlAudience.EVERYONE, _COMMUNE),
    # Indicators belong to no agency: they are the same for all.
    "commune_standard:enter": Rule(UrlAudience.AGENCY, (*_COMMUNE, *names_nothing("indicator_id"))),
}
