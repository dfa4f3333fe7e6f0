"""The demo network, whole."""

import io
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.urls import reverse

from legal_updates.models import Citation, DocumentDraft
from network.agencies.models import Agency, Membership
from network.directives.models import Assignment, AssignmentState, Directive
from network.following.models import Follow
from network.hub.search.keeping import refresh_changed
from network.provisioning.demo.accounts import DEMO_PASSWORD, account_rows, load_accounts
from network.provisioning.demo.agencies import import_missing
from network.provisioning.demo.staff import Staff
from sites.models import AgencyHomePage, ArticlePage, LibraryRule, PanoPlacement
from tests.factories.accounts import is_in, post_code, post_password

pytestmark = pytest.mark.django_db


def load() -> str:
    out = io.StringIO()
    call_command("load_demo", stdout=out, stderr=io.StringIO())
    return out.getvalue()


def crawl(client) -> tuple[list[str], set[str]]:
    """Follow every link from the front page; return what does not answer, and what is empty."""
    found, seen, dead, empty = ["/"], {"/"}, [], set()
    for path in found:
        answer = client.get(path)
        if answer.status_code not in {200, 302}:
            dead.append(path)
        page = answer.content.decode() if "html" in answer.get("Content-Type", "") else ""
        if 'id="empty-search"' in page:
            empty.add(path)
        new = set(re.findall(r'<a [^>]*href="(/[^"#?]*)', page)) - seen
        found += sorted(new)
        seen |= new
        assert len(found) < 3000
    return dead, empty


# What a citizen types, and what one of the first three answers must be about.
ERRANDS = {
    "bị chó cắn": "[Cc]hó",
    "uống rượu lái xe phạt bao nhiêu": "cồn|rượu",
    "lam so do": "sổ đỏ",
    "đăng ký kết hôn": "kết hôn",
    "mất thẻ căn cước": "căn cước",
    "bị chồng đánh": "bạo lực|đánh",
    "vay tiền qua app": "[Vv]ay",
    "trang facebook giả mạo": "giả|mạo danh",
}


def lost_errands(client) -> list[str]:
    """Return the searches of which none of the first three answers is what was meant."""
    lost = []
    for words, wanted in ERRANDS.items():
        answers = client.get("/tim-kiem/", {"q": words}).context["answers"][:3]
        fitting = [each.entry for each in answers if re.search(wanted, each.entry.title)]
        if not fitting or client.get(fitting[0].url).status_code != 200:
            lost.append(words)
    return lost


def cited_numbers() -> tuple[set[str], set[str]]:
    """Return the numbers that live pages cite: of confirmed records, and all others."""
    cited = Citation.objects.filter(in_live=True)
    known = cited.filter(document__confirmed_at__isnull=False)
    found = set(known.values_list("number", flat=True))
    return found, set(cited.values_list("number", flat=True)) - found


def test_the_demo_loads_and_loading_twice_adds_nothing(client):
    first = load()
    models = (
        Agency,
        ArticlePage,
        Membership,
        LibraryRule,
        PanoPlacement,
        Directive,
        Assignment,
        Follow,
    )
    counts = [model.objects.count() for model in models]
    assert load() == first
    assert [model.objects.count() for model in models] == counts
    assert counts[-1] >= 10
    # Something to look at for each step of a task.
    assert set(Assignment.objects.values_list("state", flat=True)) == set(AssignmentState.values)
    homes = AgencyHomePage.objects.select_related("agency").order_by("path")
    ended = {home.agency.code for home in homes if home.agency.status == "merged"}
    assert ended == {"SLDTBXH", "STNMT", "H622", "H633"}
    today = [home for home in homes if home.agency.code not in ended]
    assert sum(home.agency.kind in {"ubnd_xa", "ubnd_phuong"} for home in today) == 14
    assert len(today) == 31
    known, drafted = cited_numbers()
    assert len(known) / len(known | drafted) >= 0.95
    assert {"151/2025/NĐ-CP", "92/2024/NĐ-CP"} <= drafted
    assert DocumentDraft.objects.count() >= 2
    assert "Pano: Cổng Pháp luật quốc gia" in client.get("/so-y-te/").content.decode()
    assert all(Staff.of(home.agency) for home in today)
    for home in homes:
        page = client.get(home.url).content.decode()
        assert ("đã kết thúc hoạt động từ ngày" in page) == (home.agency.code in ended)
        assert ArticlePage.objects.live().descendant_of(home).exists()
    assert client.get("/so-tu-phap/").context["page"].agency.code == "STP-2025"
    pleiku = client.get("/thanh-pho-pleiku/").content.decode()
    assert "từ ngày 01/07/2025" in pleiku
    assert "/phuong-dien-hong/" in pleiku
    dead, empty = crawl(client)
    assert dead == []
    assert empty == set()
    refresh_changed()
    assert lost_errands(client) == []
    assert "/xa-ia-grai/" in client.get("/noi-toi-o/", {"q": "ia grai"}).content.decode()
    article = ArticlePage.objects.live().first()
    page = client.get(article.url).content.decode()
    for path in ("/", "/so-tu-phap/", "/tim-kiem/", "/van-ban/", "/hoi-dap/gui/", article.url):
        assert "Bản trình diễn:" in client.get(path).content.decode(), path
    assert article.title in page
    assert article.source_author in page


@pytest.fixture
def agencies() -> None:
    """The agencies alone, which is what the demo's people need."""
    import_missing()


def shown(*arguments: str) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().strip()


def test_the_demos_accounts_sign_in_with_a_second_factor(client, agencies):
    load_accounts()
    load_accounts()
    password = DEMO_PASSWORD
    assert post_password(client, "syt_tacgia", password).url == reverse("mfa_authenticate")
    post_code(client, shown("second_factor_code", "syt_tacgia"))
    assert is_in(client)
    apps = Authenticator.objects.filter(type="totp")
    assert len({decrypt(app.data["secret"]) for app in apps}) == len(apps) == len(account_rows())
    assert "second_factor_code NAME" in shown("load_demo", "--accounts")


def test_without_a_compulsory_factor_the_demos_password_is_enough(client, settings, agencies):
    settings.SECOND_FACTOR_REQUIRED = False
    load_accounts()
    post_password(client, "syt_tacgia", DEMO_PASSWORD)
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
