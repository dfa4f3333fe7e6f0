"""A report on the screens of its people: written, handed in, looked at, summed up."""

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from legal_updates.models import Topic
from network.agencies.models import Agency, Role, Succession
from network.reporting import services
from network.reporting.models import Report, ReportState
from sites.models import ArticlePage
from tests.factories.accounts import signed_in
from tests.factories.activities import make_activity
from tests.factories.files import scan_of
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import bring_to, open_period, report_of, write
from tests.factories.sections import make_article

pytestmark = pytest.mark.django_db
LIST = "/admin/bao-cao/"
DAY = dt.timedelta(days=1)
# Fewer than the form has lines.
MOST_QUERIES = 36


@pytest.fixture(scope="module")
def built(once):
    return once(make_built)


def make_built():
    """Return an office with an article and its report, who oversees, and who reads reports."""
    office, seat = make_office("SYT"), make_office("STP")
    make_article(office.home.get_children().get(slug="tin-tuc"), "Tiêm phòng dại")
    ArticlePage.objects.update(first_published_at=timezone.now())
    overseer = make_member(seat.agency, Role.OVERSEER)
    viewer = make_member(seat.agency, Role.REPORT_VIEWER)
    today = timezone.localdate()
    period = open_period(overseer, last=today + 9 * DAY, actual_until=today, due_on=today)
    return office, seat, overseer, viewer, period


def page(client, user, url):
    signed_in(client, user)
    response = client.get(url)
    assert response.status_code == 200, url
    return response.content.decode()


def test_who_oversees_corrects_a_text_where_it_stands(client, built):
    office, _seat, overseer, _viewer, period = built
    report = report_of(period, office.agency)
    bring_to(report, ReportState.ACCEPTED, approver=office.approver, overseer=overseer)
    shown = page(client, overseer, f"{LIST}{report.pk}/")
    assert "Đính chính nội dung này" in shown
    assert "Đính chính nội dung này" not in page(client, office.author, f"{LIST}{report.pk}/")
    address = f"{reverse('reporting:correct', args=[report.pk])}?phan=II.1"
    assert address in shown
    signed_in(client, overseer)
    written = {"new": "Đã mở chuyên mục.", "reason": "Bỏ sót."}
    assert client.post(address, written).status_code == 302
    shown = page(client, overseer, f"{LIST}{report.pk}/")
    assert "Đã mở chuyên mục." in shown
    assert "Bỏ sót." in shown


def test_who_was_not_counted_is_unknown_in_report_letter_and_totals(client, built):
    office, _seat, overseer, _viewer, period = built
    for number, women in ((30, 12), (25, None)):
        make_activity(office.agency, office.author, attendances=number, women=women)
    services.fill_open_periods(now=timezone.now())
    report = report_of(period, office.agency)
    own = f"{LIST}{report.pk}/"
    shown = page(client, office.author, f"{own}?chi-tieu=2.2a")
    assert "tự động, chưa kể 1 hoạt động không rõ" in shown
    # That list has an activity whose women nobody counted; no minority was counted in any.
    assert shown.count("không rõ") == 5
    assert "2 mục được đếm" in shown
    letter = Document(io.BytesIO(client.get(f"{own}docx/").content))
    [cells] = [row.cells for row in letter.tables[-1].rows if row.cells[0].text == "2.2a"]
    assert "chưa kể 1 hoạt động không rõ" in cells[1].text
    assert cells[2].text == "12"
    bring_to(report, ReportState.ACCEPTED, approver=office.approver, overseer=overseer)
    totals = f"{LIST}ky/{period.pk}/"
    assert "0, và 1 hoạt động không rõ" in page(client, overseer, totals)
    [line] = [
        each for each in client.get(f"{totals}json/").json()["indicators"] if each["code"] == "2.2a"
    ]
    assert (line["actual"], line["things_without_number"]) == (12, 1)


