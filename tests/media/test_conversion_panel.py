"""The start page says how many files can be read, as long as some wait to be converted."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.media.viewing.models import Rendering
from tests.factories.accounts import signed_in
from tests.factories.files import make_file, make_readable, pdf_of
from tests.factories.moderation import Office, make_office

LEAFLET = "khong-tao-hon"


def start_page(client: Client, office: Office) -> str:
    page: Any = signed_in(client, office.author).get(reverse("wagtailadmin_home"))
    return page.content.decode()


@pytest.mark.django_db
def test_the_panel_counts_the_files_of_the_agency_until_all_are_converted(
    client: Client, office: Office
) -> None:
    content = pdf_of(LEAFLET)
    make_readable(content, collection=office.agency.collection)
    waiting = make_file(content, "to-gap.pdf", collection=office.agency.collection)
    make_file(content, collection=make_office("SYT").agency.collection)
    assert "Đã xem được 1 trong 2 tệp" in start_page(client, office)
    now = timezone.now()
    Rendering.objects.filter(document=waiting).update(state="refused", reason="broken")
    assert Rendering.objects.filter(state="waiting", created_at__lt=now).exists()
    assert "Đang chuyển đổi tệp" not in start_page(client, office)
