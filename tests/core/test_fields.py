"""What people type is stored without what pasting brings, whatever form they type it into."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.urls import get_resolver, reverse
from django.utils import timezone

from network.agencies.models import Role
from network.core.fields import EvidenceLinkField, LineField, TextField
from network.hub.models import Situation
from network.oversight.models import HelpRequest, Outreach, OutreachForm
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("network", "sites", "legal_updates", "aggregator")
# Fields that are no texts of ours, and why they are left as they are posted.
PLAIN = {
    "network.core.fields TypedText": "its two kinds clean",
    "network.core.public_forms.following code": "read letter by letter where it is looked up",
    "network.core.spam_guard.forms stamp": "signed",
    "network.core.spam_guard.forms website": "a trap, never kept",
    "network.accounts.forms login": "folded to its canonical name where it is looked up",
    "network.accounts.forms return": "passwords and codes: every letter counts",
    "network.agencies.people.forms username": "has its own letters and normal form",
    "network.agencies.people.forms password": "every letter counts",
    "network.agencies.people.forms password_again": "every letter counts",
    "network.moderation.review.forms seen": "a digest",
    "network.reporting.desk.forms seen": "a moment",
    "network.feedback.forms PageField": "signed",
    "network.feedback.forms website": "a trap, never kept",
    "legal_updates.public.filtering q": "cleaned where it is looked up, never kept",
}
PASTED = unicodedata.normalize("NFD", "\ufeffHọp\u200b ở Đăk Đoa\r\n\u00adlần  hai\x07")
LINE, TEXT = "Họp ở Đăk Đoa lần hai", "Họp ở Đăk Đoa\nlần  hai"


def written_plain() -> Iterator[str]:
    """Yield where `forms.CharField` is written: a field, what a function returns, a class."""
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        module, text = ".".join(path.relative_to(ROOT).with_suffix("").parts), path.read_text()
        for node in ast.walk(ast.parse(text)) if "forms.CharField" in text else ():
            if isinstance(node, ast.ClassDef) and any(map(is_plain, node.bases)):
                yield f"{module} {node.name}"
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Return | ast.Expr):
                calls = (each for each in ast.walk(node) if isinstance(each, ast.Call))
                if any(is_plain(each.func) for each in calls):
                    targets = getattr(node, "targets", None) or [getattr(node, "target", None)]
                    name = re.findall(r"\w+", ast.unparse(targets[0])) if targets[0] else ["return"]
                    yield f"{module} {name[-1]}"


def is_plain(node: ast.AST) -> bool:
    """Return whether this is Django's own field."""
    return ast.unparse(node) == "forms.CharField"


def below(kind: type) -> Iterator[type[Any]]:
    """Yield all classes below `kind`."""
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def made_plain() -> Iterator[str]:
    """Yield the plain fields of our forms, those that a model makes among them."""
    assert get_resolver().url_patterns  # all screens with their forms
    for form in below(forms.BaseForm):
        for name, field in getattr(form, "base_fields", {}).items():
            told = [each for each in form.__mro__ if name in getattr(each, "declared_fields", ())]
            module = (told[-1] if told else form).__module__
            if type(field) is forms.CharField and module.startswith(PACKAGES):
                yield f"{module} {name}"


def test_no_form_of_ours_takes_a_text_as_it_was_pasted():
    assert set(written_plain()) == PLAIN.keys()
    assert set(made_plain()) <= PLAIN.keys()


@pytest.mark.parametrize(("field", "clean"), [(LineField, LINE), (TextField, TEXT)])
def test_a_text_is_cleaned_before_it_is_measured(field, clean):
    assert field(max_length=len(clean)).clean(PASTED) == clean
    assert field(required=False, empty_value=None).clean("\u200b") is None
    with pytest.raises(forms.ValidationError):
        field().clean("\u200b \ufeff")


@pytest.mark.django_db
def test_what_officers_paste_is_stored_clean(client):
    office = make_office("STP")
    browser = signed_in(client, office.author)
    told = {"text": PASTED, "place": PASTED, "agency": office.agency.pk}
    browser.post(reverse("oversight:ask_help"), told)
    row = HelpRequest.objects.get()
    assert (row.text, row.place) == (TEXT, LINE)


@pytest.mark.django_db
def test_the_form_of_a_model_cleans_as_well(client):
    office = make_office("STP")
    told = {
        "day": timezone.localdate().isoformat(),
        "form": OutreachForm.objects.get(key="loa").pk,
        "note": PASTED,
    }
    address = reverse("oversight:enter_outreach", args=[office.agency.pk])
    signed_in(client, office.author).post(address, told)
    assert Outreach.objects.get().note == TEXT


@pytest.mark.django_db
def test_so_does_a_form_that_wagtail_makes_of_a_model(client):
    need = Situation.objects.get(slug="dat-dai")
    told = {name: getattr(need, name) for name in ("label", "slug", "order")} | {
        "when_needed": PASTED,
        "topics": [topic.pk for topic in need.topics.all()],
        "agency_codes": ",".join(need.agency_codes),
        **{f"{name}-count": "0" for name in ("steps", "questions", "costs")},
    }
    admin = make_member(make_office("STP").agency, Role.NETWORK_ADMIN)
    signed_in(client, admin).post(reverse("hub_situation_modeladmin_edit", args=[need.pk]), told)
    need.refresh_from_db()
    assert need.when_needed == LINE


@pytest.mark.parametrize(
    "link",
    [
        "http://127.0.0.1/a",
        "http://10.0.0.8/a",
        "https://may-chu.local/a",
        "https://bit.ly/3x",
        "https://mang-luoi.vn/",
        "https://bаo.vn/tin",
    ],
)
def test_a_link_that_shows_nothing_is_no_evidence(link, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://mang-luoi.vn"
    form = type("Form", (forms.Form,), {"link": EvidenceLinkField(assume_scheme="https")})
    assert not form({"link": link}).is_valid()
    assert form({"link": "https://mang-luoi.vn/so-tu-phap/bai/"}).is_valid()
    assert form({"link": "https://tiếngviệt.vn/tin"}).is_valid()