def field(report, code, name="actual"):
    return f"{name}-{report.values.get(indicator__code=code).indicator_id}"


def test_a_clerk_finds_the_report_opens_a_figure_writes_and_the_approver_hands_it_in(client, built):
    office, _seat, _overseer, _viewer, period = built
    report = report_of(period, office.agency)
    own = f"{LIST}{report.pk}/"
    assert own in page(client, office.author, "/admin/")
    opened = page(client, office.author, f"{own}?chi-tieu=2.6")
    assert "Tiêm phòng dại" in opened
    assert "1 mục được đếm" in opened
    # Proposed from what is counted; who wrote nothing yet is not shown a sentence with gaps.
    assert "liên kết, pano bắt buộc đang hoạt động" in opened
    assert "triệu đồng." not in opened
    form = {field(report, "2.10"): "1.234", field(report, "2.10", "estimate"): "66"}
    response = client.post(f"{own}ghi/", form, follow=True)
    assert "1.300" in response.content.decode()
    refused = client.post(f"{own}ghi/", {field(report, "2.10"): "1.2.3"})
    assert "Hãy nhập một số" in refused.content.decode()
    assert f"{own}nop/" not in response.content.decode()
    paper = SimpleUploadedFile("bc.pdf", scan_of("BAO CAO"))
    signing = {"number": "45/BC-SYT", "signed_on": timezone.localdate().strftime("%d/%m/%Y")}
    assert f"{own}nop/" in page(client, office.approver, own)
    response = client.post(f"{own}nop/", signing | {"file": paper})
    assert response.status_code == 302
    assert Report.objects.get(pk=report.pk).state == ReportState.SUBMITTED
    assert "%PDF" in b"".join(client.get(f"{own}ban-ky/").streaming_content).decode()


def test_the_page_of_a_report_costs_no_query_for_each_line(client, built):
    office, _seat, _overseer, _viewer, period = built
    own = f"{LIST}{report_of(period, office.agency).pk}/"
    signed_in(client, office.author)
    client.get(own)
    with CaptureQueriesContext(connection) as found:
        client.get(own)
    assert len(found) < MOST_QUERIES


def test_the_board_tells_late_missing_and_empty_apart(client, built):
    office, seat, overseer, _viewer, period = built
    now = timezone.now() + 7 * DAY
    report = report_of(period, office.agency)
    report.values.update(is_counted=False, actual=None)
    bring_to(report, ReportState.SUBMITTED, approver=office.approver, overseer=overseer)
    Report.objects.filter(pk=report_of(period, seat.agency).pk).update(due_on=now.date() - 14 * DAY)
    board = page(client, overseer, f"{LIST}?period={period.pk}")
    assert "2</strong> phải nộp" in board
    assert "1</strong> thiếu" in board
    assert "1</strong> nộp nhưng trống" in board
    missing = page(client, overseer, f"{LIST}?period={period.pk}&state=missing")
    assert f"{LIST}{report.pk}/" not in missing
    assert client.get(f"{LIST}xuat/?period={period.pk}").status_code == 200


def test_who_reads_reports_sees_accepted_sums_and_nobody_s_name(client, built):
    office, _seat, overseer, viewer, period = built
    report = report_of(period, office.agency)
    write(report, office.author, f2_10=777)
    bring_to(report, ReportState.SUBMITTED, approver=office.approver, overseer=overseer)
    sums = f"{LIST}ky/{period.pk}/"
    assert "777" not in page(client, viewer, sums)
    assert sums in page(client, viewer, "/admin/")
    services.accept_report(report_id=report.pk, user=overseer, now=timezone.now())
    shown = page(client, viewer, f"{sums}?theo=agency&chi-tieu=2.10")
    assert "777" in shown
    assert "Sở SYT" not in shown
    assert "Sở STP" not in shown
    for url in (f"{LIST}{report.pk}/", f"{LIST}{report.pk}/docx/", LIST):
        assert client.get(url).status_code in {403, 404}
    found = json.loads(client.get(f"{sums}json/").content)
    line = next(each for each in found["indicators"] if each["code"] == "2.10")
    assert (line["actual"], line["whole"], line["reports_without_figure"]) == (777, 777, 0)
    assert client.get(f"{sums}xlsx/").status_code == 200
    assert client.get(f"{sums}docx/").status_code == 403
    assert "Sở SYT" in page(client, overseer, f"{sums}?theo=agency&chi-tieu=2.10")
    answer = client.get(f"{sums}docx/")
    words = Document(io.BytesIO(answer.content))
    said = "\n".join(each.text for each in words.paragraphs)
    assert "Chưa có số liệu của: STP." in said
    assert "tổng hợp từ 1 báo cáo" in said


