"""The demo network, whole."""

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.urls import reverse

from legal_updates.models import LegalDocument
from network.agencies.import_services import import_agencies
from network.agencies.importing import read_agencies
from network.agencies.models import Agency, Membership
from network.following.models import Follow
from network.provisioning.demo import loader
from network.provisioning.management.commands.load_demo import AGENCIES
from sites.models import AgencyHomePage, ArticlePage, LibraryRule
from tests.factories.accounts import is_in, post_code, post_password

pytestmark = pytest.mark.django_db


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_the_demo_loads_and_loading_twice_adds_nothing(client):
    first = load()
    models = (Agency, ArticlePage, Membership, LibraryRule, Follow)
    counts = [model.objects.count() for model in models]
    assert load() == first
    assert [model.objects.count() for model in models] == counts
    assert counts[-1] >= 10
    kinds = AgencyHomePage.objects.values_list("agency__kind", flat=True)
    assert sum(kind in {"ubnd_huyen", "ubnd_thi_xa", "ubnd_thanh_pho"} for kind in kinds) == 17
    assert sum(kind in {"so", "van_phong", "thanh_tra", "ban"} for kind in kinds) >= 20
    article = ArticlePage.objects.live().first()
    page = client.get(article.url).content.decode()
    assert article.title in page
    assert article.source_author in page
    ended = AgencyHomePage.objects.get(agency__code="STTTT")
    assert "kết thúc hoạt động từ ngày 01/03/2025" in client.get(ended.url).content.decode()
    old = LegalDocument.objects.get(number="45/2013/QH13")
    assert (old.validity, old.changes.count()) == ("expired", 2)


@pytest.fixture
def agencies() -> None:
    """The agencies alone, which is what the demo's people need."""
    parsed = read_agencies(AGENCIES.read_bytes(), filename=AGENCIES.name)
    import_agencies(parsed=parsed, dry_run=False)


def shown(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_the_demos_accounts_sign_in_with_a_second_factor(client, agencies):
    loader.load_accounts()
    loader.load_accounts()
    password = loader.DEMO_PASSWORD
    assert post_password(client, "syt_tacgia", password).url == reverse("mfa_authenticate")
    post_code(client, shown("second_factor_code", "syt_tacgia"))
    assert is_in(client)
    apps = Authenticator.objects.filter(type="totp")
    assert len({decrypt(app.data["secret"]) for app in apps}) == len(apps) == 11
    assert "second_factor_code NAME" in shown("load_demo", "--accounts")


def test_without_a_compulsory_factor_the_demos_password_is_enough(client, settings, agencies):
    settings.SECOND_FACTOR_REQUIRED = False
    loader.load_accounts()
    post_password(client, "syt_tacgia", loader.DEMO_PASSWORD)
    assert is_in(client)
    assert "second" not in shown("load_demo", "--accounts")


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
