"""An address typed into the link dialog stays an address, whoever's page it leads to."""

import pytest
from django.urls import reverse_lazy
from wagtail.models import Site

from tests.factories.accounts import signed_in

ADDRESS = reverse_lazy("wagtailadmin_choose_page_external_link")


def typed(client, url: str) -> str:
    """Return the answer to an address that was typed."""
    form = {"external-link-chooser-url": url, "external-link-chooser-link_text": "Xem"}
    answer = client.post(ADDRESS, form)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def page_of_another(cast):
    """A page that citizens read, with a draft that they do not."""
    Site.clear_site_root_paths_cache()
    page = cast.foreign.contents.live
    assert cast.foreign.secret in page.get_latest_revision_as_object().title
    return page


def test_the_draft_of_another_agency_s_page_is_not_told(client, cast, page_of_another):
    signed_in(client, cast.people["author"])
    answer = typed(client, page_of_another.full_url)
    assert cast.foreign.secret not in answer
    assert page_of_another.full_url in answer


def test_without_an_address_the_form_says_so(client, cast):
    signed_in(client, cast.people["author"])
    answer = client.post(ADDRESS, {"external-link-chooser-link_text": "Xem"})
    assert answer.status_code == 200
    assert "external_link_chosen" not in answer.content.decode()


def test_wagtail_would_tell_it(client, cast, page_of_another, settings):
    settings.WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = "all"
    signed_in(client, cast.people["author"])
    assert cast.foreign.secret in typed(client, page_of_another.full_url)
