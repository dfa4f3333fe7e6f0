"""Load agencies in batches. Each agency exists with all its data, or not at all."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from aggregator.models import LibraryItem
from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Agency, AuditAction, AuditEntry, Membership, Role
from network.agencies.services import grant_membership
from network.core.progress import ProgressBar
from network.demo.accounts import DEMO_PASSWORD
from network.media.models import AgencyImage
from network.provisioning.services import open_agencies
from sites.models import AgencyHomePage

from . import articles, files, library
from .texts import PREFIX, AgencyText

# Large enough to be fast, small enough that an interruption loses only two seconds of work.
BATCH = 25
NETWORK_ACCOUNTS = {
    Role.OVERSEER: "tai-giam-sat",
    Role.NETWORK_ADMIN: "tai-mang-luoi",
    Role.REPORT_VIEWER: "tai-bao-cao",
}


def load_network(*, agencies: int, articles_each: int, now: dt.datetime) -> int:
    """Add generated agencies up to the number `agencies`. Returns how many were added.

    Existing ones are left unchanged. After an interruption the next run continues.
    """
    present = set(Agency.objects.filter(code__startswith=PREFIX).values_list("code", flat=True))
    wanted = [AgencyText(number) for number in range(1, agencies + 1)]
    missing = [each for each in wanted if each.code not in present]
    # Hash once: a password hash deliberately takes a third of a second.
    password = make_password(DEMO_PASSWORD)
    progress = ProgressBar(len(missing), label="agencies loaded")
    for start in range(0, len(missing), BATCH):
        batch = missing[start : start + BATCH]
        load_batch(texts=batch, articles_each=articles_each, password=password, now=now)
        for _ in batch:
            progress.advance()
    load_network_accounts(password=password, now=now)
    if missing:
        get_search_backend().refresh_title_norms()
        analyze()
    return len(missing)


@transaction.atomic
def load_batch(
    *, texts: Sequence[AgencyText], articles_each: int, password: str, now: dt.datetime
) -> None:
    """Load some agencies with all their data. All users share one password hash."""
    agencies = Agency.objects.bulk_create(_agency(text) for text in texts)
    homes = open_agencies(agencies=agencies, now=now)
    staff = load_people(texts=texts, agencies=agencies, password=password, now=now)
    shelves = files.load_files(agencies=agencies, staff=staff, now=now)
    articles.load_articles(
        desks=[
            articles.WritingTeam(*each) for each in zip(texts, homes, staff, shelves, strict=True)
        ],
        articles_each=articles_each,
        now=now,
    )
    library.load_library(texts=texts, now=now)


def load_people(
    *, texts: Sequence[AgencyText], agencies: Sequence[Agency], password: str, now: dt.datetime
) -> list[list[User]]:
    """Create one user per role for each agency, in the order of AGENCY_ROLES."""
    users = User.objects.bulk_create(
        _person(text, position, role, password, now)
        for text in texts
        for position, role in enumerate(AGENCY_ROLES)
    )
    size = len(AGENCY_ROLES)
    staff = [users[start : start + size] for start in range(0, len(users), size)]
    memberships = Membership.objects.bulk_create(
        Membership(
            user=user,
            agency=agency,
            role=role,
            valid_from=now.date() - dt.timedelta(days=30),
            decision_number="12/QĐ-STP",
        )
        for agency, people in zip(agencies, staff, strict=True)
        for role, user in zip(AGENCY_ROLES, people, strict=True)
    )
    AuditEntry.objects.bulk_create(_granted(membership, now) for membership in memberships)
    return staff


@transaction.atomic
def load_network_accounts(*, password: str, now: dt.datetime) -> None:
    """Create one user per network role, each a member of the first agency."""
    home = Agency.objects.filter(code__startswith=PREFIX).order_by("code").first()
    for role, username in NETWORK_ACCOUNTS.items():
        user, created = User.objects.get_or_create(
            username=username,
            defaults={
                "last_name": "Trần Thị",
                "first_name": str(role.value),
                "email": f"{username}@gialai.example.vn",
                "password": password,
            },
        )
        if created and home:
            grant_membership(user=user, agency=home, role=role, valid_from=now.date())


def summary() -> str:
    """Return a one-line summary of the database's content."""
    return (
        f"{AgencyHomePage.objects.count()} sections, {Page.objects.count()} pages, "
        f"{User.objects.count()} people, {AgencyImage.objects.count()} images, "
        f"{LibraryItem.objects.count()} library items"
    )


def analyze() -> None:
    """Update the statistics of PostgreSQL's planner, which autovacuum would do only a minute later.

    Limited to our tables, because tables shared by all databases stay locked until the transaction
    ends.
    """
    tables = map(connection.ops.quote_name, connection.introspection.table_names())
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


def _agency(text: AgencyText) -> Agency:
    slug = text.code.lower()
    return Agency(
        code=text.code,
        name=text.name,
        short_name=text.name,
        kind=text.kind,
        slug=slug,
        owner="Ủy ban nhân dân tỉnh Gia Lai",
        address="Thành phố Pleiku, tỉnh Gia Lai",
        email=f"{slug}@gialai.example.vn",
        phone="0269.3824.300",
        responsible_person=" ".join(text.person(0)),
    )


def _person(text: AgencyText, position: int, role: Role, password: str, now: dt.datetime) -> User:
    family, given = text.person(position)
    username = f"{text.code.lower()}-{role.value}"
    return User(
        username=username,
        email=f"{username}@gialai.example.vn",
        last_name=family,
        first_name=given,
        password=password,
        date_joined=now,
    )


def _granted(membership: Membership, now: dt.datetime) -> AuditEntry:
    return AuditEntry(
        at=now,
        agency=membership.agency,
        action=AuditAction.MEMBERSHIP_GRANTED,
        subject=membership.user.logged_name,
        detail={"role": membership.role, "decision_number": membership.decision_number},
    )
