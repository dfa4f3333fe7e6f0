"""What the database reads for a screen stays about the same from 40 to 1,000 agencies, and for the
screens of everyday work and the public pages from a province to the country.

One is loaded; its rows are copied inside the database, which takes seconds.
"""

from collections.abc import Iterator

import pytest
from django.db import connection, models, transaction
from django.utils import timezone
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.models import Agency, Membership
from network.demo.load.loader import analyze, load_network
from sites.models import AgencyHomePage, ArticlePage, SectionIndexPage
from tests.factories.owning import owning

from .measuring import deed_costs, screen_costs
from .screens import ADMIN, AUTHOR, NETWORK, OVERSEER, SCREENS, VISITOR, Place

FEW, MANY = 40, 1000
PROVINCE, COUNTRY = 217, 34 * 217
ARTICLES_EACH = 20
# Pages of 8 KB. Below twice this what grows is the height of indexes.
LEAST = 300
GROWING = {
    (OVERSEER, "how the agencies stand"): "counts and sorts all agencies by how they stand",
    (OVERSEER, "matrix 1510"): "sorts all agencies by their score",
    (OVERSEER, "materials in figures"): "sorts all agencies by their overdue reviews",
    (OVERSEER, "activities in figures"): "adds up what all agencies led, and sorts them by name",
    (OVERSEER, "quality"): "reads the figures of all texts of some months",
    (OVERSEER, "outreach"): "counts what was done to make each section known",
    (OVERSEER, "decisions"): "groups the memberships of all agencies by their decision",
    (OVERSEER, "dashboard"): "counts the agencies that are silent and the links that sections lack",
    (OVERSEER, "explorer: hub"): "sorts all sections by their last change",
    (OVERSEER, "report: oldest pages"): "counts all pages of the network",
    (VISITOR, "sitemap"): "names all sections",
    (VISITOR, "directory"): "counts the open sections by the index on closed ones",
    **{
        (who, "agencies"): "says which of all agencies have no admin" for who in (OVERSEER, NETWORK)
    },
    (NETWORK, "dashboard"): "counts the agencies without an admin",
    (ADMIN, "people"): "the planner joins everybody before it asks whose they are",
    (OVERSEER, "people by name"): "looks through all names",
}
# Between the keys of a row and of its copies; the country's fit into four bytes.
STEP = 250_000
# Where a copy's section stands in the tree (treebeard): behind all that are there.
SECTION = "'Z' || " + " || ".join(
    f"substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', n / {power} % 36 + 1, 1)"
    for power in (1296, 36, 1)
)
MOMENTS = ("last_published_at", "latest_revision_created_at")
type Read = dict[tuple[str, str], int]


def copy(model: type[models.Model], of: models.QuerySet, first: int, last: int, **new: str) -> None:
    """Copy rows as the numbers from `first` to `last`, with new values in SQL for some columns."""
    columns = [field.column for field in model._meta.local_fields if not field.generated]
    key = model._meta.pk.column
    values = [new.get(column, column) for column in columns]
    table, keys = model._meta.db_table, ", ".join(map(str, of.values_list("pk", flat=True)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"  # noqa: S608
            f" FROM {table}, generate_series({first}, {last}) n WHERE {key} IN ({keys})"
        )


def copy_agency(first: int, last: int) -> None:
    """Copy an agency with its members and pages; nothing checks what the copies lead to."""
    place = Place.newest()
    pages = Page.objects.filter(path__startswith=place.home.path)
    shifted = {name: f"{name} + n * {STEP}" for name in ("id", "page_ptr_id", "agency_id")}
    shifted |= {"user_id": f"user_id + n * {STEP}", "collection_id": f"collection_id + n * {STEP}"}
    names = {"code": "'Z' || n", "slug": "slug || n"}
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    agency = Agency.objects.filter(pk=place.agency.pk)
    copy(Agency, agency, first, last, **shifted, **names)
    members = Membership.objects.filter(agency=place.agency)
    copy(Membership, members, first, last, **shifted)
    people = User.objects.filter(pk__in=members.values("user"))
    named = {"username": "username || n", "email": "n || email"}
    copy(User, people, first, last, id=shifted["id"], **named)
    path = f"left(path, 8) || {SECTION} || substr(path, 13)"
    names |= {"path": path, "url_path": "url_path || n", "translation_key": "gen_random_uuid()"}
    names |= {"owner_id": f"owner_id + n * {STEP}"}
    names |= {name: f"{name} + n * interval '1 minute'" for name in MOMENTS}
    copy(Page, pages, first, last, id=shifted["id"], **names)
    for model in (AgencyHomePage, SectionIndexPage, ArticlePage):
        copy(model, model.objects.filter(pk__in=pages), first, last, **shifted)
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        # Only the owner of a table may renew its statistics.
        analyze()


# Other screens, and deeds, are for `make drill`.
SHOWN = [each for each in SCREENS if each.persona == VISITOR or each.name == "dashboard"]
EVERYDAY = {
    AUTHOR: "dashboard, explorer: own section, explorer: articles, edit an article, images",
    ADMIN: "dashboard, people, audit log",
    OVERSEER: "dashboard, agencies, audit log",
    NETWORK: "dashboard, agencies, audit log, library",
}
IN_COUNTRY = [
    each
    for each in SCREENS
    if each.persona == VISITOR or each.name in EVERYDAY[each.persona].split(", ")
]
SIZES = {
    "shown": (FEW, MANY, SHOWN),
    "all": (FEW, MANY, SCREENS),
    "country": (PROVINCE, COUNTRY, IN_COUNTRY),
}
DRILLS = [pytest.param(name, marks=pytest.mark.drill) for name in ("all", "country")]


@pytest.fixture(params=["shown", *DRILLS])
def read(request, django_db_setup, django_db_blocker) -> Iterator[list[Read]]:
    """Return what is read for each screen and deed, at both sizes."""
    few, many, screens = SIZES[request.param]
    found = []
    with django_db_blocker.unblock():
        with owning(), connection.cursor() as cursor:
            # What other modules have taken back would be read as well.
            cursor.execute("VACUUM")
        with transaction.atomic():
            with owning():
                load_network(agencies=1, articles_each=ARTICLES_EACH, now=timezone.now())
            for first, last in ((2, few), (few + 1, many)):
                copy_agency(first, last)
                costs = screen_costs(screens)
                costs = [*costs, *(deed_costs() if request.param == "all" else ())]
                found.append({(cost.who, cost.what): cost.buffers() for cost in costs})
            yield found
            transaction.set_rollback(True)


def test_what_is_read_does_not_follow_the_number_of_agencies(read):
    few, many = read
    grown = {key: (few[key], many[key]) for key in few if many[key] > 2 * max(few[key], LEAST)}
    assert grown.keys() <= GROWING.keys(), grown
