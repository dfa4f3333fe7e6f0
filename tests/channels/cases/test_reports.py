"""What citizens report, what becomes of it, and what the public is told: never more than proven."""

import datetime as dt
import io
import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from network.agencies.models import AuditEntry, Role
from network.channels.cases import reports, services
from network.channels.models import Case, CaseState, FakeReport
from network.core.working_days import working_days
from tests.factories.accounts import signed_in
from tests.factories.cases import make_case, make_report, screenshot
from tests.factories.moderation import make_member, make_office
from tests.factories.questions import code_in, stamp

pytestmark = pytest.mark.django_db
REPORT, FOLLOW = "/trang-chinh-thuc/bao-trang-gia/", "/trang-chinh-thuc/bao-trang-gia/theo-doi/"
CHECK, FAKES = "/trang-chinh-thuc/kiem-tra/", "/trang-chinh-thuc/mao-danh/"
DATA = ("du-lieu.json", "du-lieu.csv", "mao-danh/du-lieu.json", "mao-danh/du-lieu.csv")
FAKE_WORDS = re.compile(r"giả|mạo|lừa|fake", re.IGNORECASE)
S = CaseState


def made():
    office, other = make_office("SYT"), make_office("STP")
    office.agency.name = "Sở Y tế"
    office.agency.save()
    return office, make_member(other.agency, Role.OVERSEER)


@pytest.fixture(scope="module")
def made_once(once):
    return once(made)


