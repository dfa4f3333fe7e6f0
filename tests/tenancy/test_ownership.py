"""No statement moves a row of one house to the other, whatever table it is in."""

import pytest
from django.db import DatabaseError, connection, transaction

from network.agencies.transfer import owning_columns
from tests.tenancy.state import stored_models


def foreign_rows(table, column, agency):
    """Return the keys of the agencies in `column` that are not `agency`, one for each row."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE {column} <> %s ORDER BY 1",  # noqa: S608
            [agency.pk],
        )
        return cursor.fetchall()


@pytest.mark.parametrize("is_null", [False, True])
def test_the_database_refuses_to_move_any_foreign_row(cast, is_null):
    """Try every column of every model that names the owner, with the own agency and with nobody."""
    tried, empty, own = 0, set(), cast.own.agency
    for model, columns in owning_columns().items():
        table = model._meta.db_table
        for column in columns:
            rows = foreign_rows(table, column, own)
            if not rows:
                empty.add(f"{model._meta.label}.{column}")
                continue
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s WHERE {column} <> %s",  # noqa: S608
                    [None if is_null else own.pk, own.pk],
                )
            assert foreign_rows(table, column, own) == rows
            tried += len(rows)
    # Nobody follows an agency, or rates or counts its pages here.
    assert empty == {
        "following.Follow.agency_id",
        *(f"feedback.{model}.agency_id" for model in ("RatingDay", "RatingReason", "RatingToday")),
        *(f"usage.{model}.agency_id" for model in ("AgencyViews", "TopicViews")),
        *(f"usage.{model}.agency_id" for model in ("ViewDay", "ViewMonth")),
    }
    assert tried > len(stored_models()) / 4
