"""One row of every model that can belong to an agency, each with the house's mark in its text."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from modelsearch import index
from wagtail.admin.models import EditingSession, FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.log_actions import log
from wagtail.models import (
    APIToken,
    CollectionViewRestriction,
    Comment,
    CommentReply,
    GroupApprovalTask,
    Page,
    PageSubscription,
    PageViewRestriction,
    ReferenceIndex,
    Revision,
    TaskState,
    UploadedFile,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.users.models import UserProfile

from aggregator.models import ItemStatus, ProposalKind
from aggregator.proposals.services import propose
from aggregator.use_services import note_use
from legal_updates.models import Citation, PageReview, Relation, RelationType, Topic
from network.accounts.models import Session, SignIn, SignInOutcome
from network.agencies.audit import record
from network.agencies.models import (
    Act,
    Agency,
    AuditAction,
    Invitation,
    Membership,
    Role,
    Succession,
)
from network.hub.search.keeping import keep_up
from network.media.models import AgencyDocument, AgencyImage
from network.moderation.publication import published_by_install
from sites.models import (
    ArticlePage,
    Correction,
    EventPage,
    LegalUpdatePage,
    MaterialDocument,
    MaterialFile,
    MaterialPage,
    Pano,
    PanoPlacement,
    QuestionDocument,
    QuestionPage,
    SectionIndexPage,
    SectionLink,
    UpdateDocument,
    WarningPage,
)
from tests.factories.accounts import passkey_data
from tests.factories.documents import make_change, make_document
from tests.factories.questions import make_problem, make_question
from tests.factories.sections import SOURCE, make_item
from tests.tenancy.moderated import OnTheWay, lead_pages

if TYPE_CHECKING:
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
    warning: Any = None
    event: Any = None
    section: Any = None
    live_image: Any = None
    live_document: Any = None
    relation: Any = None
    rendition: Any = None
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
    question: Any = None
    problem: Any = None
    answer: Any = None


def fill(house: "House", *, now: dt.datetime) -> None:
    """Put rows of every model into the house."""
    own = house.contents
    _add_files(house)
    with published_by_install():
        _add_pages(house, now)
    _add_remarks(house, now)
    _add_workflow(house)
    _add_restrictions(house)
    _add_people_rows(house, now)
    _add_agency_rows(house, now)
    _add_page_review(house, now)
    _add_questions(house, now)
    own.way = lead_pages(house, now=now)
    for file in (house.image, own.live_image, house.document, own.live_document):
        # Who looks first at a list of files writes it otherwise.
        file.get_file_size()
    keep_up()
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
    own.rendition = house.image.get_rendition("width-40")
    house.image.tags.add(house.secret)
    own.upload = UploadedFile.objects.create(
        for_content_type=ContentType.objects.get_for_model(AgencyImage),
        file=get_test_image_file(filename=f"{house.secret}.png"),
        uploaded_by_user=author,
    )


def _add_pages(house: "House", now: dt.datetime) -> None:
    own, author = house.contents, house.people["author"]
    place = house.home.get_children().get(slug="tin-tuc")
    own.section = house.home.add_child(
        instance=SectionIndexPage(
            title=f"Mục {house.secret}",
            introduction=f"<p>{house.secret}</p>",
            live=False,
            owner=author,
        )
    )
    own.live = place.add_child(
        instance=ArticlePage(
            title=f"Bài đăng {house.marker}",
            summary=house.marker,
            owner=author,
            cover=own.live_image,
            cover_alt_text="Ảnh",
            body=[("file", {"document": own.live_document, "title": ""})],
            **SOURCE,
        )
    )
    own.live.topics.add(Topic.objects.first())
    own.live.corrections.add(Correction(was=house.marker, now_reads=house.marker))
    link = {"title": f"Bộ {house.marker}", "url": f"https://{house.marker.lower()}.example.vn/"}
    SectionLink.objects.create(page=house.home, **link)
    banner = {"title": "Pano chung", "alt_text": "Pano", "url": "https://pano.example.vn/"}
    pano = Pano.objects.create(image=own.live_image, **banner)
    PanoPlacement.objects.create(page=house.home, pano=pano)
    own.live.save()
    _add_kinds_of_article(house, place)
    _save_change(own.live, f"Sửa {house.secret}", author)
    own.scheduled = place.add_child(
        instance=ArticlePage(
            title=f"Hẹn giờ {house.secret}",
            summary=house.secret,
            live=False,
            body=[],
            owner=author,
            go_live_at=now + HOUR,
            **SOURCE,
        )
    )
    own.scheduled.save_revision(user=author, approved_go_live_at=now + HOUR)
    house.home.introduction = f"<p>{house.marker}</p>"
    house.home.save()
    house.home.introduction = f"<p>{house.secret}</p>"
    house.home.save_revision(user=author)
    own.revision = Revision.objects.filter(object_id=str(house.article.pk)).first()


def _add_kinds_of_article(house: "House", place: Page) -> None:
    own, document = house.contents, make_document()
    update = LegalUpdatePage(
        title=f"Văn bản mới {house.marker}", who=house.marker, body=[], **SOURCE
    )
    update.documents.add(UpdateDocument(document=document))
    own.update = place.add_child(instance=update)
    _save_change(update, f"Sửa {house.secret}", house.people["author"])
    own.draft_update = place.add_child(
        instance=LegalUpdatePage(
            title=f"Nháp văn bản {house.secret}", who=house.secret, body=[], live=False, **SOURCE
        )
    )
    own.draft_update.save_revision(user=house.people["author"])
    material = MaterialPage(title=f"Tờ gấp {house.marker}", summary=house.marker, body=[], **SOURCE)
    material.documents.add(MaterialDocument(document=document))
    material.files.add(MaterialFile(file=own.live_document, title=house.marker))
    own.material = place.add_child(instance=material)
    warning = WarningPage(title=f"Cảnh báo {house.marker}", summary=house.marker, body=[], **SOURCE)
    own.warning = place.add_child(instance=warning)
    event = EventPage(title=f"Sự kiện {house.marker}", summary=house.marker, body=[], **SOURCE)
    event.begins, event.place = timezone.now(), house.marker
    own.event = place.add_child(instance=event)
    answer = QuestionPage(
        title=f"Hỏi đáp {house.marker}",
        summary=house.marker,
        question=house.marker,
        answered_by=house.marker,
        body=[],
        **SOURCE,
    )
    answer.documents.add(QuestionDocument(document=document))
    own.answer = place.add_child(instance=answer)
    _save_change(answer, f"Sửa {house.secret}", house.people["author"])


def _add_questions(house: "House", now: dt.datetime) -> None:
    own, secret = house.contents, house.secret
    elsewhere, _ = Agency.objects.get_or_create(
        code="NOI-KHAC", name="Nơi khác", short_name="Nơi khác", kind="so", slug="noi-khac"
    )
    contact = f"dan@{secret.lower()}.example.vn"
    own.question = make_question(house.agency, f"Tôi hỏi {secret}", place=secret, contact=contact)
    own.question.forwardings.create(
        agency=house.agency, to_agency=elsewhere, reason=secret, forwarded_at=now
    )
    own.problem = make_problem(house.agency, page=house.article, path="/", text=secret)


def _save_change(page: Page, title: str, author: Any) -> None:
    page.title = title
    page.save_revision(user=author, log_action=True)
    page.refresh_from_db()


def _add_remarks(house: "House", now: dt.datetime) -> None:
    page, author = house.article, house.people["author"]
    remark = Comment.objects.create(
        page=page, user=author, text=house.secret, contentpath="title", created_at=now
    )
    CommentReply.objects.create(comment=remark, user=author, text=house.secret)
    PageSubscription.objects.create(page=page, user=author, comment_notifications=True)
    log(instance=house.image, action="wagtail.edit", user=author)
    house.contents.redirect = Redirect.objects.create(
        old_path=f"/{house.secret.lower()}", redirect_page=page
    )


def _add_workflow(house: "House") -> None:
    # Not the first draft: a page in the workflow is locked for its author.
    own, page, author = house.contents, house.contents.scheduled, house.people["author"]
    own.workflow = Workflow.objects.create(name=house.secret)
    own.task = GroupApprovalTask.objects.create(name=house.secret)
    own.task.groups.add(house.agency.role_groups.get(role=Role.APPROVER).group)
    WorkflowTask.objects.create(workflow=own.workflow, task=own.task)
    WorkflowPage.objects.create(workflow=own.workflow, page=own.section)
    own.workflow_state = WorkflowState.objects.create(
        content_type=page.cached_content_type,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        workflow=own.workflow,
        requested_by=author,
    )
    own.task_state = TaskState.objects.create(
        workflow_state=own.workflow_state,
        revision=page.latest_revision,
        task=own.task,
        comment=house.secret,
        content_type=ContentType.objects.get_for_model(TaskState),
    )
    own.workflow_state.current_task_state = own.task_state
    own.workflow_state.save()


def _add_restrictions(house: "House") -> None:
    own = house.contents
    group = house.agency.role_groups.get(role=Role.AUTHOR).group
    own.collection = house.agency.collection.add_child(name=house.secret)
    own.collection_restriction = CollectionViewRestriction.objects.create(
        collection=own.collection, restriction_type="password", password=house.secret
    )
    own.page_restriction = PageViewRestriction.objects.create(
        page=house.article, restriction_type="password", password=house.secret
    )
    own.collection_restriction.groups.add(group)
    own.page_restriction.groups.add(group)


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
    note_use(item=make_item(status=ItemStatus.NEW), agency=agency, page=house.article, now=now)
    house.contents.proposal = propose(
        agency=agency,
        kind=ProposalKind.SOURCE,
        url=f"https://{house.secret.lower()}.example.vn/",
        why=house.secret,
        proposer=admin,
        now=now,
    )
