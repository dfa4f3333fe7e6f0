"""Nobody of one agency sees or changes a thing of another: every admin address, every persona."""

import json
from typing import Any

import pytest
from django.http import QueryDict
from django.urls import resolve, reverse
from wagtail import hooks

from network.accounts.models import User
from network.agencies.guard.middleware import GuardMiddleware
from network.agencies.guard.rules import GUARD_RULES, rule_of
from network.agencies.models import AuditEntry
from tests.factories.accounts import signed_in
from tests.tenancy.admin_urls import admin_addresses, admin_patterns, spelled_addresses
from tests.tenancy.conftest import LEFT, OF_TWO, PERSONAS
from tests.tenancy.crossing import SCREENS, VisitOfTwo
from tests.tenancy.forms import forms_of, hostile_form, hostile_json, variants
from tests.tenancy.parts import Address, queries, spelled_queries
from tests.tenancy.visits import ROWS_OF_ACTS, Visit

# These two look at everything; what they write is counted all the same.
READERS = ("overseer", "network_admin")
STRANGERS = tuple(name for name in PERSONAS if name not in READERS)
# Their scope is an author's: screens are asked as they are, without foreign queries, and forms are
# sent with foreign keys in their usual spelling; the author tries all of them.
SAME_SCOPE = ("appraiser", "approver", LEFT)
# These few try what is refused or let through whoever comes.
OTHER_WAYS = ("agency_admin", "overseer")
METHODS = ("head", "options", "put", "patch", "delete")
# Editors, and where they have their form shown.
PREVIEWS = {
    "wagtailadmin_pages:edit": "wagtailadmin_pages:preview_on_edit",
    "wagtailadmin_pages:add": "wagtailadmin_pages:preview_on_add",
}
# Forms that an agency admin can save as they stand.
GOOD_FORMS = {
    "wagtailadmin_pages:edit": lambda house: house.article.pk,
    "wagtailimages:edit": lambda house: house.image.pk,
    "wagtaildocs:edit": lambda house: house.document.pk,
}
# Forms of the overseer's acts.
GOOD_ACTS = {
    "moderation_rules:urgent": {"urgent_allowed": "on", "urgent_hours": "6"},
    "moderation:withdraw": {"reason": "order", "comment": "Kết luận số 12/KL-STP."},
}
# Addresses whose form does nothing but leave.
LEAVING = "wagtailadmin_logout"


def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard away."""
    monkeypatch.setattr(GuardMiddleware, "process_view", lambda *args, **kwargs: None)


type Screens = list[tuple[Address, bytes]]


def look_everywhere(visit: Visit) -> Screens:
    """Ask every screen for foreign things, and one's own screens with foreign queries.

    Returns the screens that opened: one's own, and for readers those of the foreign house too.
    """
    own = {address.url: address for address in admin_addresses(visit.cast.own)}
    foreign = {address.url: address for address in admin_addresses(visit.foreign)}
    screens = []
    for url, address in (foreign | own).items():
        # Whoever reads everything has nothing to look for; what a query finds is judged by the
        # scope, which is one for all who serve an agency: two of them ask.
        asks = not visit.may_look and visit.persona not in SAME_SCOPE
        asked = queries(visit.foreign) if url in own and asks else []
        response = visit.get_with(url, asked, spelled_queries(visit.foreign) if asked else ())
        if is_screen(address, response) and (url in own or visit.may_look):
            screens.append((address, response.content))
    assert visit.is_still_in()
    return screens


def is_screen(address: Address, response: Any) -> bool:
    """Return whether the answer is a page whose forms may be tried."""
    return response.status_code == 200 and not response.streaming and address.name != LEAVING


def post_everywhere(visit: Visit, screens: Screens) -> None:
    """Post to every screen of foreign things, and one's own forms with foreign things in them."""
    for address in admin_addresses(visit.foreign):
        if address.name != LEAVING:
            visit.post(address, hostile_form(visit.cast))
    post_forms(visit, screens)


