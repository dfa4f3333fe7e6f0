"""Steps of a plan from a file: all or none, with the errors by line."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from network.agencies.models import Agency, Role
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member
from tests.factories.reorganisations import make_plan

pytestmark = pytest.mark.django_db
HEADINGS = (
    "Hình thức,Mã cơ quan cũ,Mã cơ quan tiếp nhận,Có hiệu lực từ,Căn cứ pháp lý,Chỉ chuyển một phần"
)


@pytest.fixture
def plan():
    for code in ("A", "B", "C", "D"):
        name = f"Hội đồng {code}"
        Agency.objects.create(
            code=code, name=name, short_name=code, kind="hoi_dong", slug=code.lower()
        )
    return make_plan()


@pytest.fixture
def desk(client, plan):
    return signed_in(client, make_member(Agency.objects.get(code="D"), Role.NETWORK_ADMIN))


def send(desk, plan, data, name="buoc.csv"):
    file = SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)
    return desk.post(reverse("reorganisation:add_file", args=[plan.pk]), {"file": file})


def steps_of(plan):
    names = ("kind", "predecessor__code", "successor__code", "partial")
    return list(plan.steps.values_list(*names))


def test_a_file_adds_partial_and_many_to_many_steps(desk, plan):
    day = plan.effective_on.strftime("%d/%m/%Y")
    lines = [
        HEADINGS,
        f"Chia tách,A,C,{day},{plan.legal_basis},có",
        "chia_tach,B,C,,,x",
        "CHIA TACH,B,D,,,có",
    ]
    sent = send(desk, plan, "\n".join(lines))
    assert sent.status_code == 302, sent.context["form"].errors
    assert steps_of(plan) == [
        ("chia_tach", "A", "C", True),
        ("chia_tach", "B", "C", True),
        ("chia_tach", "B", "D", True),
    ]


def test_a_wrong_line_saves_nothing_and_each_one_is_named(desk, plan):
    lines = [
        HEADINGS,
        "Sáp nhập,A,B,,,",
        "Nhập bừa,A,B,,,",
        "Sáp nhập,KHONGCO,B,,,",
        "Sáp nhập,C,D,01/01/1999,,",
        "Sáp nhập,C,D,ngày nào,,",
        "Sáp nhập,C,D,,Nghị quyết khác,",
        "Sáp nhập,C,D,,,có lẽ",
        "Sáp nhập,C,,,,",
        "Sáp nhập,C,C,,,",
        "Sáp nhập,A,B,,,",
    ]
    page = send(desk, plan, "\n".join(lines))
    assert page.status_code == 200
    text = page.content.decode()
    assert [number for number in range(1, 12) if f"Dòng {number}: " in text] == [*range(3, 12)]
    assert steps_of(plan) == []


@pytest.mark.parametrize(
    "data",
    [
        "",
        "Hình thức,Mã khác\nSáp nhập,A",
        HEADINGS,
        "Hình thức\x00,\n",
        "Sáp nhập,A,B\nSáp nhập,C,D",
    ],
)
def test_a_file_without_the_columns_or_lines_is_refused(desk, plan, data):
    assert send(desk, plan, data).status_code == 200
    assert steps_of(plan) == []


def test_the_template_is_read_once_it_is_filled_in(desk, plan):
    book = load_workbook(io.BytesIO(desk.get(reverse("reorganisation:template")).content))
    assert book.worksheets[1].max_row == 7
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    made = Workbook()
    made.active.append(heads)
    day = plan.effective_on
    made.active.append(["Đổi tên", "A", "", day, "", "", "", "", "Hội đồng mới", "Mới"])
    file = io.BytesIO()
    made.save(file)
    assert send(desk, plan, file.getvalue(), "buoc.xlsx").status_code == 302
    assert plan.steps.get().new_name == "Hội đồng mới"


def test_a_plan_that_agencies_have_seen_takes_no_file(desk, plan):
    plan.state = "announced"
    plan.save()
    assert send(desk, plan, f"{HEADINGS}\nSáp nhập,A,B,,,").status_code == 200
    assert steps_of(plan) == []
