"""A report as PDF: printed in the worker, for as long as the report says the same."""

import shutil

import pytest
from django.urls import reverse
from django.utils import timezone

from network.agencies.models import Role
from network.reporting import printing, services
from network.reporting.documents import official_report
from network.reporting.models import Print, ReportState
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import bring_to, open_period, report_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    office = make_office("SYT")
    office.people["overseer"] = make_member(office.agency, Role.OVERSEER)
    return office


@pytest.fixture
def report(office):
    report = report_of(open_period(office.overseer), office.agency)
    # Whatever making these has queued.
    run_jobs()
    return report


def opened(client, report):
    return client.get(reverse("reporting:pdf", args=[report.pk]))


@pytest.mark.office
def test_a_report_is_printed_once_for_what_it_says(client, office, report, settings):
    settings.OFFICE_PROGRAM = shutil.which("soffice")
    signed_in(client, office.author)
    asked = client.get(reverse("reporting:pdf", args=[report.pk]), follow=True)
    assert "PDF đang được lập" in asked.content.decode()
    assert opened(client, report).status_code == 302
    assert run_jobs() == 1
    made = opened(client, report)
    assert made["Content-Type"] == "application/pdf"
    assert b"".join(made.streaming_content).startswith(b"%PDF-")
    old = Print.objects.get(report=report).file.name
    write(report, office.author, f1_1=7)
    assert opened(client, report).status_code == 302
    assert not Print.objects.get(report=report).file
    assert run_jobs() == 1
    assert Print.objects.get(report=report).file.name != old


@pytest.mark.office
def test_the_consolidated_report_is_printed_for_who_oversees_the_network(
    client, office, report, settings
):
    settings.OFFICE_PROGRAM = shutil.which("soffice")
    signed_in(client, office.overseer)
    about = {"approver": office.approver, "overseer": office.overseer}
    bring_to(report, ReportState.SUBMITTED, **about)
    page = reverse("reporting:period", args=[report.period_id])
    pdf = reverse("reporting:totals_pdf", args=[report.period_id])
    assert pdf in client.get(page).content.decode()
    assert "PDF đang được lập" in client.get(pdf, follow=True).content.decode()
    run_jobs()
    made = client.get(pdf)
    assert b"".join(made.streaming_content).startswith(b"%PDF-")
    # Of other figures it is another letter.
    services.accept_report(report_id=report.pk, user=office.overseer, now=timezone.now())
    assert client.get(pdf).status_code == 302
    signed_in(client, office.author)
    assert client.get(pdf).status_code in {403, 404}


def test_what_cannot_be_printed_says_so_until_it_says_something_else(
    client, office, report, settings, tmp_path
):
    settings.OFFICE_PROGRAM = str(tmp_path / "none")
    signed_in(client, office.author)
    opened(client, report)
    assert run_jobs() == 1
    answer = client.get(reverse("reporting:pdf", args=[report.pk]), follow=True)
    assert "Không lập được PDF" in answer.content.decode()
    write(report, office.author, f1_1=7)
    assert not printing.printed(official_report(report), report=report).failed


def test_without_libreoffice_the_page_says_why_there_is_no_pdf(client, office, report, settings):
    settings.OFFICE_PROGRAM = ""
    signed_in(client, office.author)
    page = client.get(reverse("reporting:report", args=[report.pk])).content.decode()
    assert reverse("reporting:pdf", args=[report.pk]) not in page
    assert "máy chủ chưa cài LibreOffice" in page
    assert opened(client, report).status_code == 404
