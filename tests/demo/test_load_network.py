"""A loaded network is one that people could have made by hand, only faster."""

import io

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, ReferenceIndex

from legal_updates.citations import find_document_numbers
from legal_updates.models import Citation, LegalDocument, Relation
from network.accounts.models import User
from network.agencies.models import Agency, Membership
from network.demo.accounts import DEMO_PASSWORD
from network.demo.load import articles
from network.demo.load.documents import SLUG_PREFIX
from network.media.models import AgencyImage
from sites.models import AgencyHomePage, ArticlePage
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def within_the_transaction(monkeypatch):
    """Let the command become the owner on the test's own connection."""
    monkeypatch.setattr("network.demo.management.commands.load_network.as_owner", owning)


def load(agencies: int, pages: int = 10) -> str:
    out = io.StringIO()
    options = {"agencies": agencies, "pages": pages, "here": True}
    call_command("load_network", stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def counts() -> list[int]:
    return [each.objects.count() for each in (Agency, Page, User, Membership, AgencyImage)]


def test_the_same_numbers_again_add_nothing_and_larger_ones_add_the_rest():
    assert load(2).startswith("2 agencies added")
    before = counts()
    assert load(2).startswith("0 agencies added")
    assert counts() == before
    assert load(3).startswith("1 agencies added")
    assert AgencyHomePage.objects.count() == 3
    assert ArticlePage.objects.count() == 30
    assert not any(Page.find_problems())


def test_readers_find_what_is_live_and_not_what_is_a_draft(client):
    load(1)
    live, draft = ArticlePage.objects.live().first(), ArticlePage.objects.not_live().get()
    page = client.get(live.url).content.decode()
    assert live.title in page
    assert live.source_author in page
    assert client.get(f"/{draft.url_path.split('/', 2)[2]}").status_code == 404
    found = client.get("/tim-kiem/", {"q": "Pleiku"}).content.decode()
    assert found.count("(1.") == ArticlePage.objects.live().filter(title__contains="Pleiku").count()


def test_editors_meet_revisions_usages_and_unpublished_changes():
    load(1)
    changed = ArticlePage.objects.live().get(has_unpublished_changes=True)
    assert changed.latest_revision_id != changed.live_revision_id
    for article in ArticlePage.objects.all():
        assert article.get_latest_revision_as_object().title == article.title
    used = ArticlePage.objects.first().cover
    assert ReferenceIndex.get_references_to(used).exists()
    assert User.objects.get(username="tai-00001-author").check_password(DEMO_PASSWORD)


def test_an_interrupted_run_leaves_whole_agencies_and_goes_on(monkeypatch):
    monkeypatch.setattr("network.demo.load.loader.BATCH", 1)
    write = articles.load_articles

    def interrupt(*, desks, **rest):
        if desks[0].text.number == 2:
            raise KeyboardInterrupt
        write(desks=desks, **rest)

    with monkeypatch.context() as patch:
        patch.setattr(articles, "load_articles", interrupt)
        with pytest.raises(CommandError, match="goes on from here"):
            load(3)
    assert list(Agency.objects.values_list("code", flat=True)) == ["TAI-00001"]
    assert load(3).startswith("2 agencies added")
    assert ArticlePage.objects.count() == 30


def test_production_is_left_alone(settings):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="production"):
        load(1)
    assert not Agency.objects.exists()


@pytest.mark.parametrize("agencies", ["0", "-1", "20001", "nhiều"])
def test_a_wrong_number_is_refused(agencies):
    with pytest.raises(CommandError, match="no number from 1 to 20000"):
        call_command("load_network", f"--agencies={agencies}", "--here")


def test_a_database_that_needs_quoting_is_refused():
    with pytest.raises(CommandError, match="no name for a database"):
        call_command("load_network", database='x"; DROP DATABASE pbgdpl')


def test_documents_and_citations_are_loaded_once():
    sizes = {"documents": 50, "citations": 40}
    for _ in range(2):
        options = {"agencies": 1, "pages": 10, "here": True, **sizes}
        call_command("load_network", stdout=io.StringIO(), stderr=io.StringIO(), **options)
        assert LegalDocument.objects.filter(slug__startswith=SLUG_PREFIX).count() == 50
        assert Citation.objects.count() == 40
    number = LegalDocument.objects.filter(slug__startswith=SLUG_PREFIX).first()
    assert find_document_numbers(number.number)[0].key == number.number_key
    assert Relation.objects.exists()
