"""What people read beside the screens of the admin: pages of errors and mails."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse
from django.views import defaults

from network.accounts.views import form_expired
from network.core.error_views import server_error
from tests.factories.accounts import run_jobs
from tests.factories.people import make_agency, make_member
from tests.factories.sections import make_item
from tests.tenancy.conftest import build_house
from tests.words.english import english_texts
from tests.words.texts import texts_of, texts_of_html

TEMPLATES = Path(settings.BASE_DIR) / "templates"
TAGS = re.compile(
    r"{%\s*blocktrans.*?endblocktrans\w*\s*%}|{%\s*comment.*?endcomment\s*%}|{#.*?#}|{%.*?%}"
    # An id is made of a word and a value.
    r"|(?:[\w-]*-)?{{.*?}}",
    re.DOTALL,
)


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: defaults.bad_request(request, ValueError()),
        lambda request: defaults.permission_denied(request, PermissionDenied()),
        lambda request: defaults.page_not_found(request, Http404()),
        server_error,
        form_expired,
    ],
    ids=["400", "403", "404", "500", "expired form"],
)
def test_an_error_is_told_in_vietnamese(db, answer):
    make_agency()
    response = answer(RequestFactory().get("/khong-co/"))
    assert len(texts_of(response)) > 2
    assert list(english_texts(texts_of(response))) == []


@pytest.mark.parametrize(
    "name", sorted(str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*.*"))
)
def test_no_template_has_english_outside_its_messages(name):
    source = (TEMPLATES / name).read_text(encoding="utf-8")
    assert list(english_texts(texts_of_html(TAGS.sub(" ", source)))) == []


def test_mails_are_vietnamese(client, db):
    # A house passes over what the library offers.
    make_item()
    house = build_house("SXD", "NHAMINH")
    client.post(reverse("account_reset_password"), {"email": house.people["author"].email})
    run_jobs()
    sent = [f"{letter.subject}\n{letter.body}" for letter in mail.outbox]
    assert len(mail.outbox) > 3
    assert list(english_texts([line for text in sent for line in text.splitlines()])) == []


def test_the_sign_in_is_vietnamese(client, db):
    member = make_member(make_agency())
    for name in ("account_login", "account_reset_password"):
        assert list(english_texts(texts_of(client.get(reverse(name))))) == []
    wrong = {"login": member.username, "password": "sai-mat-khau-roi"}
    assert list(english_texts(texts_of(client.post(reverse("account_login"), wrong)))) == []
