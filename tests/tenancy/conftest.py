"""The standing cast: two agencies full of marked things, and everybody who may come to the door."""

import datetime as dt
import itertools
import logging
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import pytest
from django.conf import urls
from django.contrib.auth.backends import ModelBackend
from django.core import mail
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from modelsearch import index
from wagtail.admin.menu import admin_menu
from wagtail.admin.search import Search
from wagtail.admin.templatetags import wagtailadmin_tags
from wagtail.contrib.redirects.middleware import RedirectMiddleware
from wagtail.images.tests.utils import get_test_image_file

from aggregator.choices import SourceLevel
from network.accounts.models import User
from network.accounts.sessions import SessionStore
from network.agencies import scope
from network.agencies.acting import middleware as acts_middleware
from network.agencies.models import AGENCY_ROLES, Agency, Membership, Role
from network.agencies.people.services import end_membership
from network.agencies.services import grant_membership
from network.hub import page_views
from network.hub.models import HubSettings
from network.media.models import AgencyDocument, AgencyImage
from network.provisioning.services import open_agency
from sites.models import AgencyHomePage, ArticlePage
from tests.factories.accounts import PASSWORD, run_jobs
from tests.factories.conversions import convert_each_content_once
from tests.factories.sections import SOURCE, make_item, make_source
from tests.tenancy.contents import Contents, fill
from tests.tenancy.moderated import leave_work_behind
from tests.tenancy.overseen import declared_by_all, elsewhere_agency
from tests.tenancy.reads import Reads
from tests.tenancy.reported import reporting_periods
from tests.tenancy.state import Rows, new_keys, rows_now
from tests.tenancy.stock import add_failed_job, add_search_in_vain, add_stop

PERSONAS = (*(role.value for role in Role), "without_membership", "visitor")
# Who served the foreign house once and serves the own one today; who serves both.
LEFT, OF_TWO = "left", "of_two"


@dataclass
class House:
    """One agency and what it owns; `marker` stands in the name of everything.

    What is public (the agency, its live pages and their files) bears the bare marker: it must
    not appear on anybody else's admin pages, though citizens read it on the hub. Everything
    else, drafts, people, private files, logs, bears `secret`, which must appear nowhere. The
    secret begins with the marker, so who looks for the marker finds both.
    """

    marker: str
    agency: Agency
    home: AgencyHomePage
    article: ArticlePage
    image: AgencyImage
    document: AgencyDocument
    people: dict[str, User] = field(default_factory=dict)
    contents: Contents = field(default_factory=Contents)
    # Keys of every row that came with this house, whatever the model.
    rows: dict[type[Model], set[str]] = field(default_factory=dict)

    @property
    def secret(self) -> str:
        """Return the mark of what nobody outside may see."""
        return secret_of(self.marker)

    @cached_property
    def membership_key(self) -> int:
        """Return the key of the author's membership; asked for before each of many requests."""
        return self.people["author"].memberships.get().pk

    @cached_property
    def group_key(self) -> int:
        """Return the key of the group of one of its roles; asked for as often."""
        return self.agency.role_groups.first().group_id


def secret_of(marker: str) -> str:
    """Return the mark of private things of the house with this marker."""
    return f"{marker}KIN"


def build_house(code: str, marker: str) -> House:
    """Return an open agency with rows of every model and a person in each role."""
    before = rows_now()
    agency = Agency.objects.create(
        code=f"{code}-{marker}",
        name=f"Sở {marker}",
        short_name=marker,
        kind="so",
        slug=f"so-{code.lower()}",
    )
    home = open_agency(agency=agency, now=timezone.now())
    people = {}
    for role in AGENCY_ROLES:
        people[role.value] = make_person(f"{code}-{role.value}", marker, agency, role)
    article = _draft(home, people["author"], secret_of(marker))
    house = House(marker, agency, home, article, *_files(agency, people["author"], marker), people)
    fill(house, now=timezone.now())
    house.rows = new_keys(before, rows_now())
    return house


def _draft(home: AgencyHomePage, author: User, secret: str) -> ArticlePage:
    place = home.get_children().get(slug="tin-tuc")
    article = place.add_child(
        instance=ArticlePage(
            title=f"Bản nháp {secret}", summary=secret, live=False, body=[], owner=author, **SOURCE
        )
    )
    article.save_revision(user=author, log_action=True)
    # Wagtail indexes through the queue, which no worker empties here.
    index.insert_or_update_object(article)
    return article


