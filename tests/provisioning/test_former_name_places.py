"""The list of pages and files that still have the name which a renaming or merger has replaced."""

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from modelsearch import index

from network.agencies.models import Agency, Role
from network.media.models import AgencyDocument
from network.provisioning.reorganisation import execution
from network.provisioning.reorganisation.former_names import former_name_of, places_of
from tests.factories.accounts import run_jobs, signed_in
from tests.factories.moderation import make_draft, make_member, make_office, publish
from tests.factories.reorganisations import add_step, carry_out, make_plan
from tests.factories.sections import make_place

pytestmark = pytest.mark.django_db
FORMER = "Sở Thông tin và Truyền thông"


@pytest.fixture
def former():
    office = make_office("STTTT")
    name = {"name": FORMER, "short_name": "Sở TTTT"}
    Agency.objects.filter(pk=office.agency.pk).update(**name)
    office.agency.refresh_from_db()
    return office


@pytest.fixture
def heir():
    return make_office("SKHCN")


def live(office, title, summary="Tóm tắt"):
    page = publish(make_draft(office, title=title, summary=summary), office)
    # Wagtail indexes through the queue, which no worker empties here.
    index.insert_or_update_object(page)
    return page


def add_file(office, title):
    file = ContentFile(b"%PDF-1.4", name="tep.pdf")
    kept = AgencyDocument.objects.create(
        title=title, file=file, collection=office.agency.collection
    )
    index.insert_or_update_object(kept)


def carried_out(kind, agency, heir=None, **fields):
    plan = make_plan()
    step = add_step(plan, kind, agency, heir, **fields)
    carry_out(plan)
    run_jobs()
    return plan, step


def listed(client, person, step):
    """Return the titles in the list, or the status if it is refused."""
    answer = signed_in(client, person).get(reverse("reorganisation:former_name", args=[step.pk]))
    if answer.status_code != 200:
        return answer.status_code
    return {row["title"] for row in answer.context["object_list"]}


def test_a_renamed_agency_sees_where_its_former_name_still_stands(client, former, heir):
    page = live(former, "Liên hệ", f"Gọi {FORMER.lower()} trong giờ làm việc")
    live(former, "Không có tên")
    live(heir, f"Bài của cơ quan khác về {FORMER}")
    make_draft(former, title=f"Nháp của {FORMER}")
    add_file(former, f"Lịch tiếp dân của {FORMER}")
    plan, step = carried_out("doi_ten", former.agency, new_name="Sở Chuyển đổi số")
    titles = {"Liên hệ", f"Lịch tiếp dân của {FORMER}"}
    assert listed(client, former.author, step) == titles
    assert listed(client, make_member(heir.agency, Role.OVERSEER), step) == titles
    assert listed(client, heir.approver, step) == 404
    shown = client.get(reverse("reorganisation:former_name", args=[step.pk]))
    assert shown.status_code == 404
    desk = signed_in(client, make_member(heir.agency, Role.NETWORK_ADMIN))
    link = reverse("reorganisation:former_name", args=[step.pk])
    assert link in desk.get(reverse("reorganisation:plan", args=[plan.pk])).content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    shown = desk.get(link).content.decode()
    assert edit in shown
    page.refresh_from_db()
    assert page.url in shown
    assert page.url_path not in shown
    execution.undo(plan=plan, now=timezone.now())
    assert desk.get(link).status_code == 404


def test_introductions_are_announced_in_the_dry_run_and_listed_afterwards(client, former, heir):
    home = former.agency.home_page
    place = make_place(home, "Liên hệ")
    home.title = FORMER
    for page in (home, place):
        page.introduction = f"<p>{FORMER} giúp người dân tra cứu.</p>"
        page.save()
        index.insert_or_update_object(page)
    make_place(home, "Hỏi đáp")
    plan = make_plan()
    step = add_step(plan, "doi_ten", former.agency, None, new_name="Sở Chuyển đổi số")
    desk = signed_in(client, make_member(heir.agency, Role.NETWORK_ADMIN))
    for screen in ("plan", "start"):
        shown = desk.get(reverse(f"reorganisation:{screen}", args=[plan.pk])).content.decode()
        assert f"Đoạn giới thiệu ở trang đầu vẫn ghi tên “{FORMER}”" in shown
    carry_out(plan)
    home.refresh_from_db()
    # Nobody's text is rewritten.
    assert FORMER in home.introduction
    assert listed(client, former.author, step) == {"Sở Chuyển đổi số", "Liên hệ"}
    home.introduction = "<p>Sở Chuyển đổi số giúp người dân.</p>"
    home.save()
    # The title of the front page, which the plan has replaced, is no place to look at.
    assert listed(client, former.author, step) == {"Liên hệ"}


def test_a_new_name_that_begins_with_the_former_one_is_no_former_name(client, former):
    new = f"{FORMER} số"
    live(former, f"Giới thiệu {new}")
    live(former, f"{new}, trước là {FORMER}")
    _plan, step = carried_out("doi_ten", former.agency, new_name=new)
    assert listed(client, former.author, step) == {f"{new}, trước là {FORMER}"}


def test_the_successor_s_people_see_their_own_pages_and_those_they_correct(client, former, heir):
    live(former, f"{FORMER} tiếp công dân")
    live(heir, f"Phối hợp với {FORMER}")
    _plan, step = carried_out("sap_nhap", former.agency, heir.agency)
    titles = {f"{FORMER} tiếp công dân", f"Phối hợp với {FORMER}"}
    # Without the front page of the archive, which is called so rightly.
    assert listed(client, heir.author, step) == titles
    link = reverse("reorganisation:former_name", args=[step.pk])
    assert link in signed_in(client, heir.agency_admin).get("/admin/").content.decode()
    assert link not in signed_in(client, heir.author).get("/admin/").content.decode()


def test_the_texts_are_found_by_indexes(former, heir):
    _plan, step = carried_out("sap_nhap", former.agency, heir.agency)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as queries:
        list(places_of(former_name_of(step), None))
    explained = places_of(former_name_of(step), None).explain()
    assert "Seq Scan on wagtailsearch_indexentry" not in explained
    assert "Seq Scan on wagtailcore_page" not in explained
    assert len(queries) <= 3