def test_a_report_to_be_signed_names_the_body_above_and_a_commune_only_itself(client, built):
    office, seat, _overseer, _viewer, period = built
    report, above = report_of(period, office.agency), seat.agency.name.upper()
    signed_in(client, office.author)

    def head_of(**facts):
        Agency.objects.filter(pk=office.agency.pk).update(**facts)
        answer = client.get(f"{LIST}{report.pk}/docx/")
        [table, *_others] = Document(io.BytesIO(answer.content)).tables
        return "\n".join(cell.text for cell in table.rows[0].cells)

    assert above in head_of(parent=seat.agency, owner=office.agency.name)
    head = head_of(kind="ubnd_xa", name="Ủy ban nhân dân xã Ia Grai")
    assert above not in head
    assert "Ia Grai, ngày" in head
    assert "xã Ia Grai, ngày" not in head


def test_what_a_colleague_saved_meanwhile_is_not_written_over_unasked(client, built):
    office, _seat, _overseer, _viewer, period = built
    report = report_of(period, office.agency)
    own = f"{LIST}{report.pk}/"
    signed_in(client, office.author)
    opened = {"seen": client.get(own).context["form"]["seen"].value()}
    write(report, office.appraiser, f2_16=50)
    mine = {field(report, "2.16"): "60"}
    answer = client.post(f"{own}ghi/", opened | mine)
    assert "người khác đã lưu báo cáo này" in answer.content.decode()
    assert 'value="60"' in answer.content.decode()
    assert report.values.get(indicator__code="2.16").actual == 50
    again = {"seen": answer.context["form"]["seen"].value()}
    assert client.post(f"{own}ghi/", again | mine).status_code == 302
    assert report.values.get(indicator__code="2.16").actual == 60


def test_a_correction_is_read_as_offices_write_figures(client, built):
    office, _seat, overseer, _viewer, period = built
    report = report_of(period, office.agency)
    write(report, office.author, f2_16=1234)
    bring_to(report, ReportState.ACCEPTED, approver=office.approver, overseer=overseer)
    for code, new in (("2.16", 2345), ("3.3", 5)):
        value = report.values.get(indicator__code=code)
        about = {"reason": "Cộng nhầm.", "user": overseer, "now": timezone.now()}
        services.correct_figure(report_id=report.pk, value=value, new=Decimal(new), **about)
    shown = " ".join(page(client, overseer, f"{LIST}{report.pk}/").split())
    assert "từ 1.234 thành 2.345" in shown
    assert "từ – thành 5" in shown


