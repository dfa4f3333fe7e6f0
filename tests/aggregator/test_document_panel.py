"""News of the library on the page of a legal document."""

import pytest

from aggregator.models import ItemStatus
from tests.factories.documents import make_document
from tests.factories.sections import make_hub, make_item, make_source

pytestmark = pytest.mark.django_db


def test_a_document_page_leads_to_the_published_news_that_name_its_number(client):
    make_hub()
    decree = make_document()
    source = make_source("Công báo")
    named = {"document_numbers": [decree.number], "source": source}
    make_item("Tin về nghị định", link="https://congbao.example.vn/1", **named)
    make_item("Tin đang chờ", status=ItemStatus.NEW, **named)
    make_item("Tin về văn bản khác", document_numbers=["34/2020/NĐ-CP"], source=source)
    text = client.get(decree.get_absolute_url()).content.decode()
    assert 'href="https://congbao.example.vn/1"' in text
    assert "Công báo" in text
    assert "Tin đang chờ" not in text
    assert "Tin về văn bản khác" not in text
