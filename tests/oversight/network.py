"""Six agencies that differ in what they do, and the table of what must be found, by hand."""

import datetime as dt
import io
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from network.accounts.services import enrol_totp
from network.agencies.models import Membership, Role
from network.core.working_days import is_working_day
from network.media.models import AgencyDocument, AgencyImage
from network.oversight.models import Declaration, Finding, Requirement, Status
from network.oversight.running import Run, check_agencies
from sites.models import (
    LegalUpdatePage,
    LinkTarget,
    MaterialPage,
    Pano,
    PanoPlacement,
    SectionLink,
)
from tests.factories.accounts import SECRET
from tests.factories.moderation import Office, make_draft, make_office, publish
from tests.factories.sections import SOURCE, make_article, make_material, make_update

M, P, N, A = Status.MET, Status.PARTLY, Status.NOT_MET, Status.NOT_APPLICABLE
U = Status.UNKNOWN
# What today's checks look at; of the others the system holds nothing yet.
COLUMNS = ["R2", "R2a", "R2b", "R2c", "R4", "R5", "R6", "R7", "R8", "R10", "R11", "R12"]
COLUMNS += ["R24", "R25", "R29", "R30", "R1"]
# By hand, from what `make_network` gives each of them.
BY_HAND: dict[str, list[Status]] = {
    # All that is asked.
    "DU": [M, M, M, M, M, M, M, M, M, M, M, M, M, M, A, A, U],
    # A section and its people, without second factors.
    "TRONG": [M, M, M, M, N, P, N, M, N, N, N, N, A, P, A, A, U],
    # Nobody but an author, whose decision has no number.
    "NGUOI": [P, N, M, N, N, P, N, M, N, N, N, N, A, P, A, A, U],
    # One article through the whole way, without a picture.
    "BAI": [M, M, M, M, N, P, N, M, P, N, N, N, M, P, A, A, U],
    # One article that came past everybody.
    "LEN": [M, M, M, N, N, P, N, N, P, N, N, N, M, P, A, A, U],
    # A material of last year and an update that came late, both past everybody.
    "CU": [M, M, M, N, N, P, N, N, P, P, M, N, M, P, A, A, U],
}
PORTAL = "https://bo.example.gov.vn/pbgdpl"


def make_network() -> dict[str, Office]:
    """Return the six, by code."""
    six = {code: make_office(code) for code in BY_HAND}
    _everything(six["DU"])
    people = Membership.objects.filter(agency=six["NGUOI"].agency)
    people.exclude(role=Role.AUTHOR).delete()
    people.update(decision_number="")
    publish(make_draft(six["BAI"], date=timezone.localdate()), six["BAI"])
    make_article(place(six["LEN"]), date=timezone.localdate())
    today = timezone.localdate()
    make_material(place(six["CU"]), date=today - dt.timedelta(days=300))
    arrived = timezone.now() - dt.timedelta(days=20)
    make_update(
        place(six["CU"]), received_at=arrived, first_published_at=timezone.now(), date=today
    )
    return six


def place(office: Office) -> Any:
    """Return the place of the section for news."""
    return office.home.get_children().get(slug="tin-tuc").specific


def look(day: dt.date | None = None, *, now: dt.datetime | None = None) -> Run:
    """Judge all agencies."""
    return check_agencies(now=now or timezone.now(), day=day or timezone.localdate())


def found() -> dict[str, dict[str, str]]:
    """Return the state of each requirement by the code of each agency."""
    table: dict[str, dict[str, str]] = {}
    rows = Finding.objects.filter(until=None)
    for code, key, status in rows.values_list("agency__code", "requirement__key", "status"):
        table.setdefault(code, {})[key] = status
    return table


def by_hand() -> dict[str, dict[str, str]]:
    """Return the table above in that shape."""
    return {code: dict(zip(COLUMNS, row, strict=True)) for code, row in BY_HAND.items()}


def _everything(office: Office) -> None:
    today = timezone.localdate()
    for user in office.people.values():
        enrol_totp(user=user, secret=SECRET)
    picture = make_picture(office)
    cover = {"cover": picture, "cover_alt_text": "Một buổi tuyên truyền", "date": today}
    publish(make_draft(office, **cover), office)
    for model, fields in (
        (MaterialPage, {"kind": "leaflet"}),
        (LegalUpdatePage, {"received_at": _worked_before(timezone.now())}),
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
    SectionLink.objects.create(
        page=office.home, target=LinkTarget.SUPERIOR, title="Bộ Tư pháp", url=PORTAL
    )
    pano = Pano.objects.create(
        title="Ngày Pháp luật", image=picture, alt_text="Ngày Pháp luật Việt Nam", url=PORTAL
    )
    PanoPlacement.objects.create(page=office.home, pano=pano)
    file = AgencyDocument.objects.create(
        title="Dự toán",
        collection=office.agency.collection,
        file=ContentFile(b"%PDF-1.4 du toan", "du-toan.pdf"),
    )
    Declaration.objects.create(
        agency=office.agency,
        requirement=Requirement.objects.get(key="R12"),
        statement="Dự toán 40 triệu đồng, hai người.",
        file=file,
        valid_until=today + dt.timedelta(days=30),
        declared_at=timezone.now(),
    )


def make_picture(office: Office, **fields: Any) -> AgencyImage:
    """Return a picture of the agency that says by what right it is used."""
    content = io.BytesIO()
    Image.new("RGB", (30, 20), "#0b4a82").save(content, "PNG")
    return AgencyImage.objects.create(
        title="Ảnh",
        file=ContentFile(content.getvalue(), "anh.png"),
        collection=office.agency.collection,
        licence="Ảnh tự chụp",
        **SOURCE | fields,
    )


def _worked_before(now: dt.datetime) -> dt.datetime:
    """Return a moment of the last working day: no more than a working day ago."""
    moment = now - dt.timedelta(days=1)
    while not is_working_day(timezone.localdate(moment)):
        moment -= dt.timedelta(days=1)
    return moment
