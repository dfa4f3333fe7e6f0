"""Each table that references an agency says what becomes of its rows when the agency ends."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from network.agencies import holdings
from network.agencies.holdings import HOLDINGS, HandOver, Holding, count_rows, holding_of
from network.agencies.models import Agency
from network.questions.models import Question
from tests.factories.moderation import end, make_draft, make_office
from tests.factories.questions import make_question

pytestmark = pytest.mark.django_db

# Models that can reference a row of any table, and why none of them holds rows of an agency.
REFERENCES_TO_ANY_TABLE = {
    "agencies.auditentry": "registered by its key `agency`; the row concerned is never followed",
    "auth.permission": "describes a model",
    "desks.delegation": "registered by its key `agency`; a row of another agency is never found",
    "taggit.taggeditem": "tags of images and documents",
    "wagtailadmin.editingsession": "open editors",
    "wagtailadmin.formstate": "open editors",
    "wagtailcore.modellogentry": "history, found by the row that it is about",
    "wagtailcore.page": "the page's type",
    "wagtailcore.pagelogentry": "history, found by the page",
    "wagtailcore.referenceindex": "computed from the texts",
    "wagtailcore.revision": "versions, found by the page",
    "wagtailcore.task": "the task's type",
    "wagtailcore.taskstate": "the task's type",
    "wagtailcore.uploadedfile": "uploads in progress",
    "wagtailcore.workflowcontenttype": "describes a model",
    "wagtailcore.workflowstate": "workflow runs, found by the page",
    "wagtailsearch.indexentry": "computed from the texts",
}


def keys_to(model):
    """Return the foreign keys of all tables to a model, by label of the table in lower case."""
    found = {}
    for table in apps.get_models(include_auto_created=True):
        fields = [each.name for each in table._meta.local_fields if each.related_model is model]
        if fields:
            found[table._meta.label_lower] = set(fields)
    return found


def test_every_key_to_an_agency_is_registered_with_the_fate_of_its_rows():
    registered = {name: set(HOLDINGS[name].keys) for name in keys_to(Agency) if name in HOLDINGS}
    assert registered == keys_to(Agency)


def test_every_generic_reference_is_registered_or_explained():
    assert keys_to(ContentType).keys() == REFERENCES_TO_ANY_TABLE.keys()


def test_rows_of_all_tables_are_counted_by_agency_with_one_query(office, django_assert_num_queries):
    other = make_office("SYT")
    make_question(office.agency)
    make_draft(office)
    with django_assert_num_queries(1):
        counted = count_rows([office.agency.pk, other.agency.pk])
    assert counted["questions.question"] == {office.agency.pk: 1}
    assert counted["drafts"] == {office.agency.pk: 1}
    assert counted["agencies.membership"][other.agency.pk] >= 3
    assert all(holdings.label_of(name) for name in HOLDINGS)


def test_a_table_that_fails_does_not_hold_up_the_others(office, monkeypatch):
    def refuse(row, **kwargs):
        raise RuntimeError

    question, heir = make_question(office.agency), make_office("SKHCN")
    end(office, heir)
    way = holding_of(Question).hand_over
    broken = Holding(holding_of(Question).fate, hand_over=HandOver(way.open_rows, way.heir, refuse))
    monkeypatch.setattr(holdings, "HOLDINGS", {"broken": broken, **HOLDINGS})
    with pytest.raises(ExceptionGroup):
        holdings.hand_over_open_rows(now=timezone.now())
    question.refresh_from_db()
    assert question.agency == heir.agency
