"""The demo's articles led by the real services, and the rows of all tables to compare with."""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Sequence
from unittest import mock

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.utils import timezone

from network.accounts.models import User
from network.accounts.services import enrol_totp
from network.agencies.models import AGENCY_ROLES, Agency, Membership, Role
from network.agencies.services import grant_membership
from network.capacity.models import QualificationKind
from network.capacity.services import QualificationFacts, record_qualification
from network.demo.accounts import DEMO_PASSWORD, account_rows
from network.demo.bulk.drafts import Draft
from network.demo.data import read_json
from network.media.models import AgencyDocument
from network.media.viewing.selectors import is_viewed
from network.media.viewing.services import add_rendering, render
from network.moderation.chain import record_decision
from network.moderation.checklist import Answer, ItemAnswer, items_for, refused_items
from network.moderation.models import Action
from network.moderation.publication import published_by_install
from network.moderation.revisions import newest_revision
from sites.models import ArticlePage, MaterialPage, SectionIndexPage
from tests.factories.owning import owning

# Jobs are compared by what they leave; the admin's search is filled by such jobs.
NOT_COMPARED = re.compile(r"procrastinate_|wagtailsearch_|hub_searchchange|django_")
# Chosen by chance, or following from what was: keys, digests, salted passwords, random names.
CHANCE = re.compile(
    r"""md5\$[^"]+|(?<="key": ")[\w-]{22}(?=")|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"""
    r"""|\b[0-9a-f]{20,64}\b|gAAAAA[\w=-]+"""
)
# Stamped with the time of the clock on the wall, whatever `timezone.now` says.
WALL_CLOCK = re.compile(
    r'(?<="date_joined": ")[^"]+|(?<="next_fetch_at": ")[^"]+|(?<="created_at": ")[^"]+'
    r'|(?<="queued_at": ")[^"]+'
)
# Bulk writing puts some milliseconds between two articles.
SECONDS = re.compile(r"(\d\d:\d\d):\d\d(?:\.\d+)?")


def write_by_services(drafts: Sequence[Draft]) -> None:
    """Lead each article as its people would at its time, its files readable."""
    for draft in drafts:
        with mock.patch.object(timezone, "now", return_value=draft.at):
            _write_by_services(draft)


def _write_by_services(draft: Draft) -> None:
    page = draft.page
    for row in page.files.all() if isinstance(page, MaterialPage) else ():
        render_file(row.file)
    page.live = False
    with published_by_install():
        SectionIndexPage.objects.get(pk=draft.section.pk).add_child(instance=page)
        page.topics.set(draft.topics)
        revision = page.save_revision(user=page.owner)
        if draft.staff is None:
            revision.publish()
        elif draft.is_led:
            draft.staff.lead(page, to=draft.stage)
        else:
            revision.publish()
            _sign(draft)
        shown = ArticlePage.objects.live().filter(pk=page.pk)
        day = draft.published_at
        shown.update(first_published_at=day, last_published_at=day)


def render_file(file: AgencyDocument) -> None:
    """Make a file readable as the worker does."""
    if is_viewed(file):
        render(rendering_id=add_rendering(document=file).pk, now=timezone.now())


def _sign(draft: Draft) -> None:
    """Log the two decisions on an article that the installation has published."""
    assert draft.staff
    items = items_for(page=draft.page, day=timezone.localdate())
    answers = {item.key: ItemAnswer(Answer.YES) for item in items}
    checklist, _open = refused_items(items=items, answers=answers, kept={}, kept_from=None)
    for deed, user, role, rows in (
        (Action.APPRAISED, draft.staff.appraiser, Role.APPRAISER, checklist),
        (Action.APPROVED, draft.staff.approver, Role.APPROVER, []),
    ):
        record_decision(
            agency=draft.agency,
            page=draft.page,
            deed=deed,
            now=timezone.now(),
            revision_id=newest_revision(draft.page.pk).pk,
            actor=user,
            role=role,
            checklist=rows,
        )


