"""Agencies with many pages in moderation, made for the queries of a few."""

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from wagtail.models import Locale, Page, Workflow

from network.accounts.models import User
from network.agencies.models import Agency
from network.moderation.models import Submission, UrgentPublication
from network.moderation.workflow import NAME
from network.provisioning.services import open_agencies
from sites.models import ArticlePage
from tests.factories.owning import owning
from tests.factories.sections import NUMBER, make_hub


def make_agencies(number: int) -> list[Agency]:
    """Return new open agencies."""
    make_hub()
    keys = [next(NUMBER) for _ in range(number)]
    agencies = [
        Agency(code=f"Q-{key}", name=f"Xã {key}", short_name=f"X{key}", kind="so", slug=f"x{key}")
        for key in keys
    ]
    Agency.objects.bulk_create(agencies)
    open_agencies(agencies=agencies, now=timezone.now())
    return agencies


def make_queues(agencies: list[Agency], author: User, *, pages: int) -> None:
    """Give each agency so many pages of `author` on their way; they hold no text.

    In SQL: thousands of pages in the time of one.
    """
    first = Page.objects.bulk_create(_first_page(agency, author) for agency in agencies)
    named = {
        "article": ContentType.objects.get_for_model(ArticlePage).pk,
        "page": ContentType.objects.get_for_model(Page).pk,
        "workflow": Workflow.objects.get(name=NAME).pk,
        "author": author.pk,
        "first": [page.pk for page in first],
        "pages": pages,
    }
    with owning(), connection.cursor() as cursor:
        cursor.execute(_COPY_PAGES % _other_columns(), named)
        for statement in _FILL:
            cursor.execute(statement, named)
        cursor.execute(_ANALYZE)


def make_debts(agencies: list[Agency], approver: User) -> None:
    """Let one page of each agency owe its appraisal since an hour ago."""
    now = timezone.now()
    one = {row.agency_id: row for row in Submission.objects.all()}
    UrgentPublication.objects.bulk_create(
        UrgentPublication(
            page_id=one[agency.pk].page_id,
            agency=agency,
            revision_id=one[agency.pk].revision_id,
            published_by=approver,
            reason="Lũ",
            published_at=now,
            due_at=now - timezone.timedelta(hours=1),
        )
        for agency in agencies
    )


def _first_page(agency: Agency, author: User) -> Page:
    place = Page.objects.get(agencyhomepage__agency=agency).get_children().get(slug="tin-tuc")
    title = f"Bài {agency.code}"
    return Page(
        title=title,
        draft_title=title,
        slug=f"bai-{next(NUMBER)}",
        path=f"{place.path}Z000",
        depth=place.depth + 1,
        url_path=f"{place.url_path}bai/",
        content_type=ContentType.objects.get_for_model(ArticlePage),
        locale=Locale.get_default(),
        owner=author,
        live=False,
        has_unpublished_changes=True,
        latest_revision_created_at=timezone.now(),
    )


def _other_columns() -> dict[str, str]:
    own = {"id", "path", "slug", "translation_key"}
    columns = [field.column for field in Page._meta.concrete_fields if field.column not in own]
    return {"columns": ", ".join(f'"{column}"' for column in columns)}


# Decimal steps of the path are steps in treebeard's alphabet as well.
_COPY_PAGES = """
INSERT INTO wagtailcore_page (path, slug, translation_key, %(columns)s)
SELECT left(path, -3) || lpad(number::text, 3, '0'), slug || '-' || number, gen_random_uuid(),
       %(columns)s
  FROM wagtailcore_page, generate_series(1, %%(pages)s - 1) number
 WHERE id = ANY(%%(first)s)
"""
# As the server does by itself, only later: without it queries of these pages take half a minute.
_ANALYZE = """
ANALYZE wagtailcore_page, wagtailcore_revision, wagtailcore_workflowstate, moderation_submission
"""
_REMEMBER = """
CREATE TEMPORARY TABLE made AS
SELECT page.id, page.title, home.agency_id, row_number() OVER (ORDER BY page.id) %% 10 AS digit
  FROM wagtailcore_page first
  JOIN wagtailcore_page page ON left(page.path, -3) = left(first.path, -3)
  JOIN wagtailcore_page top ON top.path = left(page.path, 12)
  JOIN agency_sites_agencyhomepage home ON home.page_ptr_id = top.id
 WHERE first.id = ANY(%(first)s)
"""
_REVISIONS = """
INSERT INTO wagtailcore_revision
       (content_type_id, base_content_type_id, object_id, object_str, user_id, created_at, content)
SELECT %(article)s, %(page)s, id::text, title, %(author)s, now(), '{}' FROM made
"""
_NEWEST = """
UPDATE wagtailcore_page SET latest_revision_id = revision.id
  FROM wagtailcore_revision revision JOIN made ON revision.object_id = made.id::text
 WHERE wagtailcore_page.id = made.id
"""
# Of every ten pages four wait for appraisal, three for approval, two came back, one is a draft.
_STATES = """
INSERT INTO wagtailcore_workflowstate
       (content_type_id, base_content_type_id, object_id, workflow_id, status, created_at)
SELECT %(article)s, %(page)s, id::text, %(workflow)s, 'in_progress', now()
  FROM made WHERE digit > 0
"""
_SUBMISSIONS = """
INSERT INTO moderation_submission
       (page_id, agency_id, workflow_state_id, revision_id, stage, submitted_by_id, submitted_at,
        since)
SELECT made.id, agency_id, state.id, page.latest_revision_id,
       CASE WHEN digit < 5 THEN 'waiting_appraisal'
            WHEN digit < 8 THEN 'waiting_approval' ELSE 'returned' END,
       %(author)s, now(), now()
  FROM made JOIN wagtailcore_page page ON page.id = made.id
  JOIN wagtailcore_workflowstate state ON state.object_id = made.id::text
"""
_FORGET = "DROP TABLE made"
_FILL = (_ANALYZE, _REMEMBER, _REVISIONS, _NEWEST, _STATES, _SUBMISSIONS, _FORGET)
