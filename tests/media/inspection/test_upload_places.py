"""Every place that takes a file calls the one check; a new place must be named here."""

import importlib
import inspect
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm, FileField
from django.urls import get_resolver
from openpyxl import Workbook

from network.activities.desk.forms import ImportForm
from network.media.inspection.stored import file_fields
from network.provisioning.import_views import AgencyFileForm
from tests.factories.office import saved

from .hostile import ROWS

# What stores a file, and the function that hands it to `network.media.uploads` before.
CHECKED_BY = {
    "media.AgencyImage.file": "network.media.models:AgencyImage.clean",
    "media.AgencyDocument.file": "network.media.models:AgencyDocument.clean",
    "capacity.Qualification.file": "network.capacity.services:_write",
    "capacity.AssignmentDecision.file": "network.capacity.decisions:file_decision",
    "directives.Directive.file": "network.directives.services:_written",
    "channels.ChannelPlan.file": "network.channels.posting.plans.services:approve_plan",
    "channels.Channel.approval_file": "network.channels.register.services:approve_channel",
    "channels.Channel.ending_file": "network.channels.register.inheriting:settle_channel",
    "channels.Attestation.picture": "network.channels.register.safety_services:attest_points",
    "channels.CaseEvidence.file": "network.channels.cases.services:add_evidence",
    "channels.FakeReport.picture": "network.channels.cases.reports:report_page",
    "reporting.Report.signed_file": "network.reporting.services:submit_report",
    "reporting.Consolidation.sent_file": "network.reporting.consolidations:send_up",
    "wagtailusers.UserProfile.avatar": "network.media.uploads:_check_face",
    # Wagtail keeps a picture here until its source is filled in; our field has checked it.
    "wagtailcore.UploadedFile.file": "network.media.forms:PictureField.check_image_pixel_size",
}
# Printed here from our own figures; Wagtail's own models, which the settings replace.
NOT_UPLOADED = {
    "reporting.Consolidation.letter",
    "reporting.Print.file",
    "wagtaildocs.Document.file",
    "wagtailimages.Image.file",
    "wagtailimages.Rendition.file",
}
# Forms whose file is read and not stored.
READ_ONLY = {
    "legal_updates.desk.register_forms:DocumentForm.clean_new_file",
    "network.activities.desk.forms:ImportForm.clean_file",
    "network.provisioning.import_views:AgencyFileForm.clean_file",
    "network.provisioning.people_file.views:PeopleFileForm.clean_file",
    "network.provisioning.reorganisation.steps_file_views:StepsFileForm.clean_file",
    "sites.word_import.forms:WordFileForm.clean_file",
}
# Forms that give their file to one of the services above.
HANDED_ON = {
    *("QualificationForm", "ChangeQualificationForm", "DecisionFileForm", "DirectiveForm"),
    *("AttestForm", "ApprovalForm", "PaperForm", "SendUpForm", "ReportForm", "CaseEvidenceForm"),
    "SettleForm",
}
# OPML is a list of addresses that one parser reads, which refuses entities; nothing is stored.

EXCEPTIONS = {"OpmlForm"}


def source_of(place: str) -> str:
    module, _, name = place.partition(":")
    found = importlib.import_module(module)
    for each in name.split("."):
        found = getattr(found, each)
    return inspect.getsource(found)


def test_every_stored_file_has_a_place_that_checks_it():
    fields = {f"{field.model._meta.label}.{field.name}" for field in file_fields()}
    assert fields == CHECKED_BY.keys() | NOT_UPLOADED


@pytest.mark.parametrize("place", sorted({*CHECKED_BY.values(), *READ_ONLY}))
def test_the_place_calls_the_one_check(place):
    calls = ("validate_upload(", "checked_upload(", "inspected_upload(")
    assert any(call in source_of(place) for call in calls)


def forms_below(form: type) -> Iterator[type]:
    for each in form.__subclasses__():
        yield each
        yield from forms_below(each)


def test_every_form_with_a_file_is_known():
    assert get_resolver().url_patterns
    names = {
        form.__name__
        for form in forms_below(BaseForm)
        if form.__module__.split(".")[0] in ("network", "sites", "legal_updates", "aggregator")
        and any(isinstance(field, FileField) for field in getattr(form, "base_fields", {}).values())
    }
    readers = {place.partition(":")[2].partition(".")[0] for place in READ_ONLY}
    # Those of pictures and documents check in the model.
    assert (
        names - HANDED_ON - readers - EXCEPTIONS - {"AgencyImageForm", "AgencyDocumentForm"}
        == set()
    )


def made(name: str) -> bytes:
    return next(row for row in ROWS if row.name == name).make()


def test_a_workbook_of_activities_that_calls_programs_is_not_opened():
    form = ImportForm(files={"file": SimpleUploadedFile("a.xlsx", made("dde-formula.xlsx"))})
    assert "DDE" in str(form.errors["file"])
    honest = ImportForm(files={"file": SimpleUploadedFile("a.xlsx", saved(Workbook()))})
    assert "file" not in honest.errors


def test_a_list_of_agencies_that_calls_programs_is_refused():
    form = AgencyFileForm(files={"file": SimpleUploadedFile("a.csv", made("dde.csv"))})
    assert "DDE" in str(form.errors["file"])
