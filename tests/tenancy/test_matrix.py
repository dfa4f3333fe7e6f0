"""What the walls between agencies stand on, and what leaks where one is taken away.

Every persona goes over every admin address in test_matrix_1.py to 3.
"""

import contextlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.guard.middleware import GuardMiddleware
from network.agencies.guard.rules import GUARD_RULES, rule_of
from network.agencies.models import Agency, AuditEntry
from network.agencies.scope import scope_of
from network.channels.models import CaseAuthority, Channel
from network.hub.search.models import SearchChange
from network.reporting.models import IndicatorSet
from tests.factories.accounts import signed_in
from tests.factories.cases import screenshot
from tests.factories.files import scan_of
from tests.tenancy.acts import ROWS_OF_ACTS
from tests.tenancy.admin_urls import admin_addresses, admin_patterns
from tests.tenancy.conftest import LEFT, PERSONAS
from tests.tenancy.crawl import (
    EVERYBODY,
    LEAVING,
    OF_ONE_AGENCY,
    PREVIEWS,
    READERS,
    SENDING_ALL,
    Crawl,
    is_good,
    names_of_part,
    preview_of,
)
from tests.tenancy.forms import forms_of, hostile_form
from tests.tenancy.parts import Address, queries
from tests.tenancy.visits import Visit

pytestmark = pytest.mark.long
# Forms that an agency admin can save as they stand.
GOOD_FORMS = {
    "wagtailadmin_pages:edit": lambda house: house.article.pk,
    "wagtailimages:edit": lambda house: house.image.pk,
    "wagtaildocs:edit": lambda house: house.document.pk,
}
DIRECTIVE = {
    "number": "77/STP-PBGDPL",
    "abstract": "Rà soát",
    "issuer": "Sở Tư pháp",
    "issued_on": "02/11/2026",
    "kinds": "so",
}


def signed_paper(_house: Any) -> dict[str, Any]:
    """Return a signed report, a new file each time."""
    file = SimpleUploadedFile("bao-cao.pdf", scan_of("BAO CAO"))
    day = timezone.localdate().strftime("%d/%m/%Y")
    return {"number": "45/BC", "signed_on": day, "file": file, "recipients": "UBND tỉnh"}


def new_period(_house: Any) -> dict[str, Any]:
    """Return the form of a period."""
    days = ("first_day", "last_day", "actual_until", "communes_due_on", "others_due_on")
    form = {"kind": "on_demand", "name": "Kỳ mới", "indicator_set": IndicatorSet.objects.get().pk}
    return form | dict.fromkeys(days, timezone.localdate().strftime("%d/%m/%Y"))


def doubted(house: Any) -> dict[str, Any]:
    """Set the house's channels to being verified, and return the empty form that ends it."""
    doubt = {"verifying_since": timezone.localdate(), "verifying_reason": "Chưa rõ ai giữ trang."}
    Channel.objects.filter(agency=house.agency).update(**doubt)
    return {}


