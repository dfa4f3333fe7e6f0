"""The catalogue as another program reads it: over HTTP, with the standard library alone."""

import csv
import datetime as dt
import hashlib
import io
import json
import re

import pytest
from django.db import connection
from django.utils import timezone

from legal_updates.models import Relation, RelationType
from legal_updates.models.choices import Validity
from network.accounts.models import User
from network.agencies.models import Succession, SuccessionKind
from network.opendata.services import make_edition
from tests.factories.channels import add_channel
from tests.factories.documents import make_document
from tests.factories.moderation import make_member
from tests.factories.sections import make_answer, make_material, make_place, make_section

pytestmark = pytest.mark.django_db

# What the files must say, asked from the tables without the code that writes them.
IN_TABLES = {
    "agencies": "SELECT code, name FROM agencies_agency",
    "successions": "SELECT s.code, p.code FROM agencies_succession l"
    " JOIN agencies_agency s ON s.id = l.successor_id"
    " JOIN agencies_agency p ON p.id = l.predecessor_id",
    "channels": "SELECT a.code, c.url FROM channels_channel c"
    " JOIN agencies_agency a ON a.id = c.agency_id",
    "documents": "SELECT number, title, usual_name, purpose, summary_audience, summary_content,"
    " summary_to_do, summary_since, coalesce(summary_on::text, '')"
    " FROM legal_updates_legaldocument",
    "relations": "SELECT t.key, r.parts FROM legal_updates_relation r"
    " JOIN legal_updates_relationtype t ON t.id = r.type_id WHERE r.confirmed_at IS NOT NULL",
    "materials": "SELECT p.title, m.kind FROM agency_sites_materialpage m"
    " JOIN wagtailcore_page p ON p.id = m.articlepage_ptr_id WHERE p.live",
    "questions": "SELECT p.title, q.question FROM agency_sites_questionpage q"
    " JOIN wagtailcore_page p ON p.id = q.articlepage_ptr_id WHERE p.live",
}
COLUMNS = {
    "agencies": ("code", "name"),
    "successions": ("successor", "predecessor"),
    "channels": ("agency", "url"),
    "documents": (
        *("number", "title", "usual_name", "purpose"),
        *("for_whom", "content", "to_do", "since", "summarised_on"),
    ),
    "relations": ("relation", "parts"),
    "materials": ("title", "kind"),
    "questions": ("title", "question"),
}


@pytest.fixture
def network():
    """Rows for every set, with what citizens do not see beside each."""
    section, former = make_section(name="Sở Một"), make_section(name="Sở Cũ")
    Succession.objects.create(
        successor=section.agency,
        predecessor=former.agency,
        predecessor_name="Sở Cũ",
        kind=SuccessionKind.MERGER,
        date=dt.date(2025, 7, 1),
    )
    keeper = make_member(section.agency, "author")
    leader = make_member(section.agency, "approver")
    add_channel(section.agency, keeper, leader=leader, url="https://facebook.com/somot")
    place = make_place(section)
    words = {
        "usual_name": "Nghị định 12 về nhà đất",
        "purpose": "Sổ đỏ.",
        "summary_audience": "Người có đất.",
        "summary_content": "=Cấp sổ.",
        "summary_to_do": "Nộp ở xã.",
        "summary_since": "Từ 01/7/2026.",
        "summary_by": "Nguyễn Thị Tóm Tắt",
        "summary_on": dt.date(2026, 7, 2),
    }
    new, old = make_document("12/2026/NĐ-CP", **words), make_document("3/2019/NĐ-CP")
    relation = {"document": new, "type": RelationType.objects.get(key="thay_the"), "target": old}
    Relation.objects.create(**relation, parts="Điều 3", confirmed_at=timezone.now())
    make_material(place, '=Sổ tay; "đất đai"', documents=[new])
    make_material(place, "Sổ tay chưa duyệt", live=False)
    make_answer(place, "Giấy tờ nhà đất", documents=[new])
    return section


def read(client, name: str) -> bytes:
    answer = client.get(f"/du-lieu/{name}")
    assert answer.status_code == 200, name
    return answer.content