def post_forms(visit: Visit, screens: Screens) -> None:
    """Post the forms of screens with foreign things in them, those of editors to previews too."""
    # Forms that are the same on several pages are tried with foreign things once.
    tried: set[tuple[str, str]] = set()
    for address, html in screens:
        for where, fields, relations in forms_of(address.url, html):
            post_form(visit, Address(address.name, where, address.route), fields, relations, tried)
            if address.name in PREVIEWS and where == address.url:
                preview = preview_of(address)
                post_form(visit, preview, fields, relations, tried)


def preview_of(address: Address) -> Address:
    """Return where an editor posts its form to be looked at."""
    name = PREVIEWS[address.name]
    return Address(name, reverse(name, kwargs=resolve(address.url).kwargs), address.route)


def send_otherwise(visit: Visit) -> None:
    """Ask and write in ways that no screen offers: other spellings, JSON, other methods."""
    for address in spelled_addresses(visit.foreign):
        visit.get(address.url)
    if visit.persona not in OTHER_WAYS:
        return
    for address in {each.name: each for each in admin_addresses(visit.foreign)}.values():
        if address.name == LEAVING:
            continue
        visit.post_json(address, hostile_json(visit.cast))
        for method in METHODS:
            visit.send(method, address, json.loads(hostile_json(visit.cast)))


def post_form(
    visit: Visit,
    target: Address,
    fields: QueryDict,
    relations: list[str],
    tried: set[tuple[str, str]],
) -> None:
    """Post a form as it stands, then with foreign things, unless the person may not post it."""
    answer = visit.post(target, fields)
    if answer.status_code in (403, 404):
        return
    spelled = visit.persona not in SAME_SCOPE
    for what, changed in variants(fields, relations, visit.foreign, with_spellings=spelled):
        if (target.name, what) not in tried:
            visit.post(target, changed)
            if is_good(answer):
                tried.add((target.name, what))


def is_good(answer: Any) -> bool:
    """Return whether the form as it stands was taken: saved, or kept to be previewed."""
    is_json = answer.get("Content-Type") == "application/json"
    return answer.status_code == 302 or (is_json and answer.json().get("is_valid") is True)


def test_every_admin_address_has_a_rule():
    missing = {name for name, _pattern, _route in admin_patterns() if rule_of(name) is None}
    assert missing == set()


@pytest.mark.parametrize("persona", [*PERSONAS, LEFT])
def test_nobody_meets_or_changes_a_foreign_thing(client, cast, persona, record_property):
    visit = Visit(client, cast, persona, may_look=persona in READERS)
    screens = look_everywhere(visit)
    visit.judge_all_rows("looking around")
    post_everywhere(visit, screens)
    send_otherwise(visit)
    if persona not in READERS:
        record_property("leaked", visit.count(visit.leaks, visit.asked + visit.tried))
    record_property("passed", visit.count(visit.writes, visit.tried))
    assert not visit.found, "\n".join(visit.found)


def test_who_serves_two_agencies_brings_nothing_across(client, cast, record_property):
    visit = VisitOfTwo(client, cast, OF_TWO)
    screens = []
    for address in (each for house in (cast.own, cast.foreign) for each in admin_addresses(house)):
        if address.name.startswith(SCREENS):
            response = visit.get(address.url)
            screens += [(address, response.content)] if is_screen(address, response) else []
    post_everywhere(visit, screens)
    record_property("leaked", visit.count(visit.leaks, visit.asked + visit.tried))
    record_property("passed", visit.count(visit.writes, visit.tried))
    assert not visit.found, "\n".join(visit.found)


def test_the_overseer_s_acts_are_these_and_each_of_them_works(client, cast):
    """Whatever else the overseer posts, the matrix has found to write nothing."""
    acts = {name for name, rule in GUARD_RULES.items() if rule.overseer_act}
    assert acts == ROWS_OF_ACTS.keys() == GOOD_ACTS.keys()
    visit, done = Visit(client, cast, "overseer", may_look=True), set()
    for address in admin_addresses(cast.foreign):
        if address.name in acts and visit.post(address, GOOD_ACTS[address.name]).status_code == 302:
            done.add(address.name)
    assert done == acts
    assert visit.writes == []


