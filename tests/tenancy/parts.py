"""What to put into each part of an address so that it names what a house owns."""

import contextlib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import Site

from aggregator.models import LibraryItem, Source
from legal_updates.models import DocumentType, IssuingBody, LegalDocument, Topic
from legal_updates.slugs import number_slug
from network.activities.models import ActivityForm, Audience
from network.capacity.models import BudgetLine, QualificationKind
from network.commune_standard.models import CommuneIndicator
from network.core.short_codes import CodeKind, short_code
from network.hub.models import Contact, EverydayWord, Situation, UnansweredQuery
from network.moderation.previewing.services import token_of
from network.oversight.models import OutreachForm, Requirement, Standard
from network.reporting.models import Indicator, IndicatorSet, OutlinePart
from network.rights_requests.models import ResponseTerm
from network.stops.models import PlannedStop
from tests.tenancy.conftest import House
from tests.tenancy.spellings import SPELLINGS, spelled


@dataclass(frozen=True)
class Address:
    """One address to ask for: the name of its URL, itself, and the route it came from."""

    name: str
    url: str
    route: str


LISTS = (Standard, Requirement, OutreachForm, QualificationKind, BudgetLine)


# Parts that mean the same wherever they stand.
PARTS: dict[str, Callable[[House], list[Any]]] = {
    "page_id": lambda house: [
        house.article.pk,
        house.contents.scheduled.pk,
        house.contents.live.pk,
        house.contents.draft_update.pk,
    ],
    "page_pk": lambda house: [house.contents.section.pk],
    "page_to_move_id": lambda house: [house.article.pk],
    "parent_page_id": lambda house: [house.home.pk, house.contents.section.pk],
    "destination_id": lambda house: [house.home.pk],
    "image_id": lambda house: [house.image.pk, house.contents.live_image.pk],
    "document_id": lambda house: [house.document.pk, house.contents.live_document.pk],
    "doc_id": lambda house: [house.document.pk],
    "uploaded_file_id": lambda house: [house.contents.upload.pk],
    "collection_id": lambda house: [house.contents.collection.pk],
    "agency_id": lambda house: [house.agency.pk],
    "membership_id": lambda house: [house.membership_key],
    "item_id": lambda house: [LibraryItem.objects.first().pk],
    "proposal_id": lambda house: [house.contents.proposal.pk],
    "job_id": lambda house: [ProcrastinateJob.objects.get(status="failed").pk],
    "stop_id": lambda house: [PlannedStop.objects.get().pk],
    "reorganisation_id": lambda house: [house.contents.reorganisation.plan_id],
    "part_id": lambda house: [house.contents.reorganisation.pk],
    "step_id": lambda house: [house.contents.reorganisation.plan.steps.get().pk],
    "delivery_id": lambda house: [house.contents.way.lost_mail.pk],
    "invitation_id": lambda house: [house.contents.invitation.pk],
    "revision_id": lambda house: [house.contents.revision.pk],
    "revision_id_a": lambda house: ["earliest"],
    "revision_id_b": lambda house: ["latest"],
    "workflow_pk": lambda house: [house.contents.workflow.pk],
    "workflow_state_id": lambda house: [house.contents.workflow_state.pk],
    "task_id": lambda house: [house.contents.task.pk],
    "task_state_id": lambda house: [house.contents.task_state.pk],
    "session_id": lambda house: [house.contents.editing_session.pk],
    "redirect_id": lambda house: [house.contents.redirect.pk],
    "restriction_id": lambda house: [house.contents.collection_restriction.pk],
    "page_view_restriction_id": lambda house: [house.contents.page_restriction.pk],
    "object_id": lambda house: [house.article.pk],
    "content_type_app_name": lambda house: ["agency_sites"],
    "content_type_model_name": lambda house: ["articlepage"],
    "filter_spec": lambda house: ["original"],
    "slug": lambda house: [Topic.objects.first().slug],
    "uidb36": lambda house: ["x"],
    "uidb64": lambda house: ["x"],
    "key": lambda house: ["x-y"],
    "token": lambda house: ["x"],
    "link_id": lambda house: [house.contents.way.preview_link.pk],
    "draft_id": lambda house: [house.contents.draft.pk],
    "review_id": lambda house: [house.contents.page_review.pk],
    "code": lambda house: [
        *(short_code(CodeKind.PAGE, pk) for pk in PARTS["page_id"](house)),
        short_code(CodeKind.PAGE, house.home.pk),
        short_code(CodeKind.DOCUMENT, house.contents.page_review.document.pk),
    ],
    "question_id": lambda house: [house.contents.question.pk],
    "finding_id": lambda house: [each.pk for each in house.contents.findings],
    "outreach_id": lambda house: [house.contents.outreach.pk],
    "dispute_id": lambda house: [house.contents.dispute.pk],
    "verdict_id": lambda house: [house.contents.verdict.pk],
    "cell_id": lambda house: [house.contents.audit_cell.pk],
    "topic_id": lambda house: [house.contents.wanted_topic.pk],
    "digest": lambda house: [UnansweredQuery.objects.get().pk],
    "help_id": lambda house: [house.contents.help_request.pk],
    "reminder_id": lambda house: [house.contents.reminder.pk],
    # What one may disagree with, and what one declares.
    "requirement_id": lambda house: [
        Requirement.objects.get(key="R6").pk,
        Requirement.objects.get(key="TK").pk,
    ],
    "duty_id": lambda house: [Requirement.objects.get(key="30.1").pk],
    "indicator_id": lambda house: [CommuneIndicator.objects.get(key="1.1").pk],
    "activity_id": lambda house: [house.contents.activity.pk],
    "reporter_id": lambda house: [each.pk for each in house.contents.reporters],
    "request_id": lambda house: [house.contents.speaker_request.pk],
    "practice_id": lambda house: [each.pk for each in house.contents.practices],
    "adoption_id": lambda house: [house.contents.adoption.pk],
    "channel_id": lambda house: [each.pk for each in house.contents.channels],
    "attestation_id": lambda house: [house.contents.attestation.pk],
    "plan_id": lambda house: [each.pk for each in house.contents.channel_plans],
    "post_id": lambda house: [house.contents.post.pk],
    "scan_id": lambda house: [house.contents.scan.pk],
    "case_id": lambda house: [each.pk for each in house.contents.cases],
    "evidence_id": lambda house: [each.pk for each in house.contents.cases[0].evidence.all()],
    "fake_report_id": lambda house: [house.contents.fake_report.pk],
    "rights_request_id": lambda house: [house.contents.rights_request.pk],
    "year": lambda house: [timezone.localdate().year],
    "decision_id": lambda house: [house.contents.decision.pk],
    "qualification_id": lambda house: [house.contents.qualification.pk],
    "report_id": lambda house: [house.contents.problem.pk],
    "directive_id": lambda house: [
        house.contents.directive.pk,
        house.contents.draft_directive.pk,
    ],
    "period_id": lambda house: [each.period_id for each in house.contents.reports],
    "consolidation_id": lambda house: [
        row.pk for report in house.contents.reports for row in report.period.consolidations.all()
    ],
    "recipient_id": lambda house: [house.contents.receipt.pk],
    "assignment_id": lambda house: [each.pk for each in house.contents.assignments],
}
# Parts whose meaning hangs on the URL they stand in: (beginning of its name, part).
PARTS_OF: dict[tuple[str, str], Callable[[House], list[Any]]] = {
    ("activities:from_event", "page_id"): lambda house: [house.contents.event.pk],
    ("wagtailadmin_api:pages", "pk"): lambda house: [house.article.pk],
    ("wagtailadmin_api:pages", "action_name"): lambda house: ["copy", "delete", "publish", "move"],
    ("wagtailadmin_api:images", "pk"): lambda house: [house.image.pk],
    ("wagtailadmin_api:documents", "pk"): lambda house: [house.document.pk],
    ("wagtailadmin_pages:edit", "page_id"): lambda house: [
        house.home.pk,
        *PARTS["page_id"](house),
    ],
    ("wagtailadmin_pages:revisions_compare", "pk"): lambda house: [house.article.pk],
    ("wagtailadmin_pages:", "action_name"): lambda house: ["approve", "reject"],
    ("wagtailadmin_pages:choose_parent", "app_label"): lambda house: ["agency_sites"],
    ("wagtailadmin_pages:choose_parent", "model_name"): lambda house: ["articlepage"],
    ("wagtailadmin_collections:", "pk"): lambda house: [house.contents.collection.pk],
    ("wagtailadmin_workflows:edit_task", "pk"): lambda house: [house.contents.task.pk],
    ("wagtailadmin_workflows:disable_task", "pk"): lambda house: [house.contents.task.pk],
    ("wagtailadmin_workflows:enable_task", "pk"): lambda house: [house.contents.task.pk],
    ("wagtailadmin_workflows:", "pk"): lambda house: [house.contents.workflow.pk],
    ("wagtailadmin_workflows:", "app_label"): lambda house: ["wagtailcore"],
    ("wagtailadmin_workflows:", "model_name"): lambda house: ["groupapprovaltask"],
    ("wagtailadmin_editing_sessions:", "app_label"): lambda house: ["agency_sites"],
    ("wagtailadmin_editing_sessions:", "model_name"): lambda house: ["articlepage"],
    ("wagtailadmin_tag_model_autocomplete", "app_name"): lambda house: ["taggit"],
    ("wagtailadmin_tag_model_autocomplete", "model_name"): lambda house: ["tag"],
    ("reorganisation:former_name", "step_id"): lambda house: [house.contents.renaming.pk],
    ("reading_text:", "document_id"): lambda house: [house.contents.used_document.pk],
    ("reading_text:", "number"): lambda house: [1],
    ("wagtailimages_chooser:", "pk"): lambda house: [house.image.pk],
    ("wagtaildocs_chooser:", "pk"): lambda house: [house.document.pk],
    ("legal_document_chooser:", "pk"): lambda house: [LegalDocument.objects.first().pk],
    ("wagtailusers_users:", "pk"): lambda house: [house.people["author"].pk],
    ("wagtailusers_groups:", "pk"): lambda house: [house.group_key],
    ("wagtailsites:", "pk"): lambda house: [Site.objects.get().pk],
    ("wagtailsettings:", "app_name"): lambda house: ["hub"],
    ("wagtailsettings:", "model_name"): lambda house: ["hubsettings"],
    ("wagtailsettings:", "pk"): lambda house: [1],
    ("agencies_agency_modeladmin", "instance_pk"): lambda house: [house.agency.pk],
    ("aggregator_source_modeladmin", "instance_pk"): lambda house: [Source.objects.first().pk],
    ("aggregator_libraryitem", "instance_pk"): lambda house: [LibraryItem.objects.first().pk],
    ("legal_updates_legaldocument", "instance_pk"): lambda house: [
        LegalDocument.objects.first().pk
    ],
    ("legal_updates_legaldocument", "relation_pk"): lambda house: [house.contents.relation.pk],
    ("legal_updates_issuingbody", "instance_pk"): lambda house: [IssuingBody.objects.first().pk],
    ("legal_updates_documenttype", "instance_pk"): lambda house: [DocumentType.objects.first().pk],
    # Whoever was sent a link may look: what has ended shows nothing.
    ("reporting:", "report_id"): lambda house: [each.pk for each in house.contents.reports],
    ("preview", "token"): lambda house: ["x", token_of(house.contents.way.ended_link)],
    ("moderation:earlier_revision", "page_id"): lambda house: [house.contents.way.waiting.pk],
    ("moderation:earlier_revision", "revision_id"): lambda house: [
        house.contents.way.waiting.latest_revision_id
    ],
    ("moderation:revoke_preview", "page_id"): lambda house: [house.contents.way.waiting.pk],
    ("moderation:", "page_id"): lambda house: [
        house.contents.way.waiting.pk,
        house.contents.way.appraised.pk,
        house.contents.way.urgent.pk,
    ],
    ("legal_updates:document", "slug"): lambda house: [
        house.contents.page_review.document.slug,
        number_slug(house.contents.page_review.document.number),
    ],
    ("legal_updates:number", "slug"): lambda house: [
        number_slug(house.contents.page_review.document.number)
    ],
    ("legal_updates:", "file"): lambda house: ["rss.xml", "atom.xml", "feed.json"],
    ("hub:", "file"): lambda house: ["rss.xml", "atom.xml", "feed.json"],
    ("stops:", "file"): lambda house: ["rss.xml", "atom.xml", "feed.json"],
    ("hub:section_feed", "slug"): lambda house: [house.agency.slug],
    ("hub:section_sitemap", "slug"): lambda house: [house.agency.slug],
    ("hub:document_sitemap", "part"): lambda house: [1],
    # The second hundred of sections.
    ("hub:more_sitemaps", "part"): lambda house: [2],
    ("opendata:file", "name"): lambda house: ["manifest.json", "agencies.csv"],
    ("hub:situation", "slug"): lambda house: [Situation.objects.first().slug],
    ("rights_requests_responseterm_modeladmin", "instance_pk"): lambda house: [
        ResponseTerm.objects.first().pk
    ],
    **{
        (f"{model._meta.label_lower.replace('.', '_')}_modeladmin", "instance_pk"): (
            lambda house, model=model: [model.objects.first().pk]
        )
        for model in (*LISTS, ActivityForm, Audience, IndicatorSet, Indicator, OutlinePart)
    },
    ("hub_situation_modeladmin", "instance_pk"): lambda house: [Situation.objects.first().pk],
    ("hub_contact_modeladmin", "instance_pk"): lambda house: [Contact.objects.first().pk],
    ("hub_everydayword_modeladmin", "instance_pk"): lambda house: [EverydayWord.objects.first().pk],
    ("hub:event_calendar", "page_id"): lambda house: [house.contents.event.pk],
    ("hub:level_feed", "slug"): lambda house: ["trung-uong"],
    ("aggregator_proposals:", "kind"): lambda house: ["source", "link"],
    ("mfa_", "pk"): lambda house: [house.contents.passkey.pk],
}
# Patterns whose parts have no names, by the name of the URL.
POSITIONAL: dict[str, Callable[[House], list[list[Any]]]] = {
    "wagtaildocs_serve": lambda house: [
        [each.pk, each.filename] for each in (house.document, house.contents.live_document)
    ],
}


