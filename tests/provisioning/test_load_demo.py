"""The demo network, whole."""

import io

import pytest
from django.core.management import CommandError, call_command

from network.agencies.models import Agency, Membership
from sites.models import AgencyHomePage, ArticlePage, LibraryRule

pytestmark = pytest.mark.django_db


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_demo_loads_and_loading_twice_adds_nothing(client):
    first = load()
    counts = [model.objects.count() for model in (Agency, ArticlePage, Membership, LibraryRule)]
    assert load() == first
    again = [model.objects.count() for model in (Agency, ArticlePage, Membership, LibraryRule)]
    assert again == counts
    kinds = AgencyHomePage.objects.values_list("agency__kind", flat=True)
    assert sum(kind in {"ubnd_huyen", "ubnd_thi_xa", "ubnd_thanh_pho"} for kind in kinds) == 17
    assert sum(kind in {"so", "van_phong", "thanh_tra", "ban"} for kind in kinds) >= 20
    article = ArticlePage.objects.live().first()
    page = client.get(article.url).content.decode()
    assert article.title in page
    assert article.source_author in page


def test_the_demo_leaves_a_real_network_alone():
    Agency.objects.create(code="A", name="Sở A", short_name="Sở A", kind="so", slug="so-a")
    with pytest.raises(CommandError, match="holds other agencies"):
        load()
    assert Agency.objects.count() == 1


def test_the_demo_is_refused_on_production_settings(settings):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError, match="production"):
        load()
    assert not Agency.objects.exists()