def test_the_forms_are_good_ones(client, cast):
    """Were the posted forms refused for what they lack, nothing would be shown by the above."""
    saved = set()
    visit = Visit(client, cast, "agency_admin")
    for name, pk in GOOD_FORMS.items():
        address = Address(name, reverse(name, args=[pk(cast.own)]), "")
        for where, fields, _relations in forms_of(address.url, client.get(address.url).content):
            if visit.post(Address(name, where, ""), fields).status_code == 302:
                saved.add(name)
            if name in PREVIEWS and is_good(visit.post(preview_of(address), fields)):
                saved.add(PREVIEWS[name])
    assert saved == {*GOOD_FORMS, PREVIEWS["wagtailadmin_pages:edit"]}


def test_without_the_guard_the_same_requests_do_leak(client, cast, monkeypatch):
    unguarded(monkeypatch)
    visit = Visit(client, cast, "agency_admin")
    for address in admin_addresses(cast.foreign):
        visit.get(address.url)
        if visit.leaks:
            break
    assert visit.leaks


def test_without_the_guard_the_same_requests_do_write(client, cast, monkeypatch):
    unguarded(monkeypatch)
    visit = Visit(client, cast, "overseer", may_look=True)
    for address in admin_addresses(cast.foreign):
        if address.name != LEAVING:
            visit.post(address, hostile_form(cast))
        if visit.writes:
            break
    assert visit.writes


def test_without_the_chooser_s_own_hook_drafts_leak(client, cast, monkeypatch):
    monkeypatch.setitem(hooks._hooks, "construct_page_chooser_queryset", [])
    visit = Visit(client, cast, "author")
    for query in queries(cast.foreign):
        visit.get(f"{reverse('wagtailadmin_choose_page_search')}?{query}")
    assert visit.leaks


def test_without_the_explorer_s_own_querysets_names_leak(client, cast, monkeypatch):
    everybody = User.objects.all()
    scoped = "network.agencies.explorer.filters.people_to_filter_by"
    monkeypatch.setattr(scoped, lambda *args, **kwargs: everybody)
    visit = Visit(client, cast, "author")
    visit.get(reverse("wagtailadmin_explore", args=[cast.own.home.pk]))
    assert visit.leaks


@pytest.mark.parametrize("name", ["wagtailadmin_pages:edit", "wagtailadmin_pages:view_draft"])
def test_a_foreign_page_answers_like_one_that_does_not_exist(client, cast, name):
    signed_in(client, cast.people["author"])
    foreign = client.get(reverse(name, args=[cast.foreign.article.pk]))
    missing = client.get(reverse(name, args=[999_999]))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert foreign.content == missing.content


def test_one_s_own_pages_open(client, cast):
    signed_in(client, cast.people["author"])
    assert client.get("/admin/").status_code == 200
    own = cast.own
    for name, pk in [
        ("wagtailadmin_pages:edit", own.article.pk),
        ("wagtailadmin_explore", own.home.pk),
    ]:
        assert client.get(reverse(name, args=[pk])).status_code == 200


def test_the_overseer_reads_and_may_not_write(client, cast):
    signed_in(client, cast.people["overseer"])
    edit = reverse("wagtailadmin_pages:edit", args=[cast.foreign.article.pk])
    assert cast.foreign.marker in client.get(edit).content.decode()
    assert client.post(edit, {"title": "BIDOI"}).status_code == 403
    assert AuditEntry.objects.latest("pk").actor == cast.people["overseer"]


def test_the_chooser_finds_one_s_own_drafts_and_no_foreign_ones(client, cast):
    signed_in(client, cast.people["author"])
    found = client.get(f"{reverse('wagtailadmin_choose_page_search')}?q=nhap").content.decode()
    assert cast.own.article.title in found
    assert cast.foreign.article.title not in found