def filled(name: str, pattern: URLPattern, house: House) -> Iterator[str]:
    """Yield the addresses of a pattern with all values its parts can take; KeyError for a new one.

    A pattern that cannot be filled raises NoReverseMatch: nothing is passed over.
    """
    parts = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    if not parts and pattern.pattern.regex.groups:
        yield from (reverse(name, args=arguments) for arguments in POSITIONAL[name](house))
        return
    values = [_values(name, part, house) for part in parts]
    for chosen in itertools.product(*values):
        yield reverse(name, kwargs=dict(zip(parts, chosen, strict=True)))


def filled_oddly(name: str, pattern: URLPattern, house: House) -> Iterator[str]:
    """Yield the addresses of a pattern with a key in it spelled otherwise, where it takes that."""
    parts = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    values = {part: _values(name, part, house)[0] for part in parts}
    for part, key in values.items():
        for other in spelled(key) if isinstance(key, int) else ():
            with contextlib.suppress(NoReverseMatch, ValueError):
                yield reverse(name, kwargs=values | {part: other})


def _values(name: str, part: str, house: House) -> list[Any]:
    for (beginning, its_part), values in PARTS_OF.items():
        if part == its_part and name.startswith(beginning):
            return values(house)
    if part not in PARTS:
        raise KeyError(f"Say in PARTS or PARTS_OF what {part!r} of {name} names.")
    return PARTS[part](house)