def test_who_alone_goes_on_with_an_ended_agency_writes_its_report_and_reads_its_diary(
    client, built
):
    office, seat, overseer, _viewer, period = built
    report = report_of(period, office.agency)
    row = make_activity(office.agency, office.author, title="Hội nghị của sở cũ")
    pages = f"{LIST}{report.pk}/", reverse("activities:activity", args=[row.pk])
    today = timezone.localdate()
    # Its work goes to one that has ended since, and from there to the seat.
    between = Agency.objects.create(code="GIUA", name="Sở Giữa", slug="giua", kind="so")
    for each, until in ((office.agency, 3 * DAY), (between, DAY)):
        Agency.objects.filter(pk=each.pk).update(valid_to=today - until, status="merged")
    signed_in(client, seat.author)
    assert {client.get(url).status_code for url in pages} == {404}
    whole = {"predecessor_name": "Sở cũ", "kind": "sap_nhap"}
    first = Succession.objects.create(successor=between, predecessor=office.agency, **whole)
    Succession.objects.create(successor=seat.agency, predecessor=between, **whole)
    assert "Hội nghị của sở cũ" in page(client, seat.author, reverse("activities:index"))
    assert pages[0] in page(client, seat.author, LIST)
    for url in pages:
        read = page(client, seat.author, url)
        assert "Sở SYT" in read
    assert f"{pages[0]}ghi/" in page(client, seat.author, pages[0])
    assert client.post(f"{pages[0]}ghi/", {"figure-x": "1"}).status_code == 302
    assert pages[0] in page(client, seat.author, "/admin/viec-phai-lam/")
    # Of what was divided only who oversees the network reads.
    Succession.objects.filter(pk=first.pk).update(partial=True)
    signed_in(client, seat.author)
    assert {client.get(url).status_code for url in pages} == {404}
    assert "Sở SYT" in page(client, overseer, pages[0])


def test_a_leader_sees_what_grew_of_which_forms_and_where_nothing_was_done(client, built):
    office, seat, overseer, viewer, _period = built
    today = timezone.localdate()
    topic = Topic.objects.get(slug="dat-dai")
    make_activity(office.agency, office.author, topic=topic)
    Agency.objects.filter(pk=office.agency.pk).update(kind="ubnd_xa")
    Agency.objects.filter(pk=seat.agency.pk).update(kind="ubnd_phuong")
    # Periods are compared by their month; 365 days before 29 February it is March.
    a_year_before = today.replace(year=today.year - 1, day=min(today.day, 28))
    # Of a year before, and of now: by code what the two communes report.
    told = [
        (a_year_before, {"f1_1": (4, 4), "f2_16": (10, 5), "f3_3": (30, 25)}),
        (today, {"f1_1": (2, 2), "f2_16": (18, 0), "f3_3": (38, 20)}),
    ]
    for last, figures in told:
        period = open_period(overseer, first=last - 90 * DAY, last=last, kind="half_year")
        for place, each in enumerate((office, seat)):
            report = report_of(period, each.agency)
            write(report, each.author, **{code: both[place] for code, both in figures.items()})
            about = {"approver": each.approver, "overseer": overseer}
            bring_to(report, ReportState.ACCEPTED, **about)
    sums = f"{LIST}ky/{period.pk}/?chi-tieu="
    assert "2 chỉ tiêu tăng so với năm trước, 1 chỉ tiêu giảm" in page(
        client, overseer, f"{sums}2.16"
    )
    told = client.get(f"{sums}2.16").context
    growth, [_groups, silence] = told["growth"], told["charts"]
    assert [(row[0][:4].strip(), row[3]) for row in growth.rows] == [
        *(("2.16", "+20%"), ("3.3", "+5%"), ("1.1", "-50%")),
    ]
    assert growth.subtitle == "2 cơ quan có báo cáo cả hai kỳ"
    assert [row[1:] for row in silence.rows[:2]] == [(1, "Sở SYT"), (1, "Sở STP")]
    forms, topics = client.get(f"{sums}2.1").context["charts"][1:3]
    assert list(forms.rows) == [("Hội nghị, hội thảo, tập huấn", 1, 0)]
    assert list(topics.rows) == [(topic.name, 1, 0)]
    assert "Sở SYT" not in page(client, viewer, f"{sums}2.16")
    assert [row[1] for row in client.get(f"{sums}2.16").context["charts"][-1].rows] == [1, 1, 0, 0]
