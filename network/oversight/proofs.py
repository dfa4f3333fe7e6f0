"""The sources of evidence of the 37 checks: which rows prove a requirement, and by which fields a
person judges them."""

from wagtail.models import Page

from network.agencies.models import Membership
from network.capacity.models import AssignmentDecision, BudgetAmount, Qualification, Resource
from network.channels.models import (
    Attestation,
    Case,
    Channel,
    ChannelAdmin,
    ChannelPlan,
    FakeReport,
    Scan,
)
from network.directives.models import Assignment, Directive
from network.hub.models import HubSettings
from network.media.models import AgencyImage
from network.practices.models import Practice
from network.reporting.models import Consolidation, Report
from sites.models import ArticlePage, MaterialFile, Pano, PassedOver, RequiredLink, SectionLink

from .models import Declaration, Outreach
from .page_contents import texts_of_pages
from .sources import EvidenceSource

PAGE = EvidenceSource(
    "page",
    Page,
    ("title", "last_published_at"),
    stamps=("last_published_at",),
    contents=texts_of_pages,
    url_name="wagtailadmin_pages:edit",
)
MATERIAL_FILE = EvidenceSource(
    "material_file",
    MaterialFile,
    ("file__title",),
    stamps=("file__title",),
    files=("file__file",),
    is_part=True,
)
PAGE_SOURCE = EvidenceSource(
    "page_source",
    ArticlePage,
    ("title", "source_name", "source_author", "source_url", "source_date"),
    url_name="wagtailadmin_pages:edit",
)
TASK = EvidenceSource(
    "task",
    Assignment,
    ("task__words", "note", "link", "done_at"),
    stamps=("done_at",),
    files=("document__file",),
    url_name="directives:task",
)
MEMBER = EvidenceSource(
    "member",
    Membership,
    ("role", "decision_number", "valid_from"),
    url_name="agencies_people:index",
    has_screens=False,
)
DECISION = EvidenceSource(
    "decision",
    AssignmentDecision,
    ("number", "decided_on"),
    files=("file",),
    url_name="capacity:decisions",
    has_screens=False,
    file_url_name="capacity:decision_file",
)
QUALIFICATION = EvidenceSource(
    "qualification",
    Qualification,
    ("kind__name", "title", "received_on", "valid_until"),
    files=("file",),
    url_name="capacity:people",
    has_screens=False,
    file_url_name="capacity:file",
)
PASSED_OVER = EvidenceSource(
    "passed_over", PassedOver, ("item__title", "reason", "passed_at"), stamps=("passed_at",)
)
LINK = EvidenceSource(
    "link", SectionLink, ("title", "url"), url_name="section_links:index", has_screens=False
)
REQUIRED_LINK = EvidenceSource("required_link", RequiredLink, ("title", "url"))
PANO = EvidenceSource("pano", Pano, ("title", "alt_text", "url"), files=("image__file",))
OUTREACH = EvidenceSource(
    "outreach", Outreach, ("day", "form__title", "note", "link"), files=("file__file",)
)
BUDGET = EvidenceSource("budget", BudgetAmount, ("line__name", "planned"), amounts=("planned",))
PEOPLE = EvidenceSource("resource_people", Resource, ("year", "people"))
EQUIPMENT = EvidenceSource("resource_equipment", Resource, ("year", "equipment"))
PLAN_NUMBER = EvidenceSource("resource_plan", Resource, ("year", "plan_number"))
CHANNEL_PLAN = EvidenceSource(
    "channel_plan",
    ChannelPlan,
    ("number", "approved_on", "signer", "formats", "rhythm", "lead", "valid_from", "valid_to"),
    formal=("number", "approved_on", "signer", "valid_from", "valid_to"),
    files=("file",),
    url_name="channels_plans:plan",
    file_url_name="channels_plans:file",
)


def _channel(key: str, *fields: str, files: tuple[str, ...] = ()) -> EvidenceSource:
    """Return a source of some fields of a channel."""
    return EvidenceSource(
        f"channel_{key}",
        Channel,
        ("name", "url", *fields),
        files=files,
        url_name="channels_desk:channel",
        file_url_name="channels_desk:file" if files else "",
    )


REGISTERED = _channel("registered")
APPROVAL = _channel(
    "approval", "approval_number", "approved_on", "signer", files=("approval_file",)
)
ENTRIES = _channel("entries", "office", "website", "email", "phone")
INTRO = _channel("intro", "intro")
REGULATION = _channel("regulation", "regulation")
ATTESTATION = EvidenceSource(
    "attestation",
    Attestation,
    ("item__words", "note", "confirmed_on"),
    stamps=("confirmed_on",),
    files=("picture",),
    file_url_name="channels_desk:attested_picture",
)
CHANNEL_ADMIN = EvidenceSource(
    "channel_admin", ChannelAdmin, ("share", "contact", "second_factor_on", "since")
)
SCAN = EvidenceSource(
    "scan",
    Scan,
    ("month", "finished_at", "note"),
    stamps=("finished_at",),
    url_name="channels_watch:scan",
)
CASE = EvidenceSource(
    "case", Case, ("name", "url", "remarks", "last_seen_on"), url_name="cases_desk:case"
)
FAKE_REPORT = EvidenceSource(
    "fake_report",
    FakeReport,
    ("sent_at", "closed_at", "answer"),
    url_name="fake_reports_desk:report",
)
PICTURE = EvidenceSource(
    "picture",
    AgencyImage,
    ("title", "licence", "source_name", "source_author"),
    files=("file",),
    url_name="wagtailimages:edit",
)
PRACTICE = EvidenceSource(
    "practice",
    Practice,
    ("title", "problem", "way", "result", "lesson", "sent_on"),
    stamps=("sent_on",),
    url_name="practices_desk:practice",
)
REPORT = EvidenceSource(
    "report",
    Report,
    ("period__name", "number", "signed_on", "first_submitted_on"),
    stamps=("first_submitted_on",),
    files=("signed_file",),
    url_name="reporting:report",
    file_url_name="reporting:signed",
)
CONSOLIDATION = EvidenceSource(
    "consolidation",
    Consolidation,
    ("period__name", "version", "sent_number", "sent_on", "recipients"),
    files=("sent_file",),
)
CONTACT = EvidenceSource("contact", HubSettings, ("phone", "email"))
DIRECTIVE = EvidenceSource(
    "directive",
    Directive,
    ("number", "abstract", "issued_on"),
    files=("file",),
    url_name="directives:directive",
)
DECLARATION = EvidenceSource(
    "declaration",
    Declaration,
    ("statement", "number", "signed_on", "signer", "valid_until"),
    # The statement that there is no page is the same on every paper.
    formal=("statement", "number", "signed_on", "signer", "valid_until"),
    files=("file__file",),
)
