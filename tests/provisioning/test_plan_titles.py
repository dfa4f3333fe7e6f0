"""A plan says what it does: in its title, in the search of the admin, and before each press."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Agency, Role
from network.core.dates import format_day
from network.core.text import fold
from network.provisioning.models import UNDO_TIME, ReorganisationPlan
from network.provisioning.reorganisation import execution, services
from network.provisioning.reorganisation.steps_file import add_steps_from_file
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reorganisations import make_plan

pytestmark = pytest.mark.django_db
FILE = "Hình thức,Mã cơ quan cũ,Mã cơ quan tiếp nhận\nsáp nhập,PA,XC\nsáp nhập,PB,XC\n"


@pytest.fixture
def agencies():
    rows = {"PA": "Phòng A", "PB": "Phòng B", "XC": "Xã C"}
    made = [
        Agency(code=code, name=f"{name} tỉnh", short_name=name, kind="hoi_dong", slug=code.lower())
        for code, name in rows.items()
    ]
    return Agency.objects.bulk_create(made)


@pytest.fixture
def admin():
    return make_member(make_office("SKHCN").agency, Role.NETWORK_ADMIN)


@pytest.fixture
def desk(client, admin):
    return signed_in(client, admin)


def address(name, *keys):
    return reverse(f"reorganisation:{name}", args=keys)


def new_plan(admin, name=""):
    return services.create_plan(
        name=name,
        actor=admin,
        now=timezone.now(),
        legal_basis="Nghị quyết 12/NQ-HĐND",
        effective_on=timezone.localdate(),
    )


def test_a_plan_without_a_name_is_named_after_its_steps(admin, agencies):
    first, second, heir = agencies
    plan = new_plan(admin)
    assert plan.name == "Đợt sắp xếp chưa có bước"
    step = services.add_step(plan=plan, kind="sap_nhap", predecessor=first, successor=heir)
    services.add_step(plan=plan, kind="sap_nhap", predecessor=second, successor=heir)
    plan.refresh_from_db()
    assert plan.name == "Sáp nhập Phòng A, Phòng B vào Xã C"
    services.remove_step(plan=plan, step_id=step.pk, actor=admin, now=timezone.now())
    services.add_step(plan=plan, kind="giai_the", predecessor=first)
    plan.refresh_from_db()
    assert plan.name == "Sáp nhập Phòng B vào Xã C; Giải thể Phòng A"


def test_a_name_that_a_person_gave_is_kept(admin, agencies):
    plan = new_plan(admin, "Sắp xếp cấp xã")
    services.add_step(plan=plan, kind="giai_the", predecessor=agencies[0])
    plan.refresh_from_db()
    assert plan.name == "Sắp xếp cấp xã"
    services.edit_plan(plan=plan, name="")
    plan.refresh_from_db()
    assert plan.name == "Giải thể Phòng A"


def test_the_steps_of_a_file_name_the_plan_and_a_wrong_file_does_not(admin, agencies):
    plan = new_plan(admin)
    wrong = f"{FILE}sáp nhập,XX,XC\n"
    with pytest.raises(ValidationError):
        add_steps_from_file(plan=plan, data=wrong.encode())
    plan.refresh_from_db()
    assert plan.name == "Đợt sắp xếp chưa có bước"
    add_steps_from_file(plan=plan, data=FILE.encode())
    plan.refresh_from_db()
    assert plan.name == "Sáp nhập Phòng A, Phòng B vào Xã C"


def test_a_large_plan_has_a_title_that_fits(admin):
    rows = [
        Agency(
            code=f"X{number}",
            name=f"Xã {number}",
            short_name=f"Xã {number}",
            kind="hoi_dong",
            slug=f"x-{number}",
        )
        for number in range(40)
    ]
    former = Agency.objects.bulk_create(rows)
    plan = new_plan(admin)
    for one in former[1:8]:
        services.add_step(plan=plan, kind="hop_nhat", predecessor=one, successor=former[0])
    plan.refresh_from_db()
    assert plan.name == "Hợp nhất Xã 1, Xã 2, Xã 3 và 4 cơ quan khác thành Xã 0"
    for one in former[8:]:
        services.add_step(plan=plan, kind="doi_ten", predecessor=one, new_name=f"Xã mới {one.code}")
    plan.refresh_from_db()
    assert plan.name == "Sắp xếp 40 cơ quan: hợp nhất, đổi tên"


@pytest.mark.parametrize(
    "words", ["đổi tên cơ quan", "sáp nhập", "giải thể", "sap nhap", "gộp xã", "giai the co quan"]
)
def test_the_search_of_the_admin_leads_to_the_agencies_to_change(desk, agencies, words):
    rows = desk.get(reverse("navigation:screens")).context["rows"]
    found = [row for row in rows if all(word in row["words"] for word in fold(words).split())]
    assert found[0]["url"] == address("begin")
    listed = desk.get(address("begin"), {"q": "phong a"})
    assert [row.code for row in listed.context["object_list"]] == ["PA"]
    assert address("agency", agencies[0].pk) in listed.content.decode()


def test_agencies_that_have_ended_are_not_offered(desk, agencies):
    Agency.objects.filter(code="PA").update(valid_to=timezone.localdate())
    codes = {row.code for row in desk.get(address("begin")).context["object_list"]}
    assert "PB" in codes
    assert "PA" not in codes


def test_the_form_of_an_agency_leads_to_its_change(desk, agencies):
    form = desk.get(reverse("agencies_agency_modeladmin_edit", args=[agencies[0].pk]))
    assert address("agency", agencies[0].pk) in form.content.decode()


def test_start_and_undo_say_what_happens_to_each_agency(desk, admin, agencies):
    first, second, heir = agencies
    plan = new_plan(admin)
    services.add_step(plan=plan, kind="sap_nhap", predecessor=first, successor=heir)
    services.add_step(plan=plan, kind="doi_ten", predecessor=second, new_name="Phòng Mới")
    plan.refresh_from_db()
    asked = desk.get(address("start", plan.pk)).content.decode()
    assert "<strong>Phòng A tỉnh</strong>: Sáp nhập: chuyển sang Xã C tỉnh" in asked
    execution.start(plan=plan, actor=admin, now=timezone.now())
    assert "data-goes-on" in desk.get(address("plan", plan.pk)).content.decode()
    execution.carry_on(now=timezone.now())
    shown = desk.get(address("plan", plan.pk)).content.decode()
    assert "data-goes-on" not in shown
    last = format_day(timezone.localdate() + UNDO_TIME)
    assert f"trước khi hết ngày {last}" in shown and "không cần làm gì thêm" in shown
    asked = desk.get(address("undo", plan.pk)).content.decode()
    assert "<strong>Phòng A tỉnh</strong>: Sáp nhập: chuyển sang Xã C tỉnh" in asked
    assert "đổi tên từ Phòng B tỉnh thành Phòng Mới" in asked
    ReorganisationPlan.objects.update(finished_at=timezone.now() - dt.timedelta(days=31))
    late = desk.get(address("plan", plan.pk)).content.decode()
    assert address("undo", plan.pk) not in late
    assert "không hoàn tác được nữa" in late


def test_a_dry_run_does_not_count_the_plan_itself(desk, agencies):
    plan = make_plan(("giai_the", agencies[0], None))
    plan.parts.create(agency=agencies[0])
    shown = desk.get(address("change", plan.pk, agencies[0].pk)).content.decode()
    assert "ước sắp xếp" not in shown
    assert "hần của cơ quan trong đợt" not in shown
    assert "không giữ" in shown


def test_the_start_page_reminds_of_a_plan_whose_day_has_come(desk, agencies):
    words = "đợt sắp xếp đã đến ngày"
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    plan = make_plan(("giai_the", agencies[0], None), day=tomorrow)
    start = reverse("wagtailadmin_home")
    assert words not in desk.get(start).content.decode()
    ReorganisationPlan.objects.filter(pk=plan.pk).update(effective_on=timezone.localdate())
    assert words in desk.get(start).content.decode()


def test_start_pages_name_what_an_agency_may_object_to_and_what_is_to_be_answered(desk):
    office, start = make_office("IAB"), reverse("wagtailadmin_home")
    plan = make_plan(("giai_the", office.agency, None), day=dt.date(2100, 1, 1))
    own, answers = "đang lấy ý kiến của bạn", "ý kiến của cơ quan về sắp xếp, chờ trả lời"
    overview = desk.get(start).content.decode()
    assert answers not in overview
    today, now = timezone.localdate(), timezone.now()
    services.show_to_agencies(plan=plan, opinions_until=today, now=now)
    admin = office.people[Role.AGENCY_ADMIN]
    services.object_to(part=plan.parts.get(), text="Còn 3 hồ sơ.", actor=admin, now=now)
    assert answers in desk.get(start).content.decode()
    services.answer_objection(part=plan.parts.get(), text="Sở Tư pháp nhận.", now=now)
    assert answers not in desk.get(start).content.decode()
    assert own in signed_in(Client(), admin).get(start).content.decode()
    stranger = make_office("IAC").people[Role.AGENCY_ADMIN]
    assert own not in signed_in(Client(), stranger).get(start).content.decode()
