"""A whole network within seconds: one agency with all its work, and copies of its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, models
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState, WorkflowState

from network.accounts.models import User
from network.agencies.models import Agency, Membership, Role
from network.channels.models import Attestation, Case, Channel, ChannelAdmin, ChannelPlan
from network.demo.load.loader import NETWORK_ACCOUNTS, analyze, load_network
from network.directives.models import Assignment, Recipient
from network.directives.task_services import TaskFacts
from network.moderation.models import Submission
from network.oversight.models import Finding
from network.oversight.running import check_agencies
from network.reporting.models import Report, ReportState, Value
from sites.models import AgencyHomePage, ArticlePage, SectionIndexPage
from tests.factories.cases import make_case
from tests.factories.channels import add_channel, secure
from tests.factories.directives import make_directive
from tests.factories.moderation import hand_in
from tests.factories.owning import owning
from tests.factories.reports import bring_to, open_period, report_of

from .screens import Place

# Between the keys of a row and of its copies; the country's fit into four bytes.
STEP = 250_000
# Where a copy's section stands in the tree (treebeard): behind all that are there.
SECTION = "'Z' || " + " || ".join(
    f"substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', n / {power} % 36 + 1, 1)"
    for power in (1296, 36, 1)
)
MOMENTS = ("last_published_at", "latest_revision_created_at")
# What belongs to an agency by a column of this name.
OF_AGENCY: tuple[type[models.Model], ...] = (
    *(Channel, ChannelPlan, Case, Finding),
    *(Recipient, Assignment, Report, Submission),
)
OF_CHANNEL = (ChannelAdmin, Attestation)


@contextmanager
def own_database() -> Iterator[None]:
    """Work on a copy of the test database, which may be committed to and vacuumed; drop it."""
    current = connection.settings_dict
    original, copy = current["NAME"], f"{current['NAME']}_growth"
    connection.close()
    _as_owner(f'DROP DATABASE IF EXISTS "{copy}" WITH (FORCE)')
    _as_owner(f'CREATE DATABASE "{copy}" TEMPLATE "{original}"')
    current["NAME"] = copy
    try:
        yield
    finally:
        connection.close()
        current["NAME"] = original
        _as_owner(f'DROP DATABASE "{copy}" WITH (FORCE)')


def _as_owner(statement: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(statement)


def vacuum() -> None:
    """Vacuum and analyze all tables, as autovacuum does, so that indexes suffice for a query.

    Again, where autovacuum analyzed the new rows at the same time: what it may still read is not
    marked as visible to all.
    """
    with owning(), connection.cursor() as cursor:
        for _ in range(20):
            cursor.execute("VACUUM ANALYZE")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_user_tables JOIN pg_class ON pg_class.oid = relid"
                " WHERE relpages > 50 AND relallvisible < 0.98 * relpages"
            )
            if cursor.fetchone() == (0,):
                return
    raise AssertionError("Something keeps the rows from being visible to all.")


def load_one(articles_each: int) -> None:
    """Load one agency with a page in review, a channel, a case, a task, a report and findings."""
    now = timezone.now()
    with owning():
        load_network(agencies=1, articles_each=articles_each, now=now)
    place = Place.newest()
    author, appraiser, approver = (
        User.objects.get(memberships__agency=place.agency, memberships__role=role)
        for role in (Role.AUTHOR, Role.APPRAISER, Role.APPROVER)
    )
    overseer = User.objects.get(username=NETWORK_ACCOUNTS[Role.OVERSEER])
    article = ArticlePage.objects.under(place.home).filter(live=False).first()
    hand_in(article, author)
    channel = add_channel(
        place.agency, author, leader=approver, url="https://facebook.com/pbgdpl.tai"
    )
    secure(channel, author, appraiser)
    make_case(place.agency, author)
    task = TaskFacts(words="Đăng bài", due_on=timezone.localdate())
    make_directive(overseer, place.agency, tasks=(task,))
    report = report_of(open_period(overseer), place.agency)
    bring_to(report, ReportState.ACCEPTED, approver=approver, overseer=overseer)
    check_agencies(now=now, day=timezone.localdate(now))


@dataclass(frozen=True)
class Rows:
    """Rows of one model to be copied, by their keys."""

    model: type[models.Model]
    keys: frozenset[object]

    @classmethod
    def of(cls, rows: models.QuerySet) -> "Rows":
        """Take the rows of a queryset."""
        return cls(rows.model, frozenset(rows.values_list("pk", flat=True)))


def copied_rows() -> list[Rows]:
    """Return all rows of the loaded agency, with its members."""
    agency = Place.newest().agency
    pages = Page.objects.filter(path__startswith=Place.newest().home.path)
    members = Membership.objects.filter(agency=agency).exclude(
        user__username__in=NETWORK_ACCOUNTS.values()
    )
    found = [
        Agency.objects.filter(pk=agency.pk),
        User.objects.filter(pk__in=members.values("user")),
        pages,
        *(
            model.objects.filter(pk__in=pages.values("pk"))
            for model in (AgencyHomePage, SectionIndexPage, ArticlePage)
        ),
        *(model._base_manager.filter(agency=agency) for model in OF_AGENCY),
        members,
        *(model.objects.filter(channel__agency=agency) for model in OF_CHANNEL),
        Value.objects.filter(report__agency=agency),
    ]
    submitted = Submission.objects.filter(agency=agency)
    states = WorkflowState.objects.filter(pk__in=submitted.values("workflow_state"))
    found += [states, TaskState.objects.filter(workflow_state__in=states)]
    found += [Revision.objects.filter(pk__in=submitted.values("revision"))]
    return [Rows.of(rows) for rows in found]


def copy_agency(first: int, last: int) -> None:
    """Copy the agency as the numbers from `first` to `last`; nothing checks where copies lead."""
    groups = copied_rows()
    keys = {group.model: group.keys for group in groups}
    with owning(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for group in groups:
            _copy(group, keys, first, last)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        # Only the owner of a table may renew its statistics.
        analyze()


def _copy(
    rows: Rows, keys: dict[type[models.Model], frozenset[object]], first: int, last: int
) -> None:
    fields = [field for field in rows.model._meta.local_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(_value(field, keys) for field in fields)
    table, key = rows.model._meta.db_table, rows.model._meta.pk.column
    wanted = ", ".join(map(str, rows.keys))
    if not wanted:
        raise AssertionError(f"no rows of {table}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values}"  # noqa: S608
            f" FROM {table}, generate_series({first}, {last}) n WHERE {key} IN ({wanted})"
        )


def _value(field: "models.Field", keys: dict[type[models.Model], frozenset[object]]) -> str:
    """Return the SQL of a column of copy number `n`."""
    name = f'"{field.column}"'
    special = {
        "path": f"left(path, 8) || {SECTION} || substr(path, 13)",
        "translation_key": "gen_random_uuid()",
        "code": "'Z' || n",
        "object_id": f"(object_id::bigint + n * {STEP})::text",
        "collection_id": f"collection_id + n * {STEP}",
        "url_path": "url_path || n",
        "slug": "slug || n",
        # Except that of a recipient outside the network, which agencies leave empty.
        "name": "CASE WHEN name > '' THEN name || ' ' || n ELSE name END",
        "email": "n || email",
        **{moment: f"{moment} + n * interval '1 minute'" for moment in MOMENTS},
    }
    if field.primary_key and not field.remote_field:
        return f"{name} + n * {STEP}"
    if field.remote_field and (found := keys.get(field.remote_field.model)):
        some = ", ".join(map(str, found))
        return f"CASE WHEN {name} IN ({some}) THEN {name} + n * {STEP} ELSE {name} END"
    if field.column in special:
        return special[field.column]
    if isinstance(field, models.UUIDField):
        return "gen_random_uuid()"
    is_unique = field.unique or field.column == "address_key"
    return f"{name} || n" if is_unique and isinstance(field, models.CharField) else name
