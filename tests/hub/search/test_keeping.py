"""What is public is found, what is not is not, whichever way it became so."""

import pytest
from django.db import connection

from network.hub.models import Kind, SearchChange, SearchEntry
from network.hub.search.keeping import keep_up
from tests.factories.documents import make_document
from tests.factories.sections import make_article, make_item, make_place, make_section

pytestmark = pytest.mark.django_db


def kept() -> set[tuple[str, int]]:
    keep_up()
    assert not SearchChange.objects.exists()
    return set(SearchEntry.objects.exclude(kind=Kind.PLACE).values_list("kind", "key"))


def test_everything_public_is_kept():
    home = make_section("Sở Y tế")
    article = make_article(make_place(home), "Tiêm chủng")
    document, item = make_document(), make_item("Tin")
    assert kept() == {
        (Kind.AGENCY, home.pk),
        (Kind.ARTICLE, article.pk),
        (Kind.DOCUMENT, document.pk),
        (Kind.CARD, item.pk),
    }
