"""The month's look at the platforms: who does what to a scan, and what the names found are told."""

import datetime as dt
from itertools import product
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from network.agencies.models import Agency, Role
from network.channels.cases.watch import services
from network.channels.cases.watch.selectors import searches_of
from network.channels.models import Case, FindKind, LookResult, Scan, ScanFind, ScanLook
from network.oversight.checks import r23a
from network.oversight.models import Requirement, Status
from network.oversight.outcomes import Participants
from tests.factories.accounts import signed_in
from tests.factories.cases import make_case
from tests.factories.channels import add_channel
from tests.factories.moderation import end, make_member, make_office

pytestmark = pytest.mark.django_db
FAKE = "https://www.facebook.com/sotuphap.gialai.hotro"


def make_network():
    stp, syt, ended = make_office("STP"), make_office("SYT"), make_office("CU")
    for office, name in ((stp, "Sở Tư pháp tỉnh Gia Lai"), (syt, "Sở Y tế tỉnh Gia Lai")):
        office.agency.name = name
        office.agency.save()
    end(ended)
    url = "facebook.com/pbgdplgialai"
    add_channel(stp.agency, stp.author, leader=stp.approver, url=url, name="Phổ biến luật Gia Lai")
    overseer = make_member(ended.agency, Role.OVERSEER)
    return SimpleNamespace(stp=stp, syt=syt, ended=ended, overseer=overseer)


@pytest.fixture(scope="module")
def network_of_module(once):
    return once(make_network)


@pytest.fixture
def network(network_of_module, db):
    return network_of_module


def open_scan(office):
    return services.open_scan(agency=office.agency, user=office.author, now=timezone.now())


def look_at_all(scan, about):
    for each in searches_of(scan, timezone.localdate()):
        services.record_look(search=each.key, result=LookResult.NOTHING, **about)


def find(about, name="Hỗ trợ Sở Tư pháp Gia Lai lấy lại tiền", url=FAKE):
    return services.record_find(name=name, url=url, note="Mời nộp phí.", **about)


MOVES = {
    "look": lambda scan, about: look_at_all(scan, about),
    "find": lambda scan, about: find(about),
    "finish": lambda scan, about: services.finish_scan(note="Không có trang lạ.", **about),
}


def test_every_move_of_every_role_in_every_state(network):
    people = {**network.stp.people, "stranger": network.syt.author, "overseer": network.overseer}
    scan = open_scan(network.stp)
    about = {"scan_id": scan.pk, "now": timezone.now()}
    possible = {"new": {"look", "find"}, "seen": {*MOVES}, "finished": set()}
    for state in possible:
        if state == "seen":
            MOVES["look"](scan, about | {"user": network.stp.author})
        if state == "finished":
            MOVES["finish"](scan, about | {"user": network.stp.approver})
        for (move, act), (role, person) in product(MOVES.items(), people.items()):
            scan.refresh_from_db()
            with transaction.atomic():
                try:
                    act(scan, about | {"user": person})
                    done = True
                except ValidationError:
                    done = False
                transaction.set_rollback(True)
            expected = role in network.stp.people and move in possible[state]
            assert done is expected, (state, move, role)


def test_the_database_keeps_what_is_finished(network):
    scan = open_scan(network.stp)
    about = {"scan_id": scan.pk, "user": network.stp.author, "now": timezone.now()}
    look_at_all(scan, about)
    page = find(about)
    finished = services.finish_scan(note="Một trang đáng ngờ.", **about)
    look = scan.looks.first()
    for change in (
        lambda: Scan.objects.filter(pk=scan.pk).update(note="Khác"),
        finished.delete,
        lambda: ScanLook.objects.filter(pk=look.pk).update(result=LookResult.FOUND),
        look.delete,
        lambda: ScanFind.objects.filter(pk=page.pk).update(name="Khác"),
        lambda: ScanLook.objects.create(
            scan=scan,
            link=look.link,
            name="Khác",
            result="nothing",
            looked_at=timezone.now(),
            looked_by=network.stp.author,
        ),
    ):
        with pytest.raises(IntegrityError, match="stays as it is"), transaction.atomic():
            change()


