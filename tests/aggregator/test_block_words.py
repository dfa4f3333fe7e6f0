"""Block words of a source: what has one waits for a review, and says for which word."""

from django.urls import reverse

from aggregator.feeds.block_words import read_block_words
from aggregator.models import ItemStatus, LibraryItem, Source
from tests.factories.portals import entry, make_feed
from tests.factories.sections import make_item, make_source

LIST = reverse("aggregator_libraryitem_modeladmin_index")


def test_an_item_with_a_block_word_waits_even_from_a_trusted_source(desk, source, portal, refresh):
    Source.objects.update(trusted=True, block_words="quảng cáo\ncá độ")
    portal.pages["/tin.rss"] = make_feed(
        entry(1, title="Xử phạt cá độ bóng đá"), entry(2, title="Nghị định mới")
    )
    refresh(source)
    by_title = {each.title: each for each in LibraryItem.objects.all()}
    held, free = by_title["Xử phạt cá độ bóng đá"], by_title["Nghị định mới"]
    assert (held.status, held.blocked_word) == (ItemStatus.NEW, "cá độ")
    assert (free.status, free.blocked_word) == (ItemStatus.PUBLISHED, "")
    assert "“cá độ”" in desk.get(LIST).content.decode()


def test_what_a_trusted_source_changes_to_a_block_word_waits_again(source, portal, refresh):
    Source.objects.update(trusted=True, block_words="cá độ")
    portal.pages["/tin.rss"] = make_feed(entry(1, title="Nghị định mới"))
    refresh(source)
    portal.pages["/tin.rss"] = make_feed(entry(1, title="Nghị định về cá độ"))
    refresh(source)
    item = LibraryItem.objects.get()
    assert (item.status, item.blocked_word) == (ItemStatus.NEW, "cá độ")


def test_block_words_keep_their_lines_in_the_form(desk):
    source = make_source()
    address = reverse("aggregator_source_modeladmin_edit", args=[source.pk])
    form = {
        "name": source.name,
        "owner": source.owner,
        "level": source.level,
        "key": source.key,
        "url": source.url,
        "read_as": "rss",
        "pace": source.pace,
        "interval_minutes": "60",
        "enabled": "on",
        "block_words": "quảng  cáo\r\ncá độ",
    }
    assert desk.post(address, form).status_code == 302
    source.refresh_from_db()
    assert read_block_words(source.block_words) == ["quảng cáo", "cá độ"]


def test_a_word_says_nothing_of_an_item_that_was_approved(desk):
    make_item("Cá độ", blocked_word="cá độ")
    assert "“cá độ”" not in desk.get(LIST, {"status": "published"}).content.decode()
