"""A row stays with its agency in the database; one declared function hands it over."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from network.agencies.holdings import HOLDINGS, RowFate
from network.agencies.models import Agency, Membership
from network.agencies.transfer import OWNING_COLUMNS, install, owning_columns, transfer
from network.questions.models import Question
from tests.factories.moderation import make_office
from tests.factories.owning import owning
from tests.factories.questions import make_question

pytestmark = pytest.mark.django_db

# Foreign keys to Agency that do not say who owns the row.
NOT_OWNING = {
    "agencies.Agency.parent": "the place of an agency in the tree of agencies",
    "agencies.Succession.predecessor": "a link between two agencies, entered by the network",
    "agencies.Succession.successor": "a link between two agencies, entered by the network",
    "agencies.Agency.archive_keeper": "the agency that corrects an ended one's pages",
    "provisioning.ReorganisationStep.keeper": "a step of a plan, entered by the network",
    "provisioning.ReorganisationPlan.board": "the agency whose appraisers read for new sections",
    "provisioning.ReorganisationStep.predecessor": "a step of a plan, entered by the network",
    "provisioning.ReorganisationStep.successor": "a step of a plan, entered by the network",
    "moderation.EditorialRules.board": "the agency whose appraisers read for this one",
}


@pytest.fixture
def question(office):
    return make_question(office.agency)


@pytest.fixture
def other():
    return make_office("SYT").agency


def change_by_sql(row, agency):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET agency_id = %s WHERE id = %s",  # noqa: S608
            [agency.pk, row.pk],
        )


def agency_of(row):
    return type(row).objects.get(pk=row.pk).agency


def triggers():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_class c"
            " ON c.oid = t.tgrelid WHERE t.tgname = 'agencies_refuse_change' AND t.tgenabled = 'O'"
        )
        return dict(cursor.fetchall())


def test_every_key_of_an_agency_is_an_owning_column_or_is_explained():
    unexplained = {
        str(field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is Agency and field.column not in OWNING_COLUMNS
    }
    assert unexplained == NOT_OWNING.keys()


def test_only_the_search_index_is_computed_from_other_rows():
    computed = {name for name, holding in HOLDINGS.items() if holding.fate == RowFate.FOLLOWS}
    assert computed == {"hub.searchentry"}


def test_every_table_with_an_owning_column_has_the_trigger():
    found = triggers()
    for model, columns in owning_columns().items():
        definition = found.pop(model._meta.db_table)
        for column in columns:
            assert f"old.{column} IS DISTINCT FROM new.{column}" in definition, model
    assert found == {}


def test_an_update_cannot_move_a_row_to_another_agency(question, other):
    question.agency = other
    with pytest.raises(IntegrityError), transaction.atomic():
        question.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(agency=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        change_by_sql(question, other)
    assert agency_of(question) != other


def test_the_transfer_function_hands_over_the_one_row_that_it_names(office, question, other):
    stays = make_question(office.agency, text="Một câu hỏi khác")
    transfer(question, to=other)
    assert question.agency == agency_of(question) == other
    with pytest.raises(IntegrityError), transaction.atomic():
        change_by_sql(stays, other)


def test_a_model_that_is_not_declared_is_never_handed_over(office, other):
    membership = Membership.objects.filter(agency=office.agency).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        transfer(membership, to=other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=membership.pk).update(agency=None)
    assert agency_of(membership) == office.agency


def test_a_missing_trigger_is_the_harm_and_the_next_migrate_makes_it_again(question, other):
    with owning(), connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER agencies_refuse_change ON questions_question")
    change_by_sql(question, other)
    # The other agency now reads what a citizen wrote to the first.
    assert Question.objects.filter(agency=other, text=question.text).exists()
    with owning(), connection.cursor() as cursor:
        install(cursor, set(connection.introspection.table_names(cursor)))
    with pytest.raises(IntegrityError), transaction.atomic():
        change_by_sql(question, make_office("SGD").agency)