def load_accounts_by_services() -> None:
    """Create each account and grant its membership, one after the other."""
    agencies = Agency.objects.in_bulk(field_name="code")
    password = make_password(DEMO_PASSWORD)
    for row in account_rows():
        family, _, given = row["full_name"].rpartition(" ")
        user = User.objects.create(
            username=row["username"],
            last_name=family,
            first_name=given,
            email=row["email"],
            password=password,
        )
        if settings.SECOND_FACTOR_REQUIRED:
            enrol_totp(user=user, secret="JBSWY3DPEHPK3PXP")
        grant_membership(
            user=user,
            agency=agencies[row["agency"]],
            role=Role(row["role"]),
            valid_from=dt.date.fromisoformat(row["valid_from"]),
            decision_number=row["decision_number"],
        )


def load_qualifications_by_services(*, now: dt.datetime) -> None:
    """Record each qualification as the agency's admin does."""
    data = read_json("capacity.json")
    kinds = QualificationKind.objects.in_bulk(field_name="key")
    rows = Membership.objects.filter(role__in=AGENCY_ROLES).select_related("user", "agency")
    admins = {row.agency_id: row.user for row in rows if row.role == Role.AGENCY_ADMIN}
    for membership in rows.exclude(user__username__in=data["without"]):
        for row in (
            data["qualifications"][membership.role] if membership.agency_id in admins else ()
        ):
            until = row.get("valid_until")
            facts = QualificationFacts(
                kind=kinds[row["kind"]],
                title=row["title"],
                received_on=dt.date.fromisoformat(row["received_on"]),
                valid_until=dt.date.fromisoformat(until) if until else None,
            )
            admin = admins[membership.agency_id]
            record_qualification(membership=membership, facts=facts, actor=admin, now=now)


type Tables = dict[str, Counter[str]]


def all_rows() -> Tables:
    """Return the rows of all tables without their keys and without what chance has chosen."""
    with connection.cursor() as cursor:
        tables = {}
        for name in connection.introspection.table_names(cursor):
            if not NOT_COMPARED.match(name):
                cursor.execute(f"SELECT to_jsonb(t) - 'id' FROM \"{name}\" t")  # noqa: S608
                tables[name] = Counter(_without_chance(row) for (row,) in cursor.fetchall())
        return tables


def _without_chance(row: object) -> str:
    text = row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)
    text = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True)
    return SECONDS.sub(r"\1", WALL_CLOCK.sub("", CHANCE.sub("?", text)))


def differences(real: Tables, bulk: Tables) -> dict[str, dict[str, tuple[str, str]]]:
    """Return for each table that differs in what, for the first row that only one of both has."""
    return {
        name: _difference(sorted(rows - bulk[name]), sorted(bulk[name] - rows))
        for name, rows in real.items()
        if rows != bulk[name]
    }


def _difference(real: list[str], bulk: list[str]) -> dict[str, tuple[str, str]]:
    if not (real and bulk):
        return {"rows": (str(real)[:500], str(bulk)[:500])}
    one, other = json.loads(real[0]), json.loads(bulk[0])
    return {
        name: (str(one[name])[-500:], str(other[name])[-500:])
        for name in one
        if one[name] != other[name]
    }


type Counters = dict[str, tuple[int, bool]]


def sequences() -> Counters:
    """Return how far every sequence is. Contents hold keys, so both ways need the same keys."""
    with owning(), connection.cursor() as cursor:
        cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public'")
        names = [name for (name,) in cursor.fetchall()]
        each = (f"SELECT '{name}', last_value, is_called FROM {name}" for name in names)  # noqa: S608
        cursor.execute(" UNION ALL ".join(each))
        return {name: (value, is_called) for name, value, is_called in cursor.fetchall()}


def reset_sequences(counters: Counters) -> None:
    """Let every sequence go on from where it was: a rollback does not take keys back."""
    with owning(), connection.cursor() as cursor:
        for name, (value, is_called) in counters.items():
            cursor.execute("SELECT setval(%s, %s, %s)", [name, value, is_called])
