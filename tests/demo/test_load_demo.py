"""Who signs in to the demo, and where it is not loaded; tests/browser/test_errands.py loads it."""

import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from network.agencies.models import Agency
from network.demo.accounts import DEMO_PASSWORD, account_rows, load_accounts
from network.demo.agencies import import_missing
from network.demo.later import order_jobs
from network.demo.tasks import conversions_done
from tests.factories.accounts import is_in, post_code, post_password
from tests.factories.files import make_file, pdf_of

pytestmark = pytest.mark.django_db


def load() -> None:
    call_command("load_demo", stdout=io.StringIO(), stderr=io.StringIO())


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


def test_a_second_start_before_the_worker_is_done_queues_nothing_twice():
    make_file(pdf_of("khong-tao-hon"))
    for _ in range(2):
        order_jobs()
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("-priority")
    last = [(job.task_name, job.lock) for job in jobs][-2:]
    assert last == [(name, "media.render") for name in ("media.render", "demo.conversions_done")]
    for _ in range(2):
        conversions_done()
    check = ProcrastinateJob.objects.get(task_name="oversight.check_agencies")
    assert check.lock == app.tasks["media.read_scan"].lock
    assert check.priority < app.tasks["media.read_scan"].priority