CASE = {"url": "facebook.com/trang.moi", "name": "Trang lạ"}
# Forms of the overseer's acts, or what makes one of the house's things.
GOOD_ACTS = {
    "channels_desk:decide_owner": {"reason": "Trang của cơ quan khác."},
    "channels_desk:doubt": {"reason": "Chưa rõ ai giữ trang."},
    "channels_desk:clear": doubted,
    "channels_desk:issue_words": {"words": "cá độ"},
    "cases_desk:set_authority": {
        "name": "Công an xã",
        "way": "Công văn",
        "request": "xác minh",
        "valid_from": "01/09/2026",
    },
    "cases_desk:open": lambda house: CASE | {"agency": house.agency.pk},
    "cases_desk:add_evidence": lambda house: {"file": screenshot(), "words": "Trang đầu"},
    "cases_desk:verify": {},
    "cases_desk:confirm": {"reason": "Đòi tiền."},
    "cases_desk:settle": {"outcome": "similar", "reason": "Của tỉnh khác."},
    "cases_desk:reopen": {"reason": "Nhầm trang."},
    "cases_desk:notify": lambda house: {
        "authority": CaseAuthority.objects.get(key="a05").pk,
        "reference": "12/CV",
    },
    "cases_desk:look": {"seen": "gone"},
    "fake_reports_desk:take": lambda house: {"agency": house.agency.pk, "name": "Trang lạ"},
    "fake_reports_desk:close": {"answer": "Trang này là của tỉnh khác."},
    "fake_reports_desk:hand_over": {"to": "STP-NHAMINH"},
    "directives:add": DIRECTIVE,
    "directives:edit": DIRECTIVE,
    "directives:add_task": {"words": "Báo cáo", "rhythm": "yearly"},
    "directives:remove_task": lambda house: {
        "task": house.contents.draft_directive.tasks.first().pk
    },
    "directives:discard": {},
    "directives:send": {},
    "directives:close": {},
    "directives:answer": {"text": "Theo mẫu của năm ngoái."},
    "directives:accept": {},
    "directives:send_back": {"reason": "Thiếu số quyết định."},
    "practices_desk:recognise": {
        "number": "45/QĐ-STP",
        "recognised_on": "2026-01-05",
        "level": "department",
    },
    "practices_desk:ask_more": {"answer": "Thiếu số liệu."},
    "practices_desk:refuse": {"answer": "Đã có mô hình như vậy."},
    **{
        f"reporting:{name}": {} for name in ("write", "take_paper", "accept", "lock", "consolidate")
    },
    **{f"reporting:{name}": {} for name in ("remind", "remind_all")},
    "reporting:extend": {"due_on": "31/12/2099", "reason": "Bão số 13."},
    "reporting:submit": signed_paper,
    "reporting:send_up": signed_paper,
    "reporting:send_back": {"reason": "Thiếu biểu."},
    "reporting:correct": lambda house: {
        "value": house.contents.reports[-1].values.get().pk,
        "new": "8",
        "reason": "Cộng nhầm.",
    },
    "reporting:open_period": new_period,
    "oversight:declare_duty": {"statement": "Đã phê duyệt.", "valid_until": "31/12/2099"},
    "oversight:dispute_row": {"answer": "Đã xem lại."},
    "oversight:evidence": {"reason": "anh", "whole": "1"},
    "oversight:decide_verdict": {"outcome": "accepted"},
    "oversight:audit_cell": {"verdict": "accept"},
    "oversight:help_request": {"answer": "Bấm “Chọn ảnh”."},
    "oversight:remind": lambda house: {"agency": house.agency.pk, "words": "Còn thiếu:"},
    "moderation_rules:urgent": {"urgent_allowed": "on", "urgent_hours": "6"},
    "moderation:withdraw": {"reason": "order", "comment": "Kết luận số 12/KL-STP."},
}


