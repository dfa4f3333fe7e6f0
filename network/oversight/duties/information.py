"""Checks of articles 9 to 12: information, channels, ratings, and what is measured of them."""

import datetime as dt
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from legal_updates.models import Citation, LegalDocument
from network.channels.models import APPROVED_STATES, Announcement, Channel
from network.feedback.models import DayKey, RatingToday, Satisfaction
from network.feedback.selectors import Rates
from network.feedback.selectors import counted as counted_ratings
from network.hub.contacts.models import Contact
from network.hub.situations.models import Situation
from network.media.recordings import KINDS
from network.opendata.models import CatalogueFile
from network.opendata.services import MANIFEST
from network.usage.models import AgencyViews
from sites.models import LinkCheck, LinkState, MaterialFile, MaterialPage

from ..links import OPENING_STATES
from ..models import Finding, Status
from ..network_checks import (
    MOST_FAULTS,
    LineState,
    Measurement,
    NetworkCheck,
    counted,
    first_faults,
)
from ..old_law import citations_of_old_law
from ..outcomes import Thresholds
from ..running import participating_agencies
from ..selectors import COUNTED, findings_at

# The labels of a host by article 11.4: of the agency, of the province, gov, vn.
_HOST_LABELS = 4


def reviews(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many situations and telephone numbers were reviewed within `days`."""
    day = timezone.localdate(now)
    since = day - dt.timedelta(days=thresholds["days"])
    situations = Situation.objects.defer("steps", "questions", "costs")
    numbers = Contact.objects.exclude(number="")
    late = [
        *situations.exclude(reviewed_on__gte=since),
        *numbers.exclude(checked_on__gte=since),
    ]
    total = situations.count() + numbers.count()
    return counted(total - len(late), total, day, faults=first_faults(late))


def old_law(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many published pages that cite law cite none that is no longer in force."""
    day = timezone.localdate(now)
    citing = Citation.objects.filter(in_live=True, page__live=True).values("page_id").distinct()
    behind = citations_of_old_law(day).order_by().values_list("page__title").distinct("page_id")
    titles = [title for (title,) in behind]
    total = citing.count()
    return counted(total - len(titles), total, day, faults=first_faults(titles))


def channels(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many official pages on social networks a published article announces."""
    notices = Announcement.objects.filter(channel=OuterRef("pk"), page__live=True)
    official = Channel.objects.filter(state__in=APPROVED_STATES)
    silent = official.exclude(Exists(notices)).order_by("pk")
    total = official.count()
    faults = first_faults(silent)
    return counted(total - silent.count(), total, timezone.localdate(now), faults=faults)


def rating(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure the share of satisfied answers within `days`. The decree sets no level."""
    day = timezone.localdate(now)
    rows = counted_ratings().filter(day__gt=day - dt.timedelta(days=thresholds["days"]))
    rates = Rates(dict(rows.order_by().values_list("answer").annotate(Sum("count"))))
    answers = ngettext("%d answer", "%d answers", rates.total) % rates.total
    if not rates.total:
        return Measurement(LineState.NOTHING, answers, day)
    figure = f"{rates.share(Satisfaction.SATISFIED)} % / {answers}"
    return Measurement(LineState.MEASURED, figure, day)


def marks(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many marks and keys of raters are left of past days. The nightly task deletes
    them at 0:10; until 1:00 those of the day before do not count."""
    day = timezone.localdate(now - dt.timedelta(hours=1))
    left = RatingToday.objects.filter(day__lt=day).count()
    left += DayKey.objects.filter(day__lt=day).count()
    state = LineState.NOT_MET if left else LineState.MET
    return Measurement(state, str(left), timezone.localdate(now))


def words(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many published recordings have their words in writing."""
    day = timezone.localdate(now)
    kinds = Q()
    for kind in KINDS:
        kinds |= Q(file__file__iendswith=f".{kind}")
    pages = MaterialPage.objects.live().in_use(day).values("pk")
    files = MaterialFile.objects.filter(kinds, page__in=pages).select_related("file")
    silent = list(files.filter(alternative="").order_by("pk"))
    total = files.count()
    return counted(total - len(silent), total, day, faults=first_faults(silent))


def domain(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure whether the network's address has the form of article 11.4."""
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname or ""
    fits = host.endswith(".gov.vn") and host.count(".") + 1 == _HOST_LABELS
    state = LineState.MET if fits else LineState.NOT_MET
    return Measurement(state, host, timezone.localdate(now))


def catalogue(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure the age and the size of the open-data catalogue."""
    made_at = CatalogueFile.objects.filter(name=MANIFEST).values_list("made_at", flat=True).first()
    if made_at is None:
        return Measurement(LineState.NOT_MET, _("none"))
    files = CatalogueFile.objects.filter(name__endswith=".csv")
    sums = files.order_by().aggregate(number=Count("pk"), rows=Sum("rows"))
    is_new = now - made_at <= dt.timedelta(days=thresholds["days"])
    figure = _("%(number)d sets, %(rows)d rows") % {
        "number": sums["number"],
        "rows": sums["rows"] or 0,
    }
    state = LineState.MET if is_new else LineState.NOT_MET
    return Measurement(state, figure, timezone.localdate(made_at))


def checked(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many agencies with an open section have current findings."""
    day = timezone.localdate(now)
    agencies = participating_agencies(day)
    running = findings_at().filter(agency=OuterRef("pk"))
    without = list(agencies.exclude(Exists(running)))
    total = agencies.count()
    return counted(total - len(without), total, day, faults=first_faults(without))


def timely(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many agencies post new policies in time: R4 of dispatch 1510."""
    return _agencies_that_meet("r04", now)


def reading(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many agencies' materials open in the browser: R11 of dispatch 1510."""
    return _agencies_that_meet("r11", now)


def _agencies_that_meet(check_key: str, now: dt.datetime) -> Measurement:
    """Return the share of the judged agencies whose current finding by a check is MET."""
    rows: list[Finding] = list(
        findings_at()
        .filter(requirement__check_key=check_key, status__in=COUNTED)
        .select_related("agency")
        .order_by("agency__name")
    )
    others = [row.agency for row in rows if row.status != Status.MET]
    day = timezone.localdate(now)
    faults = first_faults(others)
    return counted(len(rows) - len(others), len(rows), day, level=None, faults=faults)


def links(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how many of the checked external links open."""
    tried = LinkCheck.objects.exclude(state=LinkState.UNCHECKED)
    closed = tried.exclude(state__in=OPENING_STATES).order_by("url")
    total = tried.count()
    faults = first_faults(closed.values_list("url", flat=True)[:MOST_FAULTS])
    day = timezone.localdate(now)
    return counted(total - closed.count(), total, day, level=thresholds["share"], faults=faults)


def views(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure how often public pages were read within `days`, by people. The decree sets no
    level."""
    day = timezone.localdate(now)
    rows = AgencyViews.objects.filter(day__gt=day - dt.timedelta(days=thresholds["days"]))
    total = rows.aggregate(sum=Sum("views"))["sum"] or 0
    state = LineState.MEASURED if total else LineState.NOTHING
    return Measurement(state, ngettext("%d view", "%d views", total) % total, day)


def register_of_law(now: dt.datetime, thresholds: Thresholds) -> Measurement:
    """Measure of how many documents the validity was checked within `days`."""
    day = timezone.localdate(now)
    since = day - dt.timedelta(days=thresholds["days"])
    total = LegalDocument.objects.count()
    good = LegalDocument.objects.filter(validity_checked_on__gte=since).count()
    return counted(good, total, day, level=None)


CHECKS = {
    "duty_reviews": NetworkCheck(reviews, ("days",), "hub_situation_modeladmin_index"),
    "duty_old_law": NetworkCheck(old_law, url_name="oversight:old_law"),
    "duty_channels": NetworkCheck(channels, url_name="channels_desk:overview"),
    "duty_rating": NetworkCheck(rating, ("days",), "feedback_report:index"),
    "duty_marks": NetworkCheck(marks),
    "duty_words": NetworkCheck(words),
    "duty_domain": NetworkCheck(domain),
    "duty_catalogue": NetworkCheck(catalogue, ("days",), "opendata:index"),
    "duty_checked": NetworkCheck(checked, url_name="oversight:situation"),
    "duty_timely": NetworkCheck(timely, url_name="oversight:matrix"),
    "duty_reading": NetworkCheck(reading, url_name="oversight:matrix"),
    "duty_links": NetworkCheck(links, ("share",), "section_links:index"),
    "duty_views": NetworkCheck(views, ("days",), "usage:agencies"),
    "duty_register": NetworkCheck(
        register_of_law, ("days",), "legal_updates_legaldocument_modeladmin_index"
    ),
}