def _files(agency: Agency, author: User, marker: str) -> tuple[AgencyImage, AgencyDocument]:
    secret = secret_of(marker)
    files = {"collection": agency.collection, "uploaded_by_user": author}
    picture = get_test_image_file(filename=f"{secret}.png")
    file = ContentFile(f"%PDF-1.4 {secret}".encode(), name=f"{secret}.pdf")
    return (
        AgencyImage.objects.create(title=f"Ảnh {secret}", file=picture, **files, **SOURCE),
        AgencyDocument.objects.create(title=f"Tệp {secret}", file=file, **files),
    )


def make_person(username: str, marker: str, agency: Agency, role: Role | None) -> User:
    """Return a person whose name and email carry the marker."""
    secret = secret_of(marker)
    user = User.objects.create_user(
        username,
        email=f"{username}@{secret.lower()}.example.vn",
        password=PASSWORD,
        first_name=secret,
        last_name="Nguyễn",
    )
    if role is not None:
        grant_membership(user=user, agency=agency, role=role, valid_from=dt.date(2026, 1, 1))
    return user


def serve(user: User, house: House, role: Role) -> Membership:
    """Let a person serve a house from the first day on."""
    return grant_membership(
        user=user, agency=house.agency, role=role, valid_from=dt.date(2026, 1, 1)
    )


def make_who_left(own: House, foreign: House) -> User:
    """Return a person of the own house who left the foreign one amid their work.

    They wrote a text there that was sent back to them, and one that waits; both they watch.
    """
    user = make_person("nguoi-cu", "CHUNG", own.agency, Role.AUTHOR)
    membership = serve(user, foreign, Role.AUTHOR)
    before = rows_now()
    leave_work_behind(foreign, user, now=timezone.now())
    for model, keys in new_keys(before, rows_now()).items():
        foreign.rows[model] |= keys
    admin = foreign.people["agency_admin"]
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    end_membership(membership=membership, last_day=yesterday, actor=admin, now=timezone.now())
    return user


@dataclass
class Cast:
    """The persons' own house, the foreign one, and who comes."""

    own: House
    foreign: House
    people: dict[str, User | None]
    # Whom the persons serve where they only correct the pages of the own house, which has ended.
    corrector: Agency | None = None

    @property
    def served(self) -> Agency:
        """Return the agency in which the persons may write."""
        return self.corrector or self.own.agency


@pytest.fixture(scope="package")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Build two houses and all personas in a transaction that is rolled back at the end.

    Once for all modules of this folder, since nearly all that is tried here is refused, and each
    test takes back what is not. Agency roles belong to the first house.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        make_item(
            source=make_source(level=SourceLevel.PROVINCIAL),
            seen_at=timezone.now(),
            policy_key="100/2026/nd-cp|chinh-phu",
        )
        declared_by_all()
        reporting_periods()
        elsewhere_agency()
        add_failed_job()
        add_stop()
        add_search_in_vain()
        # The first public page would write it otherwise, whoever asks for it.
        HubSettings.load()
        own, foreign = build_house("STP", "NHAMINH"), build_house("SYT", "NHAKHAC")
        people: dict[str, User | None] = dict(own.people)
        for role in (Role.NETWORK_ADMIN, Role.OVERSEER, Role.REPORT_VIEWER):
            people[role.value] = make_person(role.value, "CHUNG", own.agency, role)
        people["without_membership"] = make_person("khong-ai", "CHUNG", own.agency, None)
        people["visitor"] = None
        assert set(people) == set(PERSONAS)
        assert Membership.objects.count() == 11
        people[LEFT] = make_who_left(own, foreign)
        people[OF_TWO] = make_person("hai-noi", "CHUNG", own.agency, None)
        for house, role in itertools.product((own, foreign), (Role.AUTHOR, Role.AGENCY_ADMIN)):
            serve(people[OF_TWO], house, role)
        # What the houses themselves left to be done would be done again after each request tried.
        run_jobs()
        mail.outbox.clear()
        # Once, not at the end of each test again.
        connection.check_constraints()
        yield Cast(own, foreign, people)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def no_copies_of_contexts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the client keep no copy of what each template was given: nobody here asks for it.

    It takes a fourteenth of the time of the many thousand requests.
    """
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *args, **kwargs: None)


@pytest.fixture(autouse=True)
def no_second_conversions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Convert a file once: the thousands of forms carry the same scan.

    The child processes took a fifth of the time of the forms that take a file.
    """
    convert_each_content_once(monkeypatch)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """Let the database, and the scope read from it, be asked again only after writes to its tables.

    So, too, what is asked for by the moment of the request: the session's row, and a running act.
    """
    reads, scope_of, current_act = Reads(), scope.scope_of, acts_middleware.current_act
    row_of = SessionStore._get_session_from_db
    reads.stand_in(monkeypatch)
    monkeypatch.setattr(scope, "scope_of", lambda user: reads.once(user.pk, lambda: scope_of(user)))
    monkeypatch.setattr(
        acts_middleware,
        "current_act",
        lambda user, now: reads.once(("act", user.pk), lambda: current_act(user=user, now=now)),
    )
    monkeypatch.setattr(
        SessionStore,
        "_get_session_from_db",
        # A store that finds no row forgets its key.
        lambda store: (
            reads.once(("session", store.session_key), lambda: row_of(store)) or row_of(store)
        ),
    )
    keep_menus(reads, monkeypatch)
    keep_people(reads, monkeypatch)
    return reads