def test_the_month_s_scan_is_opened_once_for_each_agency_that_is_served(network):
    now = timezone.now()
    assert services.open_scans(now=now) == 2
    assert services.open_scans(now=now) == 0
    opened = Scan.objects.values_list("agency__code", "month")
    month = timezone.localdate().replace(day=1)
    assert {*opened} == {("STP", month), ("SYT", month)}
    assert services.open_scans(now=now + dt.timedelta(days=31)) == 2


FOUND = [
    (
        "Hỗ trợ Sở Tư pháp Gia Lai lấy lại tiền",
        FAKE,
        FindKind.SUSPICIOUS,
        "Sở Tư pháp tỉnh Gia Lai",
    ),
    ("Ph0 bien luat GiaLai official", FAKE, FindKind.SUSPICIOUS, "Phổ biến luật Gia Lai"),
    ("Sở Tư pháp tỉnh Đắk Lắk", FAKE, FindKind.OTHER, ""),
    ("Sở Tài chính Gia Lai", FAKE, FindKind.OTHER, ""),
    (
        "Tên gì cũng được",
        "m.facebook.com/PBGDPL.GiaLai?fbclid=1",
        FindKind.REGISTERED,
        "Phổ biến luật Gia Lai",
    ),
]


def test_a_page_found_is_compared_with_all_registered_names(network):
    scan = open_scan(network.syt)
    about = {"scan_id": scan.pk, "user": network.syt.author, "now": timezone.now()}
    for name, url, kind, official in FOUND:
        with transaction.atomic():
            page = find(about, name, url)
            assert (page.kind, page.official) == (kind, official)
            with pytest.raises(ValidationError, match="đã được ghi"):
                find(about, name, url)
            transaction.set_rollback(True)


def test_who_looked_stays_beside_what_they_saw(network):
    scan = open_scan(network.stp)
    about = {"scan_id": scan.pk, "now": timezone.now()}
    first, second = (each.key for each in searches_of(scan, timezone.localdate())[:2])
    looking = {"user": network.stp.author, **about}
    services.record_look(search=first, result=LookResult.FOUND, **looking)
    for search, result in ((first, LookResult.FOUND), (second, LookResult.NOTHING)):
        services.record_look(search=search, result=result, user=network.stp.appraiser, **about)
    seen = {(look.link_id, look.name): look for look in scan.looks.all()}
    assert seen[first].looked_by == network.stp.author
    assert seen[second].looked_by == network.stp.appraiser
    with pytest.raises(ValidationError, match="đã thay đổi"):
        services.record_look(search=(first[0], "Tên khác"), result="nothing", **looking)


def test_what_was_looked_at_stays_with_its_search_when_another_page_is_registered(client, network):
    scan = open_scan(network.stp)
    signed_in(client, network.stp.author)
    page = reverse("channels_watch:look", args=[scan.pk])
    searches = searches_of(scan, timezone.localdate())
    last, seen = searches[-1].field, searches[-1].key
    url = "facebook.com/anninh"
    add_channel(
        network.stp.agency, network.stp.author, leader=network.stp.approver, url=url, name="An ninh"
    )
    assert client.post(page, {last: "found"}).status_code == 302
    [look] = scan.looks.all()
    assert (look.link_id, look.name) == seen


def test_nobody_opens_another_agency_s_scan(network):
    with pytest.raises(PermissionDenied):
        services.open_scan(agency=network.stp.agency, user=network.syt.author, now=timezone.now())