def unguarded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the guard away."""
    monkeypatch.setattr(GuardMiddleware, "process_view", lambda *args, **kwargs: None)


def test_every_admin_address_has_a_rule():
    missing = {name for name, _pattern, _route in admin_patterns() if rule_of(name) is None}
    assert missing == set()


@pytest.mark.parametrize("persona", sorted({*EVERYBODY} - {*SENDING_ALL}))
def test_what_the_guard_refuses_by_itself_is_refused_over_http(
    client, cast, persona, reads, plain_refusals
):
    crawl = Crawl(cast, names_of_part(cast, 0, 16), reads)
    signed_in(client, cast.people[persona])
    asked = crawl.own | crawl.foreign
    refused = [url for url in asked if crawl.refusal(persona, "get", url)]
    assert refused
    assert {client.get(url).status_code for url in refused} <= {403, 404}


def test_an_english_entry_of_the_menu_is_found(cast, reads):
    def add_entry(request: Any, items: list[MenuItem]) -> None:
        items.append(MenuItem("Archive", "/"))

    crawl = Crawl(cast, {"wagtailadmin_home"}, reads)
    with hooks.register_temporarily("construct_main_menu", add_entry, order=2000):
        crawl.look_everywhere(Visit(Client(), cast, "author", reads=reads))
    assert crawl.reading.english() == ["Archive: Archive (author /admin/)"]


def test_who_serves_one_agency_has_one_scope(cast):
    """So that what one of them cannot reach by a query or a field, the others cannot either."""
    assert set(EVERYBODY) == {*PERSONAS, LEFT}
    scopes = [scope_of(cast.people[each]) for each in OF_ONE_AGENCY]
    own = (cast.own.home.path,)
    assert {each.readable_pages for each in scopes} == {own}
    assert {each.writable_pages for each in scopes} == {own}
    assert len({frozenset(each.readable_collections) for each in scopes}) == 1


@pytest.mark.parametrize("persona", READERS)
def test_to_readers_all_houses_are_alike(cast, persona):
    scope = scope_of(cast.people[persona])
    pages = (cast.own.home.path, cast.foreign.home.path)
    folders = (cast.own.agency.collection.path, cast.foreign.agency.collection.path)
    for test, paths in ((scope.reads_page, pages), (scope.reads_collection, folders)):
        assert len({test(path) for path in paths}) == 1
    assert not scope.agency_roles
    assert not (scope.writable_pages or scope.writable_collections)


def test_the_overseer_s_acts_are_these_and_each_of_them_works(client, cast, reads):
    """Whatever else the overseer posts, the matrix has found to write nothing."""
    acts = {name for name, rule in GUARD_RULES.items() if rule.overseer_act}
    assert acts == ROWS_OF_ACTS.keys() == GOOD_ACTS.keys()
    visit, done = Visit(client, cast, "overseer", may_look=True, reads=reads), set()
    for address in admin_addresses(cast.foreign):
        form = GOOD_ACTS.get(address.name, {})
        fields = form(cast.foreign) if callable(form) else form
        if address.name in acts and visit.post(address, fields).status_code == 302:
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


def test_without_the_guard_the_same_requests_do_leak(
    client, cast, reads, plain_refusals, monkeypatch
):
    unguarded(monkeypatch)
    visit = Visit(client, cast, "agency_admin", reads=reads)
    for address in admin_addresses(cast.foreign):
        visit.get(address.url)
        if visit.leaks:
            break
    assert visit.leaks
    # Nor does the matrix pass it over for a colleague.
    crawl = Crawl(cast, {address.name}, reads)
    leaking = {each for each in ("agency_admin", "author") if crawl.send(each).leaks}
    assert leaking == {"agency_admin", "author"}, address


def test_without_the_guard_the_same_requests_do_write(
    client, cast, reads, plain_refusals, monkeypatch
):
    unguarded(monkeypatch)
    visit = Visit(client, cast, "overseer", may_look=True, reads=reads)
    for address in admin_addresses(cast.foreign):
        if address.name != LEAVING:
            visit.post(address, hostile_form(cast))
        if visit.writes:
            break
    assert visit.writes


def test_what_is_written_is_read_anew_and_what_is_taken_back_too(cast, reads):
    names = Agency.objects.filter(pk=cast.own.agency.pk).values_list("name", flat=True)
    before = names.get()
    with reads.taken_back(), transaction.atomic():
        names.update(name="BIDOI")
        assert names.get() == "BIDOI"
        with contextlib.suppress(ValueError), transaction.atomic():
            names.update(name="BIDOI NUA")
            assert names.get() == "BIDOI NUA"
            raise ValueError
        assert names.get() == "BIDOI"
        transaction.set_rollback(True)
    assert names.get() == before


def test_a_write_is_known_with_what_triggers_and_views_make_of_it(cast, reads):
    """A page's trigger writes what search has to read anew; groups of people are a view."""
    changes, user = SearchChange.objects.all(), cast.own.people["author"]
    before, groups = changes.count(), [group.pk for group in user.groups.all()]
    with reads.taken_back(), transaction.atomic():
        Page.objects.filter(pk=cast.own.home.pk).update(title="BIDOI")
        assert changes.count() > before
        user.memberships.all().delete()
        assert groups
        assert not user.groups.all()
        transaction.set_rollback(True)
    assert changes.count() == before
    assert [group.pk for group in user.groups.all()] == groups


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
    refused = client.post(edit, {"title": "BIDOI"})
    assert refused.status_code == 403
    assert cast.foreign.marker not in refused.content.decode()
    assert AuditEntry.objects.latest("pk").actor == cast.people["overseer"]


def test_the_chooser_finds_one_s_own_drafts_and_no_foreign_ones(client, cast):
    signed_in(client, cast.people["author"])
    found = client.get(f"{reverse('wagtailadmin_choose_page_search')}?q=nhap").content.decode()
    assert cast.own.article.title in found
    assert cast.foreign.article.title not in found
