"""The guard's table fits the URLs, or the process does not start."""

import json

import pytest
from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory
from django.urls import resolve, reverse

from network.agencies.guard import rules
from network.agencies.guard.faults import all_faults, faults_of
from network.agencies.guard.middleware import named_objects
from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.refs import Ref
from network.agencies.guard.rules import (
    GUARD_RULES,
    Rule,
    UrlAudience,
    form,
    names_nothing,
    path,
    query,
)
from network.agencies.models import Role
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_draft, make_office

EDIT = "wagtailadmin_pages:edit"
WRONG = {
    "a name that no URL has": ("wagtailadmin_pages:edti", path(page_id=ObjectKind.PAGE), "no URL"),
    "a part that the URL does not have": (EDIT, path(page_pk=ObjectKind.PAGE), "no part “page_pk”"),
    "a part that nobody reads": (EDIT, names_nothing(), "does not read the part “page_id”"),
    "nothing said": (EDIT, None, "says neither"),
    "a kind that nobody knows": (EDIT, path(page_id="papge"), "whose a “papge” is"),
    "a place that nobody reads": (
        EDIT,
        (*path(page_id=ObjectKind.PAGE), Ref("cookie", "page", ObjectKind.PAGE)),  # type: ignore[arg-type]
        "“cookie”",
    ),
}


@pytest.fixture(params=WRONG, ids=str)
def wrong(request, monkeypatch):
    """Put a wrong rule into the table; return what is said about it."""
    name, refs, said = WRONG[request.param]
    monkeypatch.setitem(rules.GUARD_RULES._entries, name, Rule(refs=refs))
    return f"{name}: ", said


def test_the_table_fits_the_urls():
    assert all_faults() == []


def test_a_wrong_rule_is_an_error_of_the_check(wrong):
    with pytest.raises(SystemCheckError) as raised:
        call_command("check")
    assert all(words in str(raised.value) for words in wrong)


def test_no_web_process_starts_with_a_wrong_rule(wrong):
    with pytest.raises(ImproperlyConfigured) as raised:
        get_wsgi_application()
    assert all(words in str(raised.value) for words in wrong)


@pytest.mark.django_db
def test_a_rule_that_says_nothing_opens_to_nobody(client, monkeypatch):
    office = make_office()
    signed_in(client, office.author)
    address = reverse("wagtailadmin_explore_root")
    assert client.get(address, follow=True).status_code == 200
    monkeypatch.setitem(rules.GUARD_RULES._entries, "wagtailadmin_explore_root", Rule())
    assert client.get(address).status_code == 404


def test_two_floors_cannot_have_the_same_screen():
    with pytest.raises(ImproperlyConfigured, match=EDIT):
        GUARD_RULES.register({EDIT: Rule(refs=names_nothing())})


def test_a_closed_screen_names_what_it_likes():
    assert list(faults_of(Rule(UrlAudience.NOBODY), [frozenset({"page_id"})])) == []


def test_a_part_without_a_name_is_read_by_nobody():
    assert "#1" in next(faults_of(Rule(refs=names_nothing()), [frozenset({"#1"})]))


def named(request) -> set[tuple[str, str]]:
    rule = Rule(
        refs=path(page_id=ObjectKind.PAGE)
        + form(file=ObjectKind.DOCUMENT)
        + query(at=ObjectKind.IMAGE)
    )
    match = resolve(reverse(EDIT, args=[5]))
    return set(named_objects(rule, match, request))


def test_path_query_form_and_json_are_read():
    made, page = RequestFactory(), (ObjectKind.PAGE, "5")
    fields = {"files-0-file": "7", "file": "", "new_parent_page": "3"}
    expected = {page, (ObjectKind.DOCUMENT, "7"), (ObjectKind.PAGE, "3")}
    assert named(made.post("/", fields)) == expected
    body = json.dumps({"new_parent_page": 3, "rows": [{"file": 7}, {"file": None}]})
    assert named(made.post("/", body, content_type="application/json")) == expected
    assert named(made.get("/?at=8&at=&file=9")) == {page, (ObjectKind.IMAGE, "8")}


@pytest.mark.parametrize("body", ["{", "[" * 100_000, b"\xff"])
def test_a_body_that_cannot_be_read_is_refused(body):
    with pytest.raises(BadRequest):
        named(RequestFactory().post("/", body, content_type="application/json"))


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_a_method_that_no_screen_is_made_for_is_refused(client, method):
    office = make_office()
    page = make_draft(office)
    signed_in(client, office.author)
    answer = getattr(client, method)(reverse(EDIT, args=[page.pk]))
    assert answer.status_code == 405


@pytest.mark.django_db
def test_an_editor_left_open_goes_on_when_its_session_is_forgotten(client):
    office = make_office()
    page = make_draft(office)
    signed_in(client, office.author)
    names = ["agency_sites", "articlepage", page.pk, 999_999]
    ping = reverse("wagtailadmin_editing_sessions:ping", args=names)
    assert client.post(ping).status_code == 200
    foreign = make_draft(make_office("SYT"))
    names[2] = foreign.pk
    ping = reverse("wagtailadmin_editing_sessions:ping", args=names)
    assert client.post(ping).status_code == 404


def test_the_acts_of_the_overseer_are_these():
    acts = {name for name, rule in GUARD_RULES.items() if rule.overseer_act}
    ours = [
        "add",
        "edit",
        "add_task",
        "remove_task",
        "discard",
        "send",
        "close",
        "answer",
        "accept",
        "send_back",
    ]
    of_reports = [
        *("write", "submit", "take_paper", "accept", "send_back", "correct"),
        *("open_period", "lock", "consolidate", "send_up", "remind", "extend", "remind_all"),
    ]
    assert acts == {
        "channels_desk:issue_words",
        *(f"channels_desk:{name}" for name in ("decide_owner", "doubt", "clear")),
        "cases_desk:set_authority",
        "moderation:withdraw",
        "moderation_rules:urgent",
        "oversight:declare_duty",
        "oversight:dispute_row",
        "oversight:help_request",
        *(f"oversight:{name}" for name in ("remind", "evidence", "decide_verdict", "audit_cell")),
        *(f"directives:{name}" for name in ours),
        *(f"practices_desk:{name}" for name in ("recognise", "ask_more", "refuse")),
        *(f"reporting:{name}" for name in of_reports),
        *(f"cases_desk:{name}" for name in ("open", "add_evidence", "verify", "confirm")),
        *(f"cases_desk:{name}" for name in ("settle", "reopen", "notify", "look")),
        *(f"fake_reports_desk:{name}" for name in ("take", "close", "hand_over")),
    }
    assert all(Role.OVERSEER in GUARD_RULES[name].audience.value for name in acts)
