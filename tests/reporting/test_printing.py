"""A report as PDF: printed in the worker, for as long as the report says the same."""

import shutil

import pytest
from django.urls import reverse

from network.agencies.models import Role
from network.reporting import printing
from network.reporting.models import Print
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.reports import open_period, report_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    return make_office("SYT")


@pytest.fixture
def report(office):
    overseer = make_member(office.agency, Role.OVERSEER)
    report = report_of(open_period(overseer), office.agency)
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
    assert not printing.printed(report).failed


def test_without_libreoffice_the_page_says_why_there_is_no_pdf(client, office, report, settings):
    settings.OFFICE_PROGRAM = ""
    signed_in(client, office.author)
    page = client.get(reverse("reporting:report", args=[report.pk])).content.decode()
    assert reverse("reporting:pdf", args=[report.pk]) not in page
    assert "máy chủ chưa cài LibreOffice" in page
    assert opened(client, report).status_code == 404
