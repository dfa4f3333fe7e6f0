"""Six agencies that differ in what they do, and the table of what must be found, by hand."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from aggregator.choices import SourceLevel
from aggregator.models import LibraryItem
from aggregator.use_services import record_use
from network.accounts.services import enrol_totp
from network.agencies.models import Agency, Membership, Role
from network.capacity.models import AssignmentDecision
from network.core.working_days import is_working_day
from network.following.models import Follow, Subscriber
from network.media.models import AgencyImage
from network.oversight.models import Finding, Outreach, OutreachForm, Requirement
from network.oversight.running import Run, check_agencies
from sites.library.passing import pass_over
from sites.models import (
    LegalUpdatePage,
    LinkCheck,
    LinkState,
    LinkTarget,
    MaterialPage,
    Pano,
    PanoPlacement,
    RequiredLink,
    SectionLink,
)
from tests.factories.accounts import SECRET
from tests.factories.capacity import make_qualification, make_resources
from tests.factories.files import photograph
from tests.factories.moderation import Office, make_draft, make_office, publish
from tests.factories.practices import make_practice
from tests.factories.sections import (
    SOURCE,
    make_article,
    make_item,
    make_material,
    make_source,
    make_update,
)

from .channels import make_channels

M, P, N, A, U = "met", "partly", "not_met", "not_applicable", "unknown"
# Nothing is in the system yet: no check is registered, nothing is found.
X = "not_built"
SIX = {
    "DU": "All that is asked.",
    "TRONG": "A section and its people, without second factors.",
    "NGUOI": "Nobody but an author, whose decision has no number.",
    "BAI": "One article through the whole way, without a picture.",
    "LEN": "One article that came past everybody.",
    "CU": "A late update, a material of last year, past everybody; more asked of its practice.",
}
# By hand, from what `make_network` gives each of the six, in their order.
BY_HAND: dict[str, tuple[str, ...]] = {
    #       DU TRONG NGUOI BAI LEN CU
    "R1": (U, U, U, U, U, U),
    "R2": (M, P, P, P, P, P),
    "R2a": (M, M, N, M, M, M),
    "R2b": (M, M, M, M, M, M),
    "R2c": (M, M, N, M, N, N),
    "R3": (M, N, N, N, N, N),
    "R4": (M, N, N, N, N, N),
    "R5": (M, P, P, P, P, P),
    "R6": (M, N, N, N, N, N),
    "R7": (M, A, A, M, N, N),
    "R8": (M, N, N, P, P, P),
    "R9": (M, N, N, N, N, N),
    "R10": (M, N, N, N, N, P),
    "R11": (M, N, N, N, N, M),
    "R12": (M, N, N, N, N, N),
    "R13": (M, P, N, N, M, M),
    "R14": (M, N, N, M, M, N),
    "R15": (M, N, N, N, P, N),
    "R16": (M, M, N, M, P, N),
    "R17": (M, N, N, N, M, N),
    "R18": (M, N, N, M, M, N),
    "R19": (M, N, N, N, P, N),
    "R20": (M, N, N, N, P, N),
    "R21a": (M, N, N, N, P, N),
    "R21b": (M, N, N, N, M, N),
    "R21c": (M, N, N, N, P, N),
    "R22": (M, N, N, N, P, N),
    "R23a": (M, P, N, N, M, N),
    "R23b": (M, M, A, N, P, A),
    "R23c": (M, A, A, N, P, N),
    "R24": (M, A, A, M, M, M),
    "R25": (M, P, P, P, P, P),
    "R26": (M, N, N, N, N, P),
    "R27": (U, U, U, U, U, U),
    "R28": (A, A, A, A, A, A),
    "R29": (A, A, A, A, A, A),
    "R30": (A, A, A, A, A, A),
}
BUILT = [key for key, cells in BY_HAND.items() if X not in cells]
PORTAL = "https://bo.example.gov.vn/pbgdpl"


def make_network() -> dict[str, Office]:
    """Return the six, by code."""
    six = {code: make_office(code) for code in SIX}
    old, new = make_policies()
    _everything(six["DU"], new)
    RequiredLink.objects.filter(url="").update(hosts="example.gov.vn")
    for url in {PORTAL, *RequiredLink.objects.shown().values_list("url", flat=True)}:
        LinkCheck.objects.update_or_create(url=url, defaults={"state": LinkState.ALIVE})
    pass_over(
        items=[old],
        agency=six["DU"].agency,
        reason="Chỉ về tỉnh khác.",
        user=six["DU"].author,
        now=old.seen_at,
    )
    people = Membership.objects.filter(agency=six["NGUOI"].agency)
    people.exclude(role=Role.AUTHOR).delete()
    people.update(decision_number="")
    publish(make_draft(six["BAI"], date=timezone.localdate()), six["BAI"])
    make_article(place(six["LEN"]), date=timezone.localdate())
    today = timezone.localdate()
    make_channels(six)
    make_material(place(six["CU"]), date=today - dt.timedelta(days=300))
    update = make_update(
        place(six["CU"]), received_at=old.seen_at, first_published_at=timezone.now(), date=today
    )
    record_use(item=old, agency=six["CU"].agency, page=update, now=timezone.now())
    make_practice(six["CU"], state="needs_more")
    return six


def make_policies() -> tuple[LibraryItem, LibraryItem]:
    """Return two policies for every section: of weeks ago, and of the last working day."""
    source = make_source("Cổng tỉnh", level=SourceLevel.PROVINCIAL)
    moments = (timezone.now() - dt.timedelta(days=20), _worked_before(timezone.now()))
    old, new = (
        make_item(f"Quyết định {n}", source=source, seen_at=at, policy_key=f"{n}/qd-ubnd|gl")
        for n, at in enumerate(moments, start=1)
    )
    return old, new


def place(office: Office) -> Any:
    """Return the place of the section for news."""
    return office.home.get_children().get(slug="tin-tuc").specific


def look(day: dt.date | None = None, *, now: dt.datetime | None = None) -> Run:
    """Judge all agencies."""
    return check_agencies(now=now or timezone.now(), day=day or timezone.localdate())


def find_anew(row: Finding, status: str, *, now: dt.datetime | None = None) -> Finding:
    """Replace a current finding by one of this state; a finding itself cannot be changed."""
    moment = now or timezone.now()
    Finding.objects.filter(pk=row.pk).update(until=moment)
    row.pk, row._state.adding = None, True
    row.status, row.since, row.until = status, moment, None
    row.save()
    return row


def found() -> dict[str, dict[str, str]]:
    """Return the state of every requirement by the code of each agency, X where there is none."""
    rows = Finding.objects.filter(until=None)
    table: dict[str, dict[str, str]] = {}
    for code, key, status in rows.values_list("agency__code", "requirement__key", "status"):
        table.setdefault(code, dict.fromkeys(BY_HAND, X))[key] = status
    return table


def declared_requirement() -> Requirement:
    """Return one that agencies declare: the dispatch has none."""
    same = Requirement.objects.get(key="R12")
    return Requirement.objects.create(
        standard=same.standard,
        key="TK",
        order=99,
        group=same.group,
        title="Tự khai",
        quotation=same.quotation,
        valid_from=same.valid_from,
    )


def by_hand() -> dict[str, dict[str, str]]:
    """Return the table above in that shape."""
    return {
        code: {key: cells[place] for key, cells in BY_HAND.items()}
        for place, code in enumerate(SIX)
    }


def _everything(office: Office, policy: LibraryItem) -> None:
    today = timezone.localdate()
    for user in office.people.values():
        enrol_totp(user=user, secret=SECRET)
    make_qualification(office.appraiser, office.agency, file="qualifications/1.pdf")
    keep_decision(office.agency)
    picture = make_picture(office)
    cover = {"cover": picture, "cover_alt_text": "Một buổi tuyên truyền", "date": today}
    publish(make_draft(office, **cover), office)
    for model, fields in (
        (MaterialPage, {"kind": "leaflet"}),
        (LegalUpdatePage, {"received_at": policy.seen_at}),
    ):
        text = {
            "title": f"Bài {model.__name__}",
            "slug": model.__name__.lower(),
            "summary": "Ai, được gì, phải làm gì, từ khi nào.",
            "body": [("paragraph", "<p>Nội dung.</p>")],
        }
        draft = place(office).add_child(
            instance=model(live=False, owner=office.author, **text | cover | fields | SOURCE)
        )
        draft.save_revision(user=office.author)
        publish(draft, office)
    record_use(item=policy, agency=office.agency, page=draft, now=timezone.now())
    SectionLink.objects.create(
        page=office.home, target=LinkTarget.SUPERIOR, title="Bộ Tư pháp", url=PORTAL
    )
    pano = Pano.objects.create(
        title="Ngày Pháp luật", image=picture, alt_text="Ngày Pháp luật Việt Nam", url=PORTAL
    )
    PanoPlacement.objects.create(page=office.home, pano=pano)
    make_resources(office.agency, today.year)
    make_practice(office, state="sent")


def keep_decision(agency: Agency, number: str = "12/QĐ-STP") -> AssignmentDecision:
    """Return the decision by which the factories assign people, with its file."""
    return AssignmentDecision.objects.create(
        agency=agency,
        number=number,
        decided_on=timezone.localdate(),
        file="assignment_decisions/12.pdf",
        recorded_at=timezone.now(),
    )


def make_picture(office: Office, **fields: Any) -> AgencyImage:
    """Return a picture of the agency that says by what right it is used."""
    return AgencyImage.objects.create(
        title="Ảnh",
        file=ContentFile(photograph(), "anh.png"),
        collection=office.agency.collection,
        licence="Ảnh tự chụp",
        **SOURCE | fields,
    )


def make_outreach(agency: Agency, **fields: Any) -> Outreach:
    """Return what an agency wrote down of today."""
    told = {
        "day": timezone.localdate(),
        "form": OutreachForm.objects.get(key="loa"),
        "note": "Ba làng, mỗi làng một buổi.",
        "entered_at": timezone.now(),
    }
    return Outreach.objects.create(agency=agency, **told | fields)


def make_follower(agency: Agency) -> Follow:
    """Return that somebody gets the agency's news by mail."""
    now = timezone.now()
    moments = {"confirmed_at": now, "digested_until": now}
    person = Subscriber.objects.create(email="dan@example.vn", frequency="weekly", **moments)
    return Follow.objects.create(subscriber=person, agency=agency)


def _worked_before(now: dt.datetime) -> dt.datetime:
    """Return a moment of the last working day: no more than a working day ago."""
    moment = now - dt.timedelta(days=1)
    while not is_working_day(timezone.localdate(moment)):
        moment -= dt.timedelta(days=1)
    return moment
