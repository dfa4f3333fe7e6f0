"""The standing cast: two agencies full of marked things, and everybody who may come to the door."""

import datetime as dt
from dataclasses import dataclass, field

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from modelsearch import index
from wagtail.images.tests.utils import get_test_image_file

from network.accounts.models import User
from network.agencies.models import AGENCY_ROLES, Agency, Membership, Role
from network.agencies.services import grant_membership
from network.media.models import AgencyDocument, AgencyImage
from network.provisioning.services import open_agency
from sites.models import AgencyHomePage, ArticlePage
from tests.factories.sections import SOURCE

PERSONAS = (*(role.value for role in Role), "without_membership", "visitor")


@dataclass
class House:
    """One agency and what it owns; `marker` stands in the name of everything."""

    marker: str
    agency: Agency
    home: AgencyHomePage
    article: ArticlePage
    image: AgencyImage
    document: AgencyDocument
    people: dict[str, User] = field(default_factory=dict)


def build_house(code: str, marker: str) -> House:
    """Return an open agency with a draft, a picture, a file and a person in each role."""
    agency = Agency.objects.create(
        code=code, name=f"Sở {marker}", short_name=marker, kind="so", slug=f"so-{code.lower()}"
    )
    home = open_agency(agency=agency, now=timezone.now())
    people = {}
    for role in AGENCY_ROLES:
        people[role.value] = make_person(f"{code}-{role.value}", marker, agency, role)
    place = home.get_children().get(slug="tin-tuc")
    article = place.add_child(
        instance=ArticlePage(
            title=f"Bản nháp {marker}",
            summary=marker,
            live=False,
            body=[],
            owner=people["author"],
            **SOURCE,
        )
    )
    article.save_revision(user=people["author"], log_action=True)
    # Wagtail indexes through the queue, which no worker empties here.
    index.insert_or_update_object(article)
    files = {"collection": agency.collection, "uploaded_by_user": people["author"]}
    return House(
        marker,
        agency,
        home,
        article,
        AgencyImage.objects.create(
            title=f"Ảnh {marker}", file=get_test_image_file(), **files, **SOURCE
        ),
        AgencyDocument.objects.create(
            title=f"Tệp {marker}", file=ContentFile(b"%PDF-1.4", name="a.pdf"), **files
        ),
        people,
    )


def make_person(username: str, marker: str, agency: Agency, role: Role | None) -> User:
    """Return a person whose name carries the marker."""
    user = User.objects.create_user(
        username, email=f"{username}@example.vn", first_name=marker, last_name="Nguyễn"
    )
    if role is not None:
        grant_membership(user=user, agency=agency, role=role, valid_from=dt.date(2026, 1, 1))
    return user


@dataclass
class Cast:
    """The persons' own house, the foreign one, and who comes."""

    own: House
    foreign: House
    people: dict[str, User | None]


@pytest.fixture
def cast(db) -> Cast:
    """Two houses and all personas; agency roles belong to the first house."""
    own, foreign = build_house("STP", "NHAMINH"), build_house("SYT", "NHAKHAC")
    people: dict[str, User | None] = dict(own.people)
    for role in (Role.NETWORK_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER):
        people[role.value] = make_person(role.value, "CHUNG", own.agency, role)
    people["without_membership"] = make_person("khong-ai", "CHUNG", own.agency, None)
    people["visitor"] = None
    assert set(people) == set(PERSONAS)
    assert Membership.objects.count() == 11
    return Cast(own, foreign, people)
