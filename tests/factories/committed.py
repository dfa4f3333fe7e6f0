"""A fixture for tests whose rows must be visible to other database connections."""

from collections.abc import Iterator

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry
from wagtail.search.models import IndexEntry

from aggregator.models import LibraryItem, PortalHost, Source
from legal_updates.models import DocumentDraft
from tests.factories.owning import EMPTY_LEFTOVERS, owning


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Rows that other connections see; what the test has made is deleted after it."""
    with django_db_blocker.unblock():
        yield
        items = LibraryItem.objects.values_list("pk", flat=True)
        label = {"content_type__app_label": "aggregator", "content_type__model": "libraryitem"}
        IndexEntry.objects.filter(**label, object_id__in=[str(pk) for pk in items]).delete()
        LibraryItem.objects.all().delete()
        Source.objects.all().delete()
        DocumentDraft.objects.all().delete()
        PortalHost.objects.all().delete()
        ModelLogEntry.objects.filter(content_type__app_label="aggregator").delete()
        with owning(), connection.cursor() as cursor:
            cursor.execute(EMPTY_LEFTOVERS)
        connection.close()
