"""The short cut of all other admin tests leaves what a real sign-in leaves."""

import pytest
from allauth.mfa.utils import decrypt
from django.test import Client

from network.accounts.models import User
from tests.factories.accounts import (
    code_now,
    is_in,
    make_enrolled_user,
    make_user,
    post_code,
    post_password,
    signed_in,
)

pytestmark = pytest.mark.django_db


def test_short_cut_equals_a_real_sign_in(client: Client):
    user = make_enrolled_user("lan")
    post_password(client, "lan")
    post_code(client, code_now())
    real, short = dict(client.session), dict(signed_in(Client(), user).session)

    assert is_in(client)
    for moments in (real, short):
        moments.pop("accounts_last_seen")
        for record in moments["account_authentication_methods"]:
            record.pop("at")
    assert short == real


def test_short_cut_gets_in_and_gives_a_factor_to_who_has_none(client: Client):
    user = make_user()

    assert is_in(signed_in(client, user))
    assert user.authenticator_set.filter(type="totp").exists()


def test_short_cut_gives_the_factors_that_enrolling_gives(client: Client):
    enrolled, short = make_enrolled_user(), make_user()
    signed_in(client, short)

    assert factors_of(short) == factors_of(enrolled)


def factors_of(user: User) -> dict[str, tuple[list[str], str]]:
    """Return the keys of what is kept of each factor, and the secret of an app."""
    kept = {each.type: each.data for each in user.authenticator_set.all()}
    return {
        kind: (sorted(data), decrypt(data["secret"]) if "secret" in data else "")
        for kind, data in kept.items()
    }


def test_djangos_own_short_cut_does_not_get_in(client: Client):
    client.force_login(make_enrolled_user())

    assert not is_in(client)