def sets_of(client) -> dict[str, list[dict[str, str]]]:
    """Return {key: rows} of the catalogue, each file checked by the hash of the manifest."""
    found = {}
    for dataset in json.loads(read(client, "manifest.json"))["datasets"]:
        rows = []
        for file in dataset["files"]:
            body = read(client, file["name"])
            assert hashlib.sha256(body).hexdigest() == file["sha256"]
            text = body.decode("utf-8-sig")
            is_csv = file["name"].endswith(".csv")
            rows.append(list(csv.DictReader(io.StringIO(text))) if is_csv else json.loads(text))
            assert len(rows[-1]) == file["rows"]
        plain = [
            {name: re.sub(r"^'(?=[=+@-])", "", v) for name, v in row.items()} for row in rows[0]
        ]
        assert plain == rows[1]
        found[dataset["key"]] = rows[1]
    return found


def test_another_program_reads_back_what_the_tables_hold(client, network):
    make_edition(now=timezone.now())
    found = sets_of(client)
    assert set(found) == set(IN_TABLES)
    for key, query in IN_TABLES.items():
        with connection.cursor() as cursor:
            cursor.execute(query)
            rows = cursor.fetchall()
        told = [tuple(row[name] for name in COLUMNS[key]) for row in found[key]]
        if key == "materials":
            told = [title for title, _kind in told]
            rows = [title for title, _kind in rows]
        assert rows, key
        assert sorted(told) == sorted(rows), key
    assert (
        client.get(found["documents"][0]["url"].removeprefix("http://127.0.0.1:8000")).status_code
        == 200
    )
    links = {row["url"] for row in found["documents"]}
    assert all(row["document"] in links for row in found["relations"])


def test_no_file_names_a_person_and_what_was_withdrawn_is_in_the_next_edition_no_more(
    client, network
):
    make_edition(now=timezone.now())
    files = [
        file["name"]
        for each in json.loads(read(client, "manifest.json"))["datasets"]
        for file in each["files"]
    ]
    written = "".join(read(client, name).decode() for name in files)
    assert "Sổ tay chưa duyệt" not in written
    # Who signed a summary may be a person.
    assert "Nộp ở xã." in written and "Nguyễn Thị Tóm Tắt" not in written
    assert not re.search(r"[\w.]+@[\w.]+\.\w+", written)
    for user in User.objects.exclude(first_name="", last_name=""):
        assert user.get_full_name() not in written
    network.get_descendants().live().specific().get(title="Giấy tờ nhà đất").unpublish()
    make_edition(now=timezone.now())
    assert "Giấy tờ nhà đất" not in read(client, "questions.json").decode()


def test_the_page_lists_the_sets_and_says_that_nobody_has_chosen_a_licence(
    client, network, settings
):
    assert "Bản đầu tiên" in client.get("/du-lieu/").content.decode()
    make_edition(now=timezone.now())
    page = client.get("/du-lieu/").content.decode()
    assert "Chưa quyết định giấy phép" in page
    assert 'href="/du-lieu/documents.csv"' in page
    settings.OPEN_DATA_LICENCE = "CC BY 4.0"
    assert "CC BY 4.0" in client.get("/du-lieu/").content.decode()


def test_a_file_is_sent_again_only_after_it_has_changed_and_others_do_not_exist(client, network):
    make_edition(now=timezone.now())
    first = client.get("/du-lieu/agencies.json")
    again = client.get("/du-lieu/agencies.json", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert client.get("/du-lieu/users.json").status_code == 404


def test_the_validity_of_a_document_is_that_of_its_page_and_not_the_stored_one(client):
    make_document("12/2026/NĐ-CP", confirmed=False)
    make_document("3/2019/NĐ-CP", expires_on=timezone.localdate() - dt.timedelta(days=3))
    make_edition(now=timezone.now())
    rows = json.loads(read(client, "documents.json"))
    told = {row["number"]: row["validity"] for row in rows}
    assert told["12/2026/NĐ-CP"] == str(Validity.UNDETERMINED.label)
    assert told["3/2019/NĐ-CP"] == str(Validity.EXPIRED.label)