def objects_of(house: House) -> dict[str, list[int]]:
    """Return the keys of what a house owns, by kind, to be put into queries and forms."""
    own = house.contents
    return {
        "page": [house.article.pk, own.live.pk],
        "image": [house.image.pk],
        "document": [house.document.pk],
        "collection": [house.agency.collection_id],
        "user": [house.people["author"].pk],
        "agency": [house.agency.pk],
        "membership": [house.membership_key],
        "group": [house.group_key],
        "task": [own.task.pk],
    }


def query_of(house: House, model: str) -> str:
    """Return `id=…` of the house's objects of a model, as a bulk action names them."""
    kinds = {"agencyimage": "image", "agencydocument": "document", "user": "user"}
    return urlencode({"id": objects_of(house)[kinds.get(model, "page")]}, doseq=True)


def queries(house: House) -> list[str]:
    """Return queries that reach for what `house` owns: ids, filters, words, pages, files.

    The words looked for are not the markers themselves: a page repeats what it was asked.
    """
    keys = objects_of(house)
    every = [key for kind in ("page", "image", "document") for key in keys[kind]]
    return [
        urlencode(query, doseq=True)
        for query in (
            {"q": house.marker[:-1].lower(), "term": house.marker[:-1].lower(), "p": 1},
            {"q": "nhap", "p": 1},
            {"export": "csv"},
            {"export": "xlsx"},
            {"id": every, "ids": every, "result_ids": every},
            {"collection_id": keys["collection"], "child_of": house.home.pk},
            {"parent": house.home.pk, "destination": house.home.pk, "descendant_of": house.home.pk},
            dict.fromkeys(("owner", "user", "edited_by", "requested_by"), keys["user"]),
            {"agency": house.agency.pk, "page_type": "agency_sites.articlepage"},
        )
    ]


def spelled_queries(house: House) -> list[str]:
    """Return queries that name what `house` owns in other spellings, one spelling each."""
    keys = objects_of(house)
    named = {"id": keys["page"][0], "collection_id": keys["collection"][0]}
    named |= dict.fromkeys(("child_of", "parent", "destination", "descendant_of"), house.home.pk)
    every = {name: spelled(key) for name, key in named.items()}
    return [
        urlencode({name: others[number] for name, others in every.items()})
        for number in range(len(SPELLINGS))
    ]
