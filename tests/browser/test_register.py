"""The register's form in a real browser: what is there already shows while one types."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.documents import make_document
from tests.factories.people import make_agency, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
CREATE = reverse("legal_updates_legaldocument_modeladmin_create")


@pytest.fixture
def screen(chromium, address: str) -> Any:
    """The form in the network admin's browser."""
    context = chromium.new_context(base_url=address)
    keeper = make_member(make_agency("Sở Tư pháp"), Role.NETWORK_ADMIN)
    cookie = signed_in(Client(), keeper).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    page = context.new_page()
    page.goto(CREATE)
    yield page
    context.close()


def test_a_document_of_that_number_shows_while_typing(screen):
    known = make_document(title="Quy định <b>xử phạt</b>")
    screen.fill("#id_number", "100 /2019/nđ-cp")
    link = screen.locator("#number-twins a")
    link.wait_for()
    assert "Quy định <b>xử phạt</b>" in link.inner_text()
    assert link.get_attribute("href").endswith(f"/inspect/{known.pk}/")
    screen.fill("#id_number", "101/2019/nđ-cp")
    screen.locator("#number-twins").wait_for(state="hidden")
