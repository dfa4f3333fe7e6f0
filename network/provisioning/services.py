"""Open agencies: create section, collection and groups."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from wagtail.models import Collection, Page, Site

from network.accounts.models import User
from network.agencies.audit import record
from network.agencies.import_services import ImportReport, import_agencies
from network.agencies.importing import ParsedFile
from network.agencies.kinds import KINDS
from network.agencies.models import Agency
from network.agencies.services import GroupTargets, create_agency_groups
from sites.models import AgencyHomePage
from sites.services import build_sections

from .actions import ProvisioningAction
from .selectors import agencies_without_section


@transaction.atomic
def open_agency(*, agency: Agency, now: dt.datetime) -> AgencyHomePage:
    """Create the section, collection and groups of `agency`, unless it has a section.

    Returns the front page. About 30 queries, however many agencies exist.
    """
    opened = AgencyHomePage.objects.filter(agency=agency).first()
    return opened or open_agencies(agencies=[agency], now=now)[0]


@transaction.atomic
def open_agencies(*, agencies: Sequence[Agency], now: dt.datetime) -> list[AgencyHomePage]:
    """Open agencies without a section, with the same number of queries as for one.

    Returns their front pages in the same order.
    """
    if not agencies:
        return []
    openings = [(agency, KINDS[agency.kind].menu) for agency in agencies]
    homes = build_sections(openings=openings, hub=hub_page(), now=now)
    collections = _append_collections([f"{agency.code} {agency.name}"[:255] for agency in agencies])
    for agency, collection in zip(agencies, collections, strict=True):
        agency.collection = collection
    Agency.objects.bulk_update(agencies, ["collection"])
    create_agency_groups(
        openings=[GroupTargets(*each) for each in zip(agencies, homes, collections, strict=True)]
    )
    return homes


@transaction.atomic
def open_section(*, agency: Agency, actor: User, now: dt.datetime) -> AgencyHomePage:
    """Open the section of `agency` on behalf of a network admin, and record it in the audit log."""
    agency = Agency.objects.select_for_update(no_key=True).get(pk=agency.pk)
    home = open_agency(agency=agency, now=now)
    record(
        actor=actor,
        agency=agency,
        action=ProvisioningAction.SECTION_OPENED,
        now=now,
        subject=agency.name,
    )
    return home


@transaction.atomic
def import_with_sections(
    *, parsed: ParsedFile, sha256: str, sections: bool, actor: User, now: dt.datetime
) -> ImportReport:
    """Import a file and optionally open the missing sections of its agencies, all or nothing."""
    report = import_agencies(parsed=parsed, dry_run=False)
    if report.rejected:
        return report
    opened: list[AgencyHomePage] = []
    if sections:
        codes = [*report.created, *report.updated, *report.unchanged]
        opened = open_agencies(agencies=agencies_without_section(codes), now=now)
    record(
        actor=actor,
        agency=None,
        action=ProvisioningAction.AGENCIES_IMPORTED,
        now=now,
        subject=parsed.filename,
        sha256=sha256,
        created=len(report.created),
        updated=len(report.updated),
        opened=len(opened),
    )
    return report


def hub_page() -> Page:
    """Return the parent page of all sections: the root page of the default Site."""
    return Site.objects.select_related("root_page").get(is_default_site=True).root_page


def _append_collections(names: Sequence[str]) -> list[Collection]:
    """Create collections after all existing ones below the root.

    Treebeard would insert each by name and move all collections after it, with one UPDATE each.
    """
    root = Collection.objects.select_for_update().get(depth=1)
    last = Collection.objects.filter(depth=2).order_by("path").last()
    path = last._inc_path() if last else Collection._get_path(root.path, 2, 1)
    collections = []
    for name in names:
        collections.append(Collection(name=name, path=path, depth=2, numchild=0))
        path = collections[-1]._inc_path()
    Collection.objects.filter(pk=root.pk).update(numchild=F("numchild") + len(names))
    return Collection.objects.bulk_create(collections)
