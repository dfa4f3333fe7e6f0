"""Opening an agency: what appears, for how many queries, and with somebody else at the door."""

import threading
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Collection, GroupPagePermission, Page, PageLogEntry, Site

from network.agencies.models import Agency, RoleGroup
from network.moderation.publication import published_by_install
from network.provisioning.services import open_agency
from sites.models import AgencyHomePage, SectionIndexPage
from tests.factories.owning import EMPTY_LEFTOVERS, owning


def agency(code: str, kind: str = "so") -> Agency:
    return Agency.objects.create(
        code=code, name=f"Sở {code}", short_name=f"Sở {code}", kind=kind, slug=f"so-{code.lower()}"
    )


@pytest.mark.django_db
def test_a_section_opens_with_the_menu_of_its_kind(client):
    home = open_agency(agency=agency("STP"), now=timezone.now())
    response = client.get("/so-stp/")
    assert response.status_code == 200
    titles = [page.title for page in home.get_children()]
    assert {"Giới thiệu", "Văn bản, chính sách mới", "Hỏi đáp pháp luật", "Liên kết"} <= {*titles}
    assert SectionIndexPage.objects.descendant_of(home).count() == 25
    assert client.get("/so-stp/tin-tuc/ngay-phap-luat/").status_code == 200


@pytest.mark.django_db
def test_a_commune_opens_with_the_short_menu():
    home = open_agency(agency=agency("X1", "ubnd_xa"), now=timezone.now())
    titles = [page.title for page in home.get_children()]
    assert titles == ["Tin", "Văn bản mới", "Hỏi đáp", "Tài liệu", "Loa phát thanh", "Liên hệ"]


@pytest.mark.django_db
def test_the_tree_stays_sound_and_takes_pages_afterwards():
    home = open_agency(agency=agency("STP"), now=timezone.now())
    news = home.get_children().get(slug="tin-tuc")
    with published_by_install():
        news.add_child(instance=SectionIndexPage(title="Chuyên đề", slug="chuyen-de"))
        home.add_child(instance=SectionIndexPage(title="Mục mới", slug="muc-moi"))
    assert not any(Page.find_problems())


@pytest.mark.django_db
def test_the_cost_does_not_grow_with_the_number_of_agencies():
    counts = []
    for number in range(1, 41):
        with CaptureQueriesContext(connection) as queries:
            open_agency(agency=agency(f"A{number}"), now=timezone.now())
        counts.append(len(queries))
    assert counts[-1] == counts[2] <= 100


@pytest.mark.django_db
def test_opening_twice_changes_nothing():
    stp = agency("STP")
    first = open_agency(agency=stp, now=timezone.now())
    pages, groups = Page.objects.count(), RoleGroup.objects.count()
    assert open_agency(agency=stp, now=timezone.now()) == first
    assert (Page.objects.count(), RoleGroup.objects.count()) == (pages, groups)


@pytest.mark.django_db
def test_derived_groups_reach_their_own_section_alone():
    home = open_agency(agency=agency("STP"), now=timezone.now())
    open_agency(agency=agency("SYT"), now=timezone.now())
    own = GroupPagePermission.objects.filter(group__role_group__agency__code="STP")
    assert own.exists()
    assert {permission.page_id for permission in own} == {home.pk}


@pytest.mark.django_db
def test_no_group_may_write_above_the_sections():
    hub = Site.objects.get(is_default_site=True).root_page
    above = GroupPagePermission.objects.filter(page__depth__lte=hub.depth)
    assert {permission.group.name for permission in above} == {"network:overseer"}


@pytest.fixture
def committed(django_db_setup, django_db_blocker) -> Iterator[list[Agency]]:
    """Two agencies whose rows other connections see; everything of theirs goes again."""
    # A transactional test would flush what the migrations put in: the hub, the topics.
    with django_db_blocker.unblock():
        agencies = [agency("STP"), agency("SYT")]
        yield agencies
        with published_by_install():
            for page in AgencyHomePage.objects.filter(agency__in=agencies):
                page.delete()
        Group.objects.filter(role_group__agency__in=agencies).delete()
        collections = list(Collection.objects.filter(agency__in=agencies))
        Agency.objects.all().delete()
        for collection in collections:
            collection.delete()
        PageLogEntry.objects.all().delete()
        # The jobs queued for these rows would outlive them, into the next run.
        with owning(), connection.cursor() as cursor:
            cursor.execute(EMPTY_LEFTOVERS)
        connection.close()


def test_two_agencies_opened_at_once_do_not_share_a_place(committed):
    start = threading.Barrier(2)
    failures: list[Exception] = []

    def work(one: Agency) -> None:
        try:
            start.wait()
            open_agency(agency=one, now=timezone.now())
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(one,)) for one in committed]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert AgencyHomePage.objects.filter(agency__in=committed).count() == 2
    assert not any(Page.find_problems())
