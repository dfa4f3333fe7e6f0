"""Which pages a new web process makes before its first visitor comes."""

import pytest
from django.utils import timezone

from network.hub.in_advance import paths_in_advance
from network.usage.models import ViewMonth
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db


def test_the_hub_comes_first_then_what_is_read_most_then_the_rest_once_each():
    home = make_section("Sở Y tế")
    place = make_place(home, "Tin tức")
    little, much, never = (make_article(place, title) for title in ("Ít", "Nhiều", "Chưa"))
    month = timezone.localdate().replace(day=1)
    for page, views in ((little, 3), (much, 40)):
        ViewMonth.objects.create(path=page.url, page_pk=page.pk, month=month, views=views)
    paths = list(paths_in_advance())
    assert paths[:3] == ["/", much.url, little.url]
    assert {never.url, home.url, place.url, "/van-ban/"} <= set(paths)
    assert len(paths) == len(set(paths))