def test_the_officer_s_way_through_the_screens(client, network):
    signed_in(client, network.stp.author)
    client.post(reverse("channels_watch:open"), {"agency": network.stp.agency.pk})
    scan = Scan.objects.get()
    pages = {
        name: reverse(f"channels_watch:{name}", args=[scan.pk])
        for name in ("scan", "look", "find", "finish")
    }
    assert pages["scan"] in client.get("/admin/viec-phai-lam/").content.decode()
    assert "search/pages/?q=S%E1%BB%9F%20T%C6%B0" in str(client.get(pages["look"]).context["form"])
    while (asked := client.get(pages["scan"]).content.decode().count("Chưa xem")) > 0:
        (field,) = client.get(pages["look"]).context["form"].fields
        assert client.post(pages["look"], {}).status_code == 200
        answer = client.post(pages["look"], {field: "nothing"})
        assert answer["Location"] == pages["look" if asked > 1 else "scan"]
    client.post(pages["find"], {"name": "So Tu Phap Gia Lai", "url": FAKE})
    shown = client.get(pages["scan"]).content.decode()
    assert "Tên giống tên một cơ quan" in shown
    about = {"agency": network.stp.agency.pk, "url": FAKE, "name": "So Tu Phap Gia Lai"}
    way = reverse("cases_desk:open", query=about)
    assert escape(way) in shown
    client.post(way, client.get(way).context["form"].initial)
    case = reverse("cases_desk:case", args=[Case.objects.get().pk])
    assert case in client.get(pages["scan"]).content.decode()
    client.post(pages["finish"], {"note": "Một trang cần xác minh."})
    scan.refresh_from_db()
    assert scan.finished_by == network.stp.author
    assert pages["scan"] not in client.get("/admin/viec-phai-lam/").content.decode()


def test_a_find_leads_to_no_case_of_another_agency(client, network):
    scan, now = open_scan(network.stp), timezone.now()
    find({"scan_id": scan.pk, "user": network.stp.author, "now": now})
    case = make_case(network.syt.agency, network.syt.author, url=FAKE)
    page, way = (
        reverse(name, args=[row.pk])
        for name, row in (("channels_watch:scan", scan), ("cases_desk:case", case))
    )
    for person, shown in ((network.stp.author, False), (network.overseer, True)):
        signed_in(client, person)
        text = client.get(page).content.decode()
        assert (way in text) is shown
        assert reverse("cases_desk:open") + "?" not in text


def test_the_matrix_asks_for_a_scan_each_month(network):
    asked, day = Requirement.objects.get(key="R23a"), timezone.localdate()
    assert asked.thresholds == {"days": 45}
    agencies = Agency.objects.filter(pk__in=[network.stp.agency.pk, network.syt.agency.pk])

    def found(day=day):
        outcomes = r23a.check(Participants(agencies, day), asked.thresholds)
        return {pk: each.status for pk, each in outcomes.items()}

    stp, syt = network.stp.agency.pk, network.syt.agency.pk
    assert found() == {stp: Status.NOT_MET, syt: Status.NOT_MET}
    scan = open_scan(network.stp)
    assert found()[stp] == Status.NOT_MET
    about = {"scan_id": scan.pk, "user": network.stp.author, "now": timezone.now()}
    look_at_all(scan, about)
    assert found()[stp] == Status.PARTLY
    services.finish_scan(note="Không có trang lạ.", **about)
    assert found() == {stp: Status.MET, syt: Status.NOT_MET}
    assert found(day + dt.timedelta(days=45))[stp] == Status.MET
    assert found(day + dt.timedelta(days=46))[stp] == Status.NOT_MET


def test_one_post_confirms_one_search(client, network):
    scan = open_scan(network.stp)
    signed_in(client, network.stp.author)
    fields = [each.field for each in searches_of(scan, timezone.localdate())]
    assert len(fields) >= 7
    page = reverse("channels_watch:look", args=[scan.pk])
    assert client.post(page, dict.fromkeys(fields, "nothing")).status_code == 302
    assert scan.looks.count() == 1
    named = client.get(f"{page}?tim={fields[-1]}").context["form"]
    assert [*named.fields] == fields[-1:]
