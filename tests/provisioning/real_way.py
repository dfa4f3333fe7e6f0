"""The demo's articles led by the real services, and the rows of all tables to compare with."""

import json
import re
from collections import Counter
from collections.abc import Sequence

from django.db import connection
from django.utils import timezone

from network.agencies.models import Role
from network.media.models import AgencyDocument
from network.media.viewing.selectors import is_viewed
from network.media.viewing.services import add_rendering, render
from network.moderation.chain import record_decision
from network.moderation.checklist import Answer, ItemAnswer, items_for, refused_items
from network.moderation.models import Action
from network.moderation.publication import published_by_install
from network.moderation.revisions import newest_revision
from network.provisioning.demo.bulk.drafts import Draft
from sites.models import ArticlePage, MaterialPage, SectionIndexPage
from tests.factories.owning import owning

# Jobs are compared by what they leave; the admin's search is filled by such jobs.
NOT_COMPARED = re.compile(r"procrastinate_|wagtailsearch_|hub_searchchange|django_")
# Chosen by chance, or following from what was.
CHANCE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\b[0-9a-f]{20,64}\b")
# Bulk writing puts some milliseconds between two articles.
SECONDS = re.compile(r"(\d\d:\d\d):\d\d(?:\.\d+)?")


def write_by_services(drafts: Sequence[Draft], *, now: object) -> None:
    """Lead each article as its people would, one after the other, its files readable."""
    for draft in drafts:
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
    return SECONDS.sub(r"\1", CHANCE.sub("?", text))


def differences(real: Tables, bulk: Tables) -> dict[str, tuple[list[str], list[str]]]:
    """Return for each table that differs the rows of the real way alone, and of the bulk alone."""
    return {
        name: (list((rows - bulk[name]).elements()), list((bulk[name] - rows).elements()))
        for name, rows in real.items()
        if rows != bulk[name]
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
