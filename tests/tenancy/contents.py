"""One row of every model that can belong to an agency, each with the house's mark in its text."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from modelsearch import index
from wagtail.admin.models import EditingSession, FormState
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import APIToken, ReferenceIndex, UploadedFile
from wagtail.users.models import UserProfile

from aggregator.models import ItemStatus, LibraryItem, ProposalKind
from aggregator.proposals.services import propose
from aggregator.use_services import record_use
from legal_updates.models import Citation, DocumentDraft, PageReview, Relation, RelationType
from network.accounts.models import Session, SignIn, SignInOutcome
from network.agencies.audit import record
from network.agencies.models import (
    Act,
    AuditAction,
    Invitation,
    Membership,
    Role,
    Succession,
)
from network.capacity.models import AssignmentDecision
from network.hub.search.keeping import refresh_changed
from network.media.models import AgencyDocument, AgencyImage
from network.media.viewing.correcting import correct_page
from network.media.viewing.models import RenderingState
from network.media.viewing.selectors import rendering_of
from network.moderation.publication import published_by_install
from sites.models import ArticlePage, BodyLink, PassedOver
from tests.factories.accounts import passkey_data
from tests.factories.capacity import make_qualification, make_resources
from tests.factories.documents import make_change, make_document
from tests.factories.questions import make_problem, make_question
from tests.factories.rights_requests import make_request
from tests.factories.sections import SOURCE, make_item
from tests.tenancy.moderated import OnTheWay, lead_pages
from tests.tenancy.overseen import (
    add_activities,
    add_cases,
    add_channels,
    add_directives,
    add_findings,
    add_post,
    add_practices,
    elsewhere_agency,
)
from tests.tenancy.pages import add_pages
from tests.tenancy.reported import add_reports
from tests.tenancy.stock import add_remarks, add_restrictions, add_workflow

if TYPE_CHECKING:
    from network.accounts.models import User
    from tests.tenancy.conftest import House

HOUR = dt.timedelta(hours=1)


@dataclass
class Contents:
    """What a house owns beside the pages and files it is built with, to be named in addresses."""

    live: Any = None
    scheduled: Any = None
    update: Any = None
    draft_update: Any = None
    material: Any = None
    draft_material: Any = None
    warning: Any = None
    event: Any = None
    section: Any = None
    live_image: Any = None
    live_document: Any = None
    # In use, so that the database itself keeps it; `House.document` can be deleted.
    used_document: Any = None
    relation: Any = None
    rendition: Any = None
    page_picture: str = ""
    live_page_picture: str = ""
    collection: Any = None
    revision: Any = None
    upload: Any = None
    avatar: Any = None
    workflow: Any = None
    task: Any = None
    task_state: Any = None
    workflow_state: Any = None
    page_restriction: Any = None
    collection_restriction: Any = None
    invitation: Any = None
    editing_session: Any = None
    redirect: Any = None
    passkey: Any = None
    way: OnTheWay = field(default_factory=OnTheWay)
    proposal: Any = None
    page_review: Any = None
    draft: Any = None
    question: Any = None
    problem: Any = None
    rights_request: Any = None
    answer: Any = None
    directive: Any = None
    draft_directive: Any = None
    receipt: Any = None
    assignments: list[Any] = field(default_factory=list)
    findings: list[Any] = field(default_factory=list)
    dispute: Any = None
    outreach: Any = None
    qualification: Any = None
    decision: Any = None
    reminder: Any = None
    help_request: Any = None
    wanted_topic: Any = None
    verdict: Any = None
    audit_cell: Any = None
    channels: list[Any] = field(default_factory=list)
    channel_plans: list[Any] = field(default_factory=list)
    activity: Any = None
    reporters: list[Any] = field(default_factory=list)
    speaker_request: Any = None
    scan: Any = None
    practices: list[Any] = field(default_factory=list)
    adoption: Any = None
    post: Any = None
    reports: list[Any] = field(default_factory=list)
    cases: list[Any] = field(default_factory=list)
    fake_report: Any = None


def fill(house: "House", *, now: dt.datetime) -> None:
    """Put rows of every model into the house."""
    own = house.contents
    _add_files(house)
    with published_by_install():
        add_pages(house, now=now)
    add_remarks(house, now=now)
    add_workflow(house)
    add_restrictions(house)
    _add_people_rows(house, now)
    _add_qualification(house)
    _add_decision(house, now)
    _add_resources(house, now)
    _add_agency_rows(house, now)
    _add_page_review(house, now)
    _add_questions(house, now)
    add_directives(house, now)
    add_findings(house, now)
    add_channels(house)
    add_activities(house, now)
    add_practices(house, now)
    add_reports(house, now)
    add_cases(house)
    own.way = lead_pages(house, now=now)
    add_post(house)
    files = (house.image, own.live_image, house.document, own.live_document, own.used_document)
    for file in files:
        # Who looks first at a list of files writes it otherwise.
        file.get_file_size()
    refresh_changed()
    for thing in (house.image, house.document, own.scheduled, own.live):
        index.insert_or_update_object(thing)
    ReferenceIndex.create_or_update_for_object(own.live)


def _add_page_review(house: "House", now: dt.datetime) -> None:
    own = house.contents
    change = make_change(make_document(), now=now)
    Citation.objects.create(
        page=own.live,
        number=change.document.number,
        number_key=change.document.number_key,
        document=change.document,
        in_live=True,
        in_draft=True,
    )
    own.relation, _ = Relation.objects.get_or_create(
        document=change.document,
        type=RelationType.objects.get(key="dan_chieu"),
        target_number="1/2018/NĐ-CP",
        target_key="1/2018/nđcp",
    )
    own.draft = DocumentDraft.objects.create(
        number=f"{house.agency.pk}/2026/NĐ-CP",
        number_key=f"{house.agency.pk}/2026/nđcp",
        issuer_key="chinh phu",
        year=2026,
        title=f"Văn bản {house.secret}",
        made_at=now,
    )
    BodyLink.objects.create(page=own.live, url=f"https://{house.marker.lower()}.example.vn/")
    own.page_review = PageReview.objects.create(
        agency=house.agency,
        page=own.live,
        document=change.document,
        change=change,
        opened_at=now,
        due_on=now.date(),
        note=f"Ghi chú {house.marker}",
    )


def _add_files(house: "House") -> None:
    own, author = house.contents, house.people["author"]
    files = {"collection": house.agency.collection, "uploaded_by_user": author}
    own.live_image = AgencyImage.objects.create(
        title=f"Ảnh đăng {house.marker}",
        file=get_test_image_file(filename=f"{house.marker}.png"),
        **files,
        **SOURCE,
    )
    own.live_document = AgencyDocument.objects.create(
        title=f"Tệp đăng {house.marker}",
        file=ContentFile(b"%PDF-1.4", name=f"{house.marker}.pdf"),
        **files,
    )
    own.used_document = AgencyDocument.objects.create(
        title=f"Tệp dùng {house.secret}",
        file=ContentFile(b"%PDF-1.4", name=f"{house.secret}-dung.pdf"),
        **files,
    )
    own.page_picture = _make_readable(own.used_document, house.secret)
    own.live_page_picture = _make_readable(own.live_document, house.marker)
    _correct(own.live_document, house.secret, author)
    own.rendition = house.image.get_rendition("width-40")
    house.image.tags.add(house.secret)
    own.upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(AgencyImage),
        file=get_test_image_file(filename=f"{house.secret}.png"),
        uploaded_by_user=author,
    )


def _make_readable(file: AgencyDocument, words: str) -> str:
    """Store what readers get of a file of one page; return where its picture is kept."""
    rendering = rendering_of(file)
    rendering.state, rendering.digest = RenderingState.READY, words
    rendering.save()
    page = rendering.pages.create(number=1, text=words, html=words, width=720, height=1018)
    return default_storage.save(page.small, ContentFile(words.encode()))


def _correct(file: AgencyDocument, words: str, corrector: "User") -> None:
    """Correct the page of a file that is published: nobody has approved that yet."""
    rendering = rendering_of(file)
    correct_page(
        rendering_id=rendering.pk,
        number=1,
        seen=0,
        text=words,
        user=corrector,
        now=timezone.now(),
    )


def _add_questions(house: "House", now: dt.datetime) -> None:
    own, secret = house.contents, house.secret
    elsewhere = elsewhere_agency()
    contact = f"dan@{secret.lower()}.example.vn"
    own.question = make_question(house.agency, f"Tôi hỏi {secret}", place=secret, contact=contact)
    own.question.forwardings.create(
        agency=house.agency, to_agency=elsewhere, reason=secret, forwarded_at=now
    )
    own.problem = make_problem(house.agency, page=house.article, path="/", text=secret)
    own.rights_request = make_request(
        house.agency, page=house.article, text=secret, evidence=secret, contact=contact
    )


def _add_people_rows(house: "House", now: dt.datetime) -> None:
    own, author, page = house.contents, house.people["author"], house.article
    article_type = ContentType.objects.get_for_model(ArticlePage)
    SignIn.objects.create(
        user=author, user_agent=house.secret, outcome=SignInOutcome.SIGNED_IN, at=now
    )
    own.passkey = Authenticator.objects.create(
        user=author, type=Authenticator.Type.WEBAUTHN, data=passkey_data(house.secret)
    )
    Session.objects.create(
        session_key=hashlib.sha256(house.secret.encode()).hexdigest()[:32],
        session_data="",
        expire_date=now + HOUR,
        user=author,
    )
    own.avatar = UserProfile.objects.create(
        user=author, avatar=get_test_image_file(filename=f"{house.secret}-mat.png")
    ).avatar
    APIToken.objects.create(
        user=author,
        name=house.secret,
        key_hash=hashlib.sha256(house.secret.encode()).hexdigest(),
        prefix="x",
    )
    own.editing_session = EditingSession.objects.create(
        user=author, content_type=article_type, object_id=str(page.pk), last_seen_at=now
    )
    FormState.objects.create(
        user=author,
        data=f"title={house.secret}&body-count=0",
        content_type=article_type,
        object_id=str(page.pk),
        last_updated_at=now,
    )


def _add_qualification(house: "House") -> None:
    house.contents.qualification = make_qualification(
        house.people["author"],
        house.agency,
        title=house.secret,
        file=ContentFile(f"%PDF-1.4 {house.secret} %%EOF".encode(), "bang.pdf"),
    )


def _add_decision(house: "House", now: dt.datetime) -> None:
    house.contents.decision = AssignmentDecision.objects.create(
        agency=house.agency,
        number=house.secret,
        decided_on=now.date(),
        file=ContentFile(f"%PDF-1.4 {house.secret} %%EOF".encode(), "quyet-dinh.pdf"),
        recorded_at=now,
    )


def _add_resources(house: "House", now: dt.datetime) -> None:
    make_resources(house.agency, now.year, equipment=house.secret)


def _add_agency_rows(house: "House", now: dt.datetime) -> None:
    agency, admin = house.agency, house.people["agency_admin"]
    Membership.objects.filter(agency=agency).update(decision_number=house.secret)
    house.contents.invitation = Invitation.objects.create(
        agency=agency,
        email=f"moi@{house.secret.lower()}.example.vn",
        role=Role.AUTHOR,
        valid_from=now.date(),
        decision_number=house.secret,
        invited_by=admin,
        invited_at=now,
        expires_at=now + HOUR,
    )
    record(actor=admin, agency=agency, action=AuditAction.INVITED, now=now, subject=house.secret)
    # Over, so that nobody holds rights by it.
    Act.objects.create(
        user=admin,
        agency=agency,
        reason=house.secret,
        started_at=now - 2 * HOUR,
        ends_at=now - HOUR,
    )
    Succession.objects.create(
        successor=agency, predecessor_name=f"Sở cũ {house.marker}", kind="doi_ten"
    )
    record_use(item=make_item(status=ItemStatus.NEW), agency=agency, page=house.article, now=now)
    PassedOver.objects.create(
        agency=agency, item=LibraryItem.objects.published()[0], reason=house.secret, passed_at=now
    )
    house.contents.proposal = propose(
        agency=agency,
        kind=ProposalKind.SOURCE,
        url=f"https://{house.secret.lower()}.example.vn/",
        why=house.secret,
        proposer=admin,
        now=now,
    )
