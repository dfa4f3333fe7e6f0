"""The sections that former addresses lead to."""

import datetime as dt
from collections.abc import Collection

from wagtail.contrib.redirects.models import Redirect

from network.agencies.corrections import correctors_of
from network.agencies.models import Agency

from .models import AgencyHomePage


def moved_sections(slugs: Collection[str]) -> dict[str, str]:
    """Return the present slugs of sections by their former ones, without slugs that another
    section has taken since. Two queries."""
    homes = AgencyHomePage.objects.filter(slug__in=slugs).values_list("slug", flat=True)
    former = {f"/{slug}": slug for slug in {*slugs}.difference(homes)}
    rows = Redirect.objects.filter(
        old_path__in=former, redirect_page__agencyhomepage__isnull=False
    ).values_list("old_path", "redirect_page__slug")
    return {former[path]: slug for path, slug in rows}


def sections_of_today(slugs: Collection[str], day: dt.date) -> list[str]:
    """Return the slugs, with former ones replaced by those of today, and those of ended agencies by
    their successors or the keeper of their archive. Three queries, and a few for each ended agency;
    none without slugs."""
    if not slugs:
        return []
    moved = moved_sections(slugs)
    slugs = [moved.get(slug, slug) for slug in slugs]
    ended = Agency.objects.filter(slug__in=slugs, valid_to__lt=day)
    heirs = {agency.slug: correctors_of(agency, day) for agency in ended}
    names = dict(
        Agency.objects.filter(pk__in=set().union(*heirs.values())).values_list("pk", "slug")
    )
    found = [names[pk] for slug in slugs for pk in sorted(heirs.get(slug, ()))]
    return list(dict.fromkeys([slug for slug in slugs if slug not in heirs] + found))
