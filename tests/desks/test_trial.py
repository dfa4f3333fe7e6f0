"""A desk of a made-up kind costs 150 lines and does all that a desk does."""

import csv
import datetime as dt
import importlib
import io
import sys
import types
from pathlib import Path

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import clear_url_caches, include, path
from django.utils import timezone

from network import urls
from network.agencies.guard import faults
from network.agencies.guard.owners import GUARDED_KINDS
from network.agencies.guard.rules import GUARD_RULES
from network.agencies.models import Role
from network.desks.worklist import WORK
from tests.factories.accounts import signed_in
from tests.factories.moderation import make_member, make_office
from tests.factories.owning import owning

pytestmark = pytest.mark.django_db
LIST = "/admin/tiep-dan/"


@pytest.fixture(scope="module")
def visits():
    """Import the desk, whose model no other test meets."""
    module = importlib.import_module("tests.desks.visits")
    yield module
    del sys.modules["tests.desks.visits"], apps.all_models["visits"]
    apps.clear_cache()


@pytest.fixture
def desk(db, visits, settings, monkeypatch):
    """Open the desk: its table, its addresses, its rules, its panel."""
    with owning(), connection.schema_editor() as editor:
        editor.create_model(visits.Visit)
        editor.execute(f"GRANT ALL ON {visits.Visit._meta.db_table} TO PUBLIC")
    mounted = types.ModuleType("mounted")
    mounted.urlpatterns = [path("admin/tiep-dan/", include(visits)), *urls.urlpatterns]
    settings.ROOT_URLCONF = mounted
    for registry in (GUARD_RULES, GUARDED_KINDS, WORK):
        monkeypatch.setattr(registry, "_entries", dict(registry))
    visits.register()
    # The guard reads all addresses once in a process, perhaps before this desk was open.
    for clear in (clear_url_caches, faults.admin_patterns.cache_clear):
        clear()
    yield visits
    for clear in (clear_url_caches, faults.admin_patterns.cache_clear):
        clear()


@pytest.fixture
def office(desk):
    return make_office("STP")


@pytest.fixture
def visit(desk, office):
    return desk.Visit.objects.create(
        agency=office.agency, name="=Bà Đỗ Thị Hoa", came_on=dt.date(2026, 11, 20)
    )


def test_it_takes_150_lines_at_most(visits):
    assert len(Path(visits.__file__).read_text().splitlines()) <= 150


def test_the_list_and_the_start_page_show_what_waits(client, visit, office):
    signed_in(client, office.author)
    assert visit.name in client.get(LIST).content.decode()
    start = client.get("/admin/").content.decode()
    assert "Lượt tiếp công dân" in start
    assert f'href="{LIST}{visit.pk}/"' in start


def test_the_filter_narrows_down_what_the_overseer_reads(client, desk, visit, office):
    other = make_office("SYT")
    signed_in(client, make_member(other.agency, Role.OVERSEER))
    found = {
        word: visit.name in client.get(LIST, {"agency": word}).content.decode()
        for word in (office.agency.name, other.agency.name)
    }
    assert found == {office.agency.name: True, other.agency.name: False}
    assert visit.name not in client.get(LIST, {"closed": "true"}).content.decode()


def test_a_transition_is_offered_to_its_roles_and_done_once(client, desk, visit, office):
    page, form = f"{LIST}{visit.pk}/", f"{LIST}{visit.pk}/ket-qua-tiep/"
    signed_in(client, office.author)
    assert form not in client.get(page).content.decode()
    assert client.post(form, {"outcome": "Đã hướng dẫn"}).status_code == 403
    signed_in(client, office.approver)
    assert form in client.get(page).content.decode()
    assert client.post(form, {"outcome": "Đã hướng dẫn"})["Location"] == LIST
    assert form not in client.get(page).content.decode()
    # Who opens it late reads at once who was faster, and goes back.
    refused = client.get(form).content.decode()
    assert f"{office.approver.get_full_name()} đã ghi kết quả: Đã hướng dẫn." in refused
    assert 'name="outcome"' not in refused
    assert f'href="{page}">Quay lại' in refused
    # Somebody whose screen still offers it reads who was faster.
    late = client.post(form, {"outcome": "Lần nữa"}).content.decode()
    assert f"{office.approver.get_full_name()} đã ghi kết quả: Đã hướng dẫn." in late
    assert desk.Visit.objects.get().outcome == "Đã hướng dẫn"


def test_the_service_asks_the_same_rules(desk, visit, office):
    with pytest.raises(ValidationError, match="Vai trò"):
        desk.close_visit(visit_id=visit.pk, outcome="Xong", user=office.author, now=timezone.now())


def test_the_file_holds_the_rows_of_the_list_and_no_formula(client, visit, office):
    answer = signed_in(client, office.author).get(f"{LIST}xuat/")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows == [["Người đến", "Kết quả"], [f"'{visit.name}", ""]]


def test_a_foreign_row_is_not_found(client, desk, visit):
    signed_in(client, make_office("SYT").approver)
    for address in (f"{LIST}{visit.pk}/", f"{LIST}{visit.pk}/ket-qua-tiep/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"outcome": "Lạ"}).status_code == 404
    assert visit.name not in client.get(LIST).content.decode()


def test_without_its_rules_it_is_closed(client, desk, visit, office, monkeypatch):
    signed_in(client, office.approver)
    monkeypatch.delitem(GUARD_RULES._entries, "visits:visit")
    assert client.get(f"{LIST}{visit.pk}/").status_code in (403, 404)


def test_its_rules_fit_its_addresses(desk):
    assert [fault for fault in faults.all_faults() if fault.startswith("visits:")] == []
