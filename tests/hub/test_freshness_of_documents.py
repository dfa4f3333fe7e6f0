"""What the page of a document lists is not stale once a second has passed since a change."""

import datetime as dt

import pytest
from django.db import transaction

from aggregator.choices import ItemStatus
from aggregator.models import LibraryItem, Source
from legal_updates.models import DocumentFile
from sites.models import ArticlePage, LegalUpdatePage, MaterialPage, UpdateDocument
from tests.factories.documents import make_change
from tests.factories.files import make_file
from tests.factories.sections import make_article, make_item, make_material, make_update, put_live
from tests.factories.served import everywhere

pytestmark = pytest.mark.usefixtures("warm")


def test_a_document_that_no_longer_holds(network):
    assert network.document.get_absolute_url() in network.texts("citing article")[0]
    with transaction.atomic():
        make_change(network.document)
    everywhere(network, "document, documents", lambda text: "status--expired" in text)
    everywhere(network, "citing article", lambda text: 'class="law-notices"' in text)


def test_a_new_title_of_an_article_on_the_page_of_its_document(network):
    article = ArticlePage.objects.get(pk=network.citing.pk)
    article.title = "Bài có dẫn, tên mới"
    put_live(article.save_revision())
    everywhere(network, "document, citing article", lambda text: "Bài có dẫn, tên mới" in text)


def test_what_is_about_a_document_comes_changes_and_goes_on_its_page(network):
    about = {"documents": [network.document]}
    update = make_update(network.place, "Điểm mới của nghị định", **about)
    everywhere(network, "document", lambda text: "Điểm mới của nghị định" in text)
    material = make_material(network.place, "Tờ gấp về nghị định", **about)
    everywhere(network, "document", lambda text: "Tờ gấp về nghị định" in text)
    MaterialPage.objects.filter(pk=material.pk).update(still_valid=False)
    everywhere(network, "document", lambda text: "Tờ gấp về nghị định" not in text)
    LegalUpdatePage.objects.filter(pk=update.pk).update(date=dt.date(2026, 10, 4))
    everywhere(network, "document", lambda text: "04/10/2026" in text)
    UpdateDocument.objects.filter(page=update).delete()
    everywhere(network, "document", lambda text: "Điểm mới của nghị định" not in text)


def test_an_article_that_cites_a_document_comes_and_goes_on_its_page(network):
    body = [("paragraph", "<p>Theo Nghị định số 34/2020/NĐ-CP.</p>")]
    article = make_article(network.place, "Bài khác có dẫn", body=body)
    assert not any("Bài khác có dẫn" in text for text in network.texts("document"))
    put_live(article.save_revision())
    everywhere(network, "document", lambda text: "Bài khác có dẫn" in text)
    article.unpublish()
    everywhere(network, "document", lambda text: "Bài khác có dẫn" not in text)


def test_news_that_names_a_document_comes_and_goes_on_its_page(network):
    item = make_item("Tin có số hiệu", document_numbers=["34/2020/NĐ-CP"])
    everywhere(network, "document", lambda text: "Tin có số hiệu" in text)
    Source.objects.filter(pk=item.source_id).update(name="Báo đã đổi tên")
    everywhere(network, "document", lambda text: "Báo đã đổi tên" in text)
    LibraryItem.objects.filter(pk=item.pk).update(status=ItemStatus.SKIPPED)
    everywhere(network, "document", lambda text: "Tin có số hiệu" not in text)


def test_a_file_of_a_document_that_is_named_otherwise(network):
    file = make_file(b"%PDF-1.4", title="Toàn văn")
    DocumentFile.objects.create(document=network.document, file=file)
    everywhere(network, "document", lambda text: ">Toàn văn<" in text)
    file.title = "Toàn văn, bản có dấu"
    file.save()
    everywhere(network, "document", lambda text: "Toàn văn, bản có dấu" in text)
