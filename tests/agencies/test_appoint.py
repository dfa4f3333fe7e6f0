"""`manage.py appoint`: how a network gets its first admin."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from network.accounts.models import User
from network.agencies.models import AuditAction, AuditEntry, Membership, Role
from tests.factories.accounts import make_user, signed_in
from tests.factories.people import make_agency
from tests.factories.sections import make_hub

pytestmark = pytest.mark.django_db
DECISION = ("--decision", "12/QĐ-UBND")


def appoint(*words: str) -> str:
    """Return what the command prints."""
    out = io.StringIO()
    call_command("appoint", *words, stdout=out)
    return out.getvalue()


@pytest.mark.usefixtures("with_and_without_guard")
def test_in_an_empty_network_somebody_becomes_its_admin_and_comes_in(client):
    make_hub()
    said = appoint(
        "hung@example.gov.vn", "network_admin", *DECISION, "--full-name", "Đào Việt Hùng"
    )
    hung = User.objects.get()
    assert (hung.username, hung.get_full_name()) == ("hung", "Đào Việt Hùng")
    assert not hung.has_usable_password()
    way_in = re.search(r"https?://[^/]+(/\S+)", said)[1]
    form = client.get(way_in, follow=True)
    again = {"password1": "ba con meo den", "password2": "ba con meo den"}
    assert client.post(form.request["PATH_INFO"], again).status_code == 302
    hung.refresh_from_db()
    assert hung.check_password("ba con meo den")
    assert signed_in(client, hung).get(reverse("agencies_people:network")).status_code == 200
    # The link was good once.
    assert "password1" not in client.get(way_in, follow=True).content.decode()


def test_the_log_says_what_the_command_did():
    agency = make_agency("Sở Tư pháp")
    lan = make_user("lan")
    said = appoint("lan", "overseer", "--agency", agency.code, *DECISION)
    assert "http" not in said, "lan has a password"
    (held,) = lan.memberships.all()
    assert (held.agency, held.role, held.decision_number) == (agency, Role.OVERSEER, DECISION[1])
    entry = AuditEntry.objects.get(action=AuditAction.MEMBERSHIP_GRANTED)
    assert (entry.actor, entry.agency, entry.detail["url"]) == (None, agency, "manage.py appoint")


def test_run_again_it_changes_nothing_but_prints_a_new_way_in():
    first = appoint("hung", "network_admin", *DECISION, "--email", "hung@example.gov.vn")
    again = appoint("hung", "network_admin", *DECISION)
    assert "http" in first
    assert "http" in again
    assert Membership.objects.count() == AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["ai-do", "network_admin"], "No account is called 'ai-do': give --email"),
        (["moi", "network_admin", "--email", "khong"], "No account for 'moi': Enter a valid"),
        (["moi", "network_admin", "--email", "lan@example.gov.vn"], "already uses this email"),
        (["m oi", "network_admin", "--email", "moi@example.gov.vn"], "Enter a valid username"),
        (["m" * 200, "network_admin", "--email", "moi@example.gov.vn"], "at most 150"),
        (["lan", "network_admin", "--agency", "KHONG"], "No agency has the code 'KHONG'"),
        (["lan", "author", "--agency", "CHUA-MO"], "open_agency CHUA-MO"),
        (["lan", "network_admin", "--from", "2020-01-01"], "cannot begin in the past"),
        (["lan", "network_admin", "--to", "2020-01-01"], "last day lies before"),
        (["dong", "network_admin"], "The account dong is closed"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line_and_changes_nothing(words, reason):
    make_user("lan")
    make_user("dong", is_active=False)
    closed = make_agency()
    closed.pk, closed.code, closed.slug, closed.collection = None, "CHUA-MO", "chua-mo", None
    closed.save()
    with pytest.raises(CommandError, match=re.escape(reason)) as refused:
        appoint(*words, *DECISION)
    assert refused.value.returncode == 1
    assert "\n" not in str(refused.value)
    assert (User.objects.count(), AuditEntry.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    "words",
    [
        ["lan", "network_admin"],
        ["lan", "king", *DECISION],
        ["lan", "author", *DECISION],
        ["lan", "network_admin", "--decision", " "],
        ["lan", "network_admin", *DECISION, "--from", "hôm nay"],
    ],
)
def test_wrong_usage_is_exit_code_2(words):
    make_user("lan")
    with pytest.raises(CommandError) as refused:
        appoint(*words)
    assert refused.value.returncode == 2 or "Error:" in str(refused.value)
    assert not Membership.objects.exists()
