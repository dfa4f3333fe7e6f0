"""Single facts that change among the six agencies, and the cells that each moves."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from aggregator.models import LibraryItem
from legal_updates.models import PageReview
from network.agencies.models import Membership, Role
from network.capacity.models import BudgetAmount, Qualification, Resource
from network.media.models import AgencyDocument, AgencyImage, Rendering
from network.media.viewing.models import RenderingState
from network.moderation.models import ChecklistItem, EditorialRules
from network.oversight.models import Status
from network.practices.models import Practice
from sites.models import (
    ArticlePage,
    LibraryRule,
    LinkCheck,
    LinkState,
    MaterialFile,
    MaterialPage,
    Pano,
    PassedOver,
    SectionIndexPage,
    SectionLink,
)
from tests.factories.capacity import make_qualification, make_resources
from tests.factories.documents import backdate, make_change, make_citation, make_document
from tests.factories.moderation import make_draft, make_member, publish
from tests.factories.sections import make_article

from . import channels
from .network import PORTAL, SIX, keep_decision, make_follower, make_outreach, place

# One sentence of a hundred syllables.
HARD = f"<p>{'quy định ' * 50}.</p>"


def people_of(six: Any, code: str, role: Role) -> Any:
    return Membership.objects.filter(agency=six[code].agency, role=role)


def end(rows: Any) -> None:
    rows.update(valid_to=timezone.localdate() - dt.timedelta(days=1))


def policy(number: int) -> Any:
    return LibraryItem.objects.filter(title=f"Quyết định {number}")


def dead(url: str) -> None:
    LinkCheck.objects.update_or_create(url=url, defaults={"state": LinkState.DEAD})


def own(model: type[Any], six: Any, code: str) -> Any:
    return model.objects.filter(path__startswith=six[code].home.path)


def end_law_of(page: Any) -> None:
    document = make_document()
    make_citation(backdate(page), document)
    make_change(document)


def lend_a_board(six: Any) -> None:
    EditorialRules.objects.create(agency=six["NGUOI"].agency, board=six["DU"].agency)


def add_file(six: Any, state: RenderingState) -> None:
    file = AgencyDocument.objects.create(
        title="Sổ tay",
        file="documents/so-tay.pdf",
        collection=six["DU"].agency.collection,
    )
    Rendering.objects.update_or_create(
        document=file,
        file_name=file.file.name,
        defaults={"folder": "pages/so-tay", "state": state, "digest": "0" * 64},
    )
    MaterialFile.objects.create(page=own(MaterialPage, six, "DU").get(), file=file)


# What is done, and the cells that it moves: (agency, requirement) to the new state.
CHANGES: dict[str, tuple[Callable[[Any], object], dict[tuple[str, str], Status]]] = {
    "the Department asks for more of a practice": (
        lambda six: Practice.objects.filter(state="sent").update(
            state="needs_more", answered_on=timezone.localdate()
        ),
        {("DU", "R26"): Status.PARTLY},
    ),
    "the Department finds a practice unsuitable": (
        lambda six: Practice.objects.filter(state="sent").update(
            state="not_suitable",
            answered_on=timezone.localdate(),
            decided_by=six["CU"].approver,
        ),
        {("DU", "R26"): Status.NOT_MET},
    ),
    "the author leaves": (
        lambda six: end(people_of(six, "TRONG", Role.AUTHOR)),
        {("TRONG", "R2b"): Status.NOT_MET},
    ),
    "the appraiser leaves": (
        lambda six: end(people_of(six, "TRONG", Role.APPRAISER)),
        {("TRONG", "R2c"): Status.NOT_MET},
    ),
    "approver and admin leave": (
        lambda six: end(
            Membership.objects.filter(
                agency=six["TRONG"].agency, role__in=(Role.APPROVER, Role.AGENCY_ADMIN)
            )
        ),
        {("TRONG", "R2a"): Status.NOT_MET},
    ),
    "an admin comes": (
        lambda six: make_member(six["NGUOI"].agency, Role.AGENCY_ADMIN),
        {("NGUOI", "R2a"): Status.MET},
    ),
    "another agency's board appraises": (
        lend_a_board,
        {("NGUOI", "R2c"): Status.MET, ("NGUOI", "R3"): Status.MET},
    ),
    "an appraiser comes whose training counts": (
        lambda six: make_qualification(
            make_member(six["BAI"].agency, Role.APPRAISER),
            six["BAI"].agency,
            "tap-huan-pbgdpl",
            file="qualifications/1.pdf",
        ),
        {("BAI", "R3"): Status.PARTLY},
    ),
    "the degree turns out to be a course that has ended": (
        lambda six: Qualification.objects.update(
            valid_until=timezone.localdate() - dt.timedelta(days=1)
        ),
        {("DU", "R3"): Status.NOT_MET},
    ),
    "the degree has no file": (
        lambda six: Qualification.objects.update(file=""),
        {("DU", "R3"): Status.PARTLY},
    ),
    "the appraiser has recorded the degree alone": (
        lambda six: Qualification.objects.update(recorded_by=six["DU"].appraiser),
        {("DU", "R3"): Status.PARTLY},
    ),
    "a decision loses its number": (
        lambda six: people_of(six, "DU", Role.AUTHOR).update(decision_number=""),
        {("DU", "R2"): Status.PARTLY},
    ),
    "somebody is assigned by a decision without a file": (
        lambda six: people_of(six, "DU", Role.AUTHOR).update(decision_number="77/QĐ-STP"),
        {("DU", "R2"): Status.PARTLY},
    ),
    "the file of a decision comes": (
        lambda six: keep_decision(six["BAI"].agency),
        {("BAI", "R2"): Status.MET},
    ),
    "a text comes past everybody": (
        lambda six: make_article(place(six["BAI"]), date=timezone.localdate()),
        {("BAI", "R2c"): Status.PARTLY, ("BAI", "R7"): Status.PARTLY},
    ),
    "the policy came weeks before its update": (
        lambda six: policy(2).update(seen_at=timezone.now() - dt.timedelta(days=30)),
        {("DU", "R4"): Status.PARTLY},
    ),
    "the policy is taken out of the library": (
        lambda six: policy(1).update(status="skipped"),
        {(code, "R4"): Status.UNKNOWN for code in SIX if code != "DU"},
    ),
    "a policy is passed over in time": (
        lambda six: PassedOver.objects.create(
            agency=six["BAI"].agency,
            item=policy(1).get(),
            reason="Không liên quan.",
            passed_at=policy(1).get().seen_at,
        ),
        {("BAI", "R4"): Status.MET},
    ),
    "what was passed over is taken up again": (
        lambda six: PassedOver.objects.update(taken_back_at=timezone.now()),
        {("DU", "R4"): Status.PARTLY},
    ),
    "a section's rule for the province goes after its policies came": (
        lambda six: LibraryRule.objects.filter(page__agency=six["TRONG"].agency).delete(),
        {},
    ),
    "the superior's link dies": (
        lambda six: dead(PORTAL),
        {("DU", "R5"): Status.PARTLY, ("DU", "R6"): Status.NOT_MET},
    ),
    "the superior's link goes": (
        lambda six: SectionLink.objects.filter(url=PORTAL).delete(),
        {("DU", "R5"): Status.PARTLY},
    ),
    "the pano's time is over": (
        lambda six: Pano.objects.update(
            starts_on=dt.date(2020, 1, 1), ends_on=timezone.localdate() - dt.timedelta(days=1)
        ),
        {("DU", "R6"): Status.NOT_MET},
    ),
    "half of the pictures go": (
        lambda six: own(ArticlePage, six, "DU").update(cover=None, cover_alt_text=""),
        {("DU", "R8"): Status.PARTLY},
    ),
    "their texts become hard to read": (
        lambda six: own(ArticlePage, six, "DU").update(body=[("paragraph", HARD)]),
        {("DU", "R8"): Status.PARTLY},
    ),
    "the material is old": (
        lambda six: own(MaterialPage, six, "DU").update(
            date=timezone.localdate() - dt.timedelta(days=200)
        ),
        # A leaflet makes the section known, too.
        {("DU", "R9"): Status.NOT_MET, ("DU", "R10"): Status.PARTLY},
    ),
    "the material may no longer be used": (
        lambda six: own(MaterialPage, six, "CU").update(still_valid=False),
        {("CU", "R10"): Status.NOT_MET, ("CU", "R11"): Status.NOT_MET},
    ),
    "its use is ended by a review": (
        lambda six: own(MaterialPage, six, "CU").update(ended_at=timezone.now()),
        {("CU", "R10"): Status.NOT_MET, ("CU", "R11"): Status.NOT_MET},
    ),
    "the material's last day is over": (
        lambda six: own(MaterialPage, six, "DU").update(
            valid_until=timezone.localdate() - dt.timedelta(days=1)
        ),
        {("DU", "R10"): Status.NOT_MET, ("DU", "R11"): Status.NOT_MET},
    ),
    "the material is overdue to be compared with the law": (
        lambda six: PageReview.objects.create(
            agency=six["DU"].agency,
            page=own(MaterialPage, six, "DU").get(),
            opened_at=timezone.now(),
            due_on=timezone.localdate() - dt.timedelta(days=1),
        ),
        {("DU", "R10"): Status.NOT_MET},
    ),
    "the law on which the material rests ends today": (
        lambda six: end_law_of(own(MaterialPage, six, "DU").get()),
        {("DU", "R10"): Status.PARTLY},
    ),
    "articles stand where materials belong": (
        lambda six: own(SectionIndexPage, six, "DU").filter(slug="tin-tuc").update(key="so_tay"),
        {("DU", "R10"): Status.PARTLY},
    ),
    "the material's file waits to be made readable": (
        lambda six: add_file(six, RenderingState.WAITING),
        {("DU", "R11"): Status.NOT_MET},
    ),
    "the material's file can be read": (lambda six: add_file(six, RenderingState.READY), {}),
    "no money is planned": (
        lambda six: BudgetAmount.objects.update(planned=0),
        {("DU", "R12"): Status.PARTLY},
    ),
    "the year's resources are taken for last year's": (
        lambda six: Resource.objects.update(year=timezone.localdate().year - 1),
        {("DU", "R12"): Status.NOT_MET},
    ),
    "somebody enters resources without a plan": (
        lambda six: make_resources(six["BAI"].agency, timezone.localdate().year, plan_number=""),
        {("BAI", "R12"): Status.PARTLY},
    ),
    "somebody writes down how the section was made known": (
        lambda six: make_outreach(six["BAI"].agency),
        {("BAI", "R9"): Status.MET},
    ),
    "somebody gets the news by mail": (
        lambda six: make_follower(six["TRONG"].agency),
        {("TRONG", "R9"): Status.PARTLY},
    ),
    "a source dies": (
        lambda six: (
            own(ArticlePage, six, "BAI").update(source_url="https://chet.example.vn/"),
            dead("https://chet.example.vn/"),
        ),
        {("BAI", "R24"): Status.NOT_MET},
    ),
    "somebody loses the second factor": (
        lambda six: Authenticator.objects.filter(user=six["DU"].author).delete(),
        {("DU", "R25"): Status.PARTLY},
    ),
    "a picture does not say its right": (
        lambda six: AgencyImage.objects.update(licence=""),
        {("DU", "R25"): Status.PARTLY},
    ),
    "an article goes the whole way": (
        lambda six: publish(make_draft(six["TRONG"], date=timezone.localdate()), six["TRONG"]),
        {
            ("TRONG", "R7"): Status.MET,
            ("TRONG", "R8"): Status.PARTLY,
            ("TRONG", "R24"): Status.MET,
        },
    ),
    "an article is appraised while no question is in force": (
        lambda six: (
            end(ChecklistItem.objects),
            publish(make_draft(six["TRONG"], date=timezone.localdate()), six["TRONG"]),
        ),
        {
            ("TRONG", "R7"): Status.NOT_MET,
            ("TRONG", "R8"): Status.PARTLY,
            ("TRONG", "R24"): Status.MET,
        },
    ),
    **channels.CHANGES,
}