def keep_menus(reads: Reads, patch: pytest.MonkeyPatch) -> None:
    """Make the menu of each person, a tenth of the time, again only after writes to its tables."""

    class Packing(wagtailadmin_tags.JSContext):
        """Packs what stands beside each screen."""

        def pack(self, modules: list[Any]) -> Any:
            """Pack, or return what was packed: the last of them is the menu, which has a user."""
            key, user = "packed menu", modules[-1].user.pk
            tables = reads.tables_of(("menu", user))
            return reads.once((key, user), lambda: super(Packing, self).pack(modules), tables)

    made = admin_menu.render_component
    patch.setattr(wagtailadmin_tags, "JSContext", Packing)
    patch.setattr(
        admin_menu,
        "render_component",
        lambda request: reads.once(("menu", request.user.pk), lambda: made(request)),
    )


def keep_people(reads: Reads, patch: pytest.MonkeyPatch) -> None:
    """Read the person of a session, their permissions and search areas again only after a write.

    Each request gets a user of its own, so nothing that one request notes on it reaches the next.
    Building these queries takes an eighth of the time, though the database is not asked again.
    """
    person, permissions = ModelBackend.get_user, ModelBackend._get_permissions
    areas = Search.search_items_for_request
    patch.setattr(
        ModelBackend,
        "get_user",
        lambda backend, key: copy(reads.once(("person", key), lambda: person(backend, key))),
    )
    patch.setattr(
        ModelBackend,
        "_get_permissions",
        lambda backend, user, obj, name: set(
            reads.once(
                ("permissions", user.pk, obj, name), lambda: permissions(backend, user, obj, name)
            )
        ),
    )
    patch.setattr(
        Search,
        "search_items_for_request",
        lambda search, request: reads.once(
            ("search areas", search.register_hook_name, request.user.pk),
            lambda: areas(search, request),
        ),
    )


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Answer 404 and 403 with nothing but what was asked and why: most requests end there.

    What the real pages show is the same for what is foreign and for what is missing, and where a
    redirect leads from a missing page is asked at the public addresses. Nor is it logged, since a
    line of the log holds its request until the test has ended.
    """
    monkeypatch.setattr(page_views, "page_not_found", partial(refuse_plainly, status=404))
    monkeypatch.setattr(urls, "handler403", partial(refuse_plainly, status=403))
    monkeypatch.setattr(
        RedirectMiddleware, "process_response", lambda self, request, response: response
    )
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def refuse_plainly(request: HttpRequest, exception: Exception, *, status: int) -> HttpResponse:
    """Return what the page of an error is made from."""
    said = f"{request.path} {exception}"
    return HttpResponse(said, status=status, content_type="text/x-refusal")


@pytest.fixture
def cast(built: Cast, db: None) -> Cast:
    """Return the cast; what a test writes is undone after it, in these objects as well."""
    for house in (built.own, built.foreign):
        house.home.refresh_from_db()
        house.article.refresh_from_db()
    return built


__all__ = ["PERSONAS", "Cast", "House", "Rows", "build_house", "make_person"]
