"""Titles of the sections of ended agencies in the admin: with the last day of the agency.

The current body often has the name of the former one, so that two sections of one name would stand
in the list of pages, in choosers and in the way above a page. Wagtail shows `draft_title` there,
also where it has only the base row of a page; citizens read `title`.
"""

import datetime as dt

from django.utils.translation import gettext as _
from wagtail.models import Page

from network.core.dates import format_day

from .models import Agency

# So that the words about the end have room in a column of 255.
_LONGEST = 220


def derive_former_titles(*, day: dt.date) -> int:
    """Give the sections of agencies that have ended before `day` their title in the admin, and
    those of others their own.

    Returns how many were changed. A front page with changes that nobody has published is left
    alone. Two queries, regardless of the number of agencies.
    """
    homes = Agency.objects.exclude(home_page=None).values_list("home_page", "valid_to")
    last_days = dict(homes)
    pages = Page.objects.filter(pk__in=last_days, has_unpublished_changes=False)
    changed = []
    for page in pages.only("title", "draft_title"):
        last_day = last_days[page.pk]
        title = _former_title(page.title, last_day) if last_day and last_day < day else page.title
        if page.draft_title != title:
            page.draft_title = title
            changed.append(page)
    Page.objects.bulk_update(changed, ["draft_title"])
    return len(changed)


def _former_title(title: str, last_day: dt.date) -> str:
    return _("%(name)s (until %(day)s)") % {"name": title[:_LONGEST], "day": format_day(last_day)}
