"""What uses what, written in bulk."""

import pytest
from wagtail.models import ReferenceIndex

from network.core.references import add_references
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db


def rows() -> set[tuple]:
    names = (
        "content_type",
        "base_content_type",
        "object_id",
        "to_content_type",
        "to_object_id",
        "model_path",
        "content_path",
        "content_path_hash",
    )
    return set(ReferenceIndex.objects.values_list(*names))


def test_the_index_holds_what_wagtail_would_have_written():
    place = make_place(make_section("Sở Y tế"))
    link = f'<p><a linktype="page" id="{place.pk}">Hỏi đáp</a></p>'
    articles = [make_article(place, body=[("paragraph", link)]) for _ in range(2)]
    ReferenceIndex.objects.all().delete()
    for article in articles:
        ReferenceIndex.create_or_update_for_object(article)
    expected = rows()
    ReferenceIndex.objects.all().delete()
    add_references(articles)
    assert rows() == expected
    assert {row[4] for row in expected} >= {str(place.pk)}
    add_references(articles)
    assert rows() == expected
