"""System check of the sources."""

import datetime as dt

from django.utils.translation import gettext as _

from network.core.system_checks.findings import SystemFinding, failing, good, warning

from .health import ILL
from .models import Health, Source
from .selectors import sources_by_health

LIST = "aggregator_source_modeladmin_index"
# An enabled source that is overdue for so long shows that fetching has stopped.
OVERDUE = dt.timedelta(hours=1)


def check_sources(now: dt.datetime) -> SystemFinding | None:
    """Report sources that fail and sources that are overdue. Returns None if there are no sources.
    Two queries."""
    by_health = sources_by_health()
    count = sum(by_health.values()) - by_health.get(Health.PAUSED, 0)
    if not count:
        return None
    ill = sum(number for health, number in by_health.items() if health in ILL)
    overdue = Source.objects.due(now - OVERDUE).order_by().count()
    value = _("%(running)d of %(all)d run") % {"running": count - ill, "all": count}
    figures = {"sources": count, "ill": ill, "overdue": overdue}
    if overdue * 2 > count:
        return failing(
            value,
            what=_("Most sources have not been fetched for more than an hour."),
            to_do=_("See that the worker runs and that this machine reaches the internet."),
            url_name=LIST,
            figures=figures,
        )
    if ill * 2 <= count:
        return good(value, url_name=LIST, figures=figures)
    return warning(
        value,
        what=_("More than half of the sources do not work."),
        to_do=_("Open the list of sources, which says the reason for each of them."),
        url_name=LIST,
        figures=figures,
    )
