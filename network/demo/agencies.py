"""Demo agencies: current ones, and a few of before the reform (`reform`). Safe to run twice."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace

from django.core.management import CommandError
from wagtail.search.backends import get_search_backend

from network.agencies import importing
from network.agencies.import_services import import_agencies
from network.agencies.models import Agency
from network.agencies.places import COMMUNES
from network.provisioning.services import open_agencies
from sites.models import AgencyHomePage

from .data import read_json

# Current agencies first: a former agency of the same name is no superior agency of theirs.
_TODAY, _FORMER = COMMUNES.with_name("agencies_2025.csv"), COMMUNES.with_name("agencies_2019.csv")
_FOOT = ("owner", "address", "email", "phone", "responsible_person")


def import_missing() -> None:
    """Import all current provincial agencies, and of communes and former agencies those of the
    demo."""
    slugs = {row["code"]: row.get("slug", "") for row in read_json("agencies.json")}
    for path in (_TODAY, COMMUNES, _FORMER):
        present = dict(Agency.objects.values_list("code", "slug"))
        taken = present.values() if path == _FORMER else ()
        parsed = importing.read_agencies(path.read_bytes(), filename=path.name)
        rows = [
            replace(
                row,
                slug=_free_slug(slugs.get(row.code) or row.slug, taken),
                # Their superior agencies of 2019 no longer exist.
                parent="" if path == _FORMER else row.parent,
            )
            for row in parsed.rows
            if row.code not in present and (path == _TODAY or row.code in slugs)
        ]
        report = import_agencies(parsed=replace(parsed, rows=rows), dry_run=False)
        if report.rejected:
            told = "; ".join(problem.message for problem in report.rejected)
            raise CommandError(f"the demo's agencies could not be imported: {told}")


def _free_slug(wanted: str, taken: Collection[str]) -> str:
    """Return the address of a former agency.

    In the demo of an earlier release the current body has the short address already, so the former
    one gets the address that the reform would give it.
    """
    return f"{wanted}-truoc-2025" if wanted in taken else wanted


def load_contacts() -> None:
    """Fill in the empty contact fields of the page footer."""
    rows = {row["code"]: row for row in read_json("agencies.json")}
    agencies = list(Agency.objects.filter(code__in=rows))
    for agency in agencies:
        for name in _FOOT:
            setattr(agency, name, getattr(agency, name) or rows[agency.code][name])
    Agency.objects.bulk_update(agencies, _FOOT)


def open_sections(*, now: dt.datetime) -> None:
    """Open the section of every demo agency, and set its introduction."""
    rows = {row["code"]: row for row in read_json("agencies.json")}
    agencies = Agency.objects.filter(code__in=rows)
    closed = agencies.filter(home_page__isnull=True)
    open_agencies(agencies=sorted(closed, key=lambda each: list(rows).index(each.code)), now=now)
    homes = AgencyHomePage.objects.filter(agency__in=agencies, introduction="")
    introduced = list(homes.select_related("agency"))
    for home in introduced:
        home.introduction = f"<p>{rows[home.agency.code]['introduction']}</p>"
    AgencyHomePage.objects.bulk_update(introduced, ["introduction"])
    get_search_backend().add_bulk(AgencyHomePage, introduced)