@pytest.fixture
def network(made_once, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return deepcopy(made_once)


def send(client=None, **fields):
    form = {
        "link": "m.facebook.com/hoan.tien.bhyt?fbclid=1",
        "name": "Sở Y tế hoàn tiền",
        "text": "Nhắn tin đòi nộp 350.000 đồng.",
        "consent": "on",
        "stamp": stamp(purpose="channels.report"),
    } | fields
    return (client or Client()).post(REPORT, form)


def followed(code):
    answer = Client().post(FOLLOW, {"code": code})
    assert answer.status_code == 200
    return answer.content.decode()


def photograph():
    """Return a picture that says where and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Samsung", {1: "N", 2: (13.0, 58.0, 0.0)}
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("Ảnh của Lan.jpg", file.getvalue(), "image/jpeg")


def test_a_report_goes_to_whom_the_page_is_like_and_is_followed_by_its_code(network):
    office, overseer = network
    answer = send(file=photograph())
    code, report = code_in(answer), FakeReport.objects.get()
    assert not answer.cookies
    assert report.agency == office.agency
    assert report.address_key == "facebook:name:hoantienbhyt"
    assert code not in str(FakeReport.objects.values())
    stored = report.picture.read()
    assert b"Samsung" not in stored
    assert not Image.open(io.BytesIO(stored)).getexif()
    assert "lan" not in report.picture.name
    assert "Đã tiếp nhận" in followed(code)
    case = reports.take_report(
        report_id=report.pk,
        agency=office.agency,
        name=report.name,
        user=office.author,
        now=timezone.now(),
    )
    assert "đang xem xét" in followed(code)
    about = {"case_id": case.pk, "now": timezone.now()}
    services.add_evidence(file=screenshot(), words="Trang đầu", user=office.author, **about)
    services.verify_case(user=office.author, **about)
    services.confirm_case(reason="Đòi tiền.", user=overseer, **about)
    assert "Đã xác nhận" in followed(code)
    assert "Đã xác nhận" in followed(code_in(send(text="Tôi cũng bị nhắn tin như vậy.")))
    assert Case.objects.count() == 1


def test_a_report_of_nobody_s_name_goes_to_the_overseer_s_agency(network):
    send(name="")
    assert FakeReport.objects.get().agency.code == "STP"


@pytest.mark.parametrize(
    ("link", "stored"),
    [
        (
            "m.facebook.com/hoan.tien.bhyt/posts/123?fbclid=1",
            "https://facebook.com/hoan.tien.bhyt/posts/123",
        ),
        (
            "hxxps://www.facebook[.]com/hoan.tien.bhyt/videos/9?mibextid=x",
            "https://facebook.com/hoan.tien.bhyt/videos/9",
        ),
        ("m.facebook.com/hoan.tien.bhyt?fbclid=1", ""),
        ("facebook.com/hoan.tien.bhyt/about", ""),
        # Too long once its letters are written as a browser sends them; the page is known still.
        ("facebook.com/hoan.tien.bhyt/posts/" + "ế" * 100, ""),
    ],
)
def test_the_reported_post_is_stored_and_shown_beside_its_page(network, link, stored):
    office, _overseer = network
    page = code_in(send(text="Đòi nộp tiền trước."))
    code_in(send(link=link))
    first, report = FakeReport.objects.all()
    assert (report.url, report.address_key) == (first.url, first.address_key)
    assert report.post_url == stored
    client = signed_in(Client(), office.author)
    html = client.get(reverse("fake_reports_desk:report", args=[report.pk])).content.decode()
    assert ("Bài đăng, video bị báo" in html) == bool(stored)
    assert f"<code>{stored}</code>" in html or not stored
    assert f'href="{stored}' not in html or not stored
    case = reports.take_report(
        report_id=report.pk,
        agency=office.agency,
        name=report.name,
        user=office.author,
        now=timezone.now(),
    )
    assert case.url == first.url
    assert "đang xem xét" in followed(page)


def test_who_was_told_waits_again_when_the_outcome_is_taken_back(network):
    """No answer calls a page fake that is not confirmed any more; the next outcome answers anew."""
    office, overseer = network
    case = make_case(office.agency, office.author, state=S.VERIFYING, url="fb.com/hoantienbhyt")
    codes = [code_in(send(text="Đòi nộp tiền trước."))]
    about = {"case_id": case.pk, "user": overseer, "now": timezone.now()}
    services.confirm_case(reason="Đòi tiền.", **about)
    codes.append(code_in(send(text="Tôi cũng bị nhắn tin như vậy.")))
    assert all("Đã xác nhận" in followed(code) for code in codes)
    services.reopen_case(reason="Trang của tỉnh khác.", **about)
    for code in codes:
        assert "đang xem xét" in followed(code)
        assert "Đã xác nhận" not in followed(code)
    services.settle_case(outcome="similar", reason="Của tỉnh khác.", **about)
    assert all("không mạo danh" in followed(code) for code in codes)


def test_a_report_is_answered_within_its_term_which_begins_anew_with_a_reopened_case(
    network, settings
):
    office, overseer = network
    send()
    report, term = FakeReport.objects.get(), settings.FAKE_REPORT_WORKING_DAYS
    assert working_days(timezone.localdate(), report.due_on) == term
    case = make_case(office.agency, office.author, state=S.VERIFYING, url="fb.com/hoantienbhyt")
    about = {"case_id": case.pk, "user": overseer}
    services.confirm_case(reason="Đòi tiền.", now=timezone.now(), **about)
    later = timezone.now() + dt.timedelta(days=40)
    services.reopen_case(reason="Trang của tỉnh khác.", now=later, **about)
    report.refresh_from_db()
    assert working_days(timezone.localdate(later), report.due_on) == term


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_is_taken_whatever_its_camera_wrote(network, kind):
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(file, kind, exif=b"Exif\0\0broken")
    code_in(send(file=SimpleUploadedFile(f"anh.{kind.lower()}", file.getvalue())))
    assert b"broken" not in FakeReport.objects.get().picture.read()


def test_one_form_sent_twice_is_one_report(network):
    again = stamp(purpose="channels.report")
    assert code_in(send(stamp=again)) == code_in(send(stamp=again))
    assert FakeReport.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"link": "Sở Y tế"},
        {"link": "facebook.com/a%00b"},
        {"link": "facebook.com/" + "ế" * 100},
        {"text": "Ngắn"},
        {"consent": ""},
        {"stamp": ""},
        {"file": SimpleUploadedFile("a.jpg", b"MZ no picture", "image/jpeg")},
        {"file": SimpleUploadedFile("a.exe", b"MZ", "image/jpeg")},
    ],
)
def test_what_cannot_be_kept_is_shown_again(network, fields):
    answer = send(**fields)
    assert answer.status_code == 422
    assert not FakeReport.objects.exists()


def test_machines_and_floods_are_kept_out(network, settings):
    code_in(send(website="https://x.example"))
    assert not FakeReport.objects.exists()
    settings.FORMS_PER_HOUR = 1
    assert [send(text=f"Đòi tiền lần thứ {n}").status_code for n in range(2)] == [200, 429]


def test_it_is_erased_on_its_day_with_its_picture(network, settings):
    office, _overseer = network
    link = "facebook.com/hoan.tien.bhyt/posts/hlan"
    send(link=link, file=photograph(), text="Bà Ksor H'Lan bị đòi tiền.")
    report = FakeReport.objects.get()
    path = Path(report.picture.path)
    services_now = timezone.now()
    reports.close_report(
        report_id=report.pk, answer="Đã báo cho bà H'Lan.", user=office.author, now=services_now
    )
    day = services_now + dt.timedelta(days=settings.QUESTION_KEEP_DAYS)
    assert reports.erase_old(now=day) == 0
    assert path.exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert reports.erase_old(now=day + dt.timedelta(seconds=1)) == 1
    assert not path.exists()
    assert "lan" not in str(FakeReport.objects.values()).lower()
    assert FakeReport.objects.get().agency == office.agency


def test_its_sender_deletes_it_by_the_code_once_this_is_meant(network):
    office, _overseer = network
    code = code_in(send(file=photograph()))
    report = FakeReport.objects.get()
    path = Path(report.picture.path)
    case = reports.take_report(
        report_id=report.pk,
        agency=office.agency,
        name=report.name,
        user=office.author,
        now=timezone.now(),
    )
    assert f'value="{code}"' in followed(code)
    withdraw = f"{FOLLOW}xoa/"
    assert Client().get(withdraw).status_code == 405
    assert Client().post(withdraw, {"code": code}).status_code == 200
    assert Client().post(withdraw, {"code": "K7FX-3MQP-CT9R", "sure": "on"}).status_code == 422
    assert FakeReport.objects.exists()
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = Client().post(withdraw, {"code": code, "sure": "on"})
    assert "Đã xóa" in answer.content.decode()
    assert not FakeReport.objects.exists()
    assert not path.exists()
    assert Case.objects.get() == case
    assert AuditEntry.objects.filter(action="fake_report_withdrawn", actor=None).count() == 1
    assert Client().post(FOLLOW, {"code": code}).status_code == 422


def said(link):
    return Client().post(CHECK, {"link": link}).content.decode().partition("<main")[2]


def public_texts(case):
    """Return what each public place says that may speak of the page."""
    client = Client()
    places = {"check": said(case.url)}
    for path in ("/trang-chinh-thuc/", FAKES, "/", "/so-syt/", "/canh-bao/", "/sitemap.xml"):
        places[path] = client.get(path).content.decode()
    for path in DATA:
        places[path] = client.get(f"/trang-chinh-thuc/{path}").getvalue().decode()
    return places


@pytest.mark.parametrize("state", list(S))
def test_only_what_is_confirmed_is_ever_called_fake(network, state):
    office, overseer = network
    name = "Trang lạ 4711"
    case = make_case(office.agency, office.author, overseer, state=state, name=name)
    make_report(office.agency, url=case.url, address_key=case.address_key, case=case, name=name)
    places = public_texts(case)
    one = Client().get(f"{FAKES}{case.pk}/")
    if state in {S.CONFIRMED, S.GONE}:
        assert "Đã xác nhận mạo danh" in places["check"]
        assert "/bao-loi/?trang=" in places["check"]
        assert name in places[FAKES]
        assert one.status_code == 200
        [row] = json.loads(places["mao-danh/du-lieu.json"])["confirmed_fakes"]
        assert (row["name"], row["url"], row["state"]) == (name, case.url, state)
        assert row["confirmed_on"] == timezone.localdate().isoformat()
        assert f"{name},{case.url}" in places["mao-danh/du-lieu.csv"]
        warned = {path for path in ("/", "/so-syt/", "/canh-bao/") if name in places[path]}
        assert warned == ({"/", "/so-syt/", "/canh-bao/"} if state == S.CONFIRMED else set())
        return
    assert one.status_code == 404
    assert json.loads(places["mao-danh/du-lieu.json"]) == {"confirmed_fakes": []}
    assert "Chưa có trong danh sách" in places["check"]
    assert not FAKE_WORDS.search(re.sub(r"<[^>]*>", " ", places["check"].partition("</main")[0]))
    assert not [path for path, text in places.items() if name in text]


def test_who_owns_the_page_objects_by_the_form_for_problems(network):
    office, overseer = network
    case = make_case(office.agency, office.author, overseer, state=S.CONFIRMED)
    [address] = re.findall(r"/bao-loi/\?trang=[^\"]+", said(case.url))
    page = Client().get(address)
    assert page.status_code == 200
    assert f"{FAKES}{case.pk}/" in page.content.decode()


def test_the_list_of_fakes_goes_on_and_its_data_is_whole(network):
    office, overseer = network
    known = {"agency": office.agency, "platform": "facebook", "opened_by": office.author}
    day = timezone.localdate()
    made = [
        Case(
            name=f"Trang giả {each:02}.",
            url=f"https://www.facebook.com/gia{each}",
            address_key=f"facebook:name:gia{each}",
            found_on=day,
            last_seen_on=day,
            **known,
        )
        for each in range(21)
    ]
    Case.objects.bulk_create(made)
    Case.objects.update(state=S.VERIFYING)
    Case.objects.update(
        state=S.CONFIRMED,
        outcome="impersonation",
        confirmed_by=overseer,
        confirmed_on=day,
        seen_online_at=timezone.now(),
    )
    listed = [Client().get(FAKES, {"trang": each}).text.partition("<h1")[2] for each in (1, 2)]
    named = [[row.name for row in made if row.name in text] for text in listed]
    assert [len(each) for each in named] == [20, 1]
    assert {name for each in named for name in each} == {row.name for row in made}
    for path in DATA[2:]:
        text = Client().get(f"/trang-chinh-thuc/{path}").getvalue().decode()
        assert all(row.url in text for row in made)


def test_no_page_of_a_fake_leads_to_it_or_names_a_person(network):
    office, overseer = network
    case = make_case(office.agency, office.author, overseer, state=S.CONFIRMED)
    for text in public_texts(case).values():
        assert f'href="{case.url}' not in text
        assert overseer.email not in text
        assert overseer.username not in text
