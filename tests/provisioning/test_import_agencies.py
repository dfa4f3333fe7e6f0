"""`manage.py import_agencies`: the three public files, twice, and files that are refused."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from network.agencies import importing
from network.agencies.models import Agency, Succession
from sites.models import AgencyHomePage

DATA = Path(importing.__file__).resolve().parent / "data"
HEADER = "code,name,short_name,kind,parent,slug,host_label,confidence,note\n"
pytestmark = pytest.mark.django_db


def import_file(path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command("import_agencies", str(path), *options, stdout=out, stderr=out)
    return out.getvalue()


def refused(path: Path) -> str:
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("import_agencies", str(path), stdout=out, stderr=out)
    return out.getvalue()


def written(folder: Path, text: str) -> Path:
    path = folder / "agencies.csv"
    path.write_text(HEADER + text, encoding="utf-8")
    return path


def test_the_three_files_come_in_and_the_second_run_finds_nothing_to_do():
    files = ["agencies_2019.csv", "agencies_2025.csv", "communes_2025.csv"]
    for name in files:
        assert "rejected 0" in import_file(DATA / name, "--no-sections")
    again = [import_file(DATA / name, "--no-sections") for name in files]
    assert again == [
        f"created 0, updated 0, unchanged {count}, rejected 0\n" for count in (66, 16, 135)
    ]


def test_bodies_of_2019_and_2025_keep_their_own_addresses():
    import_file(DATA / "agencies_2019.csv", "--no-sections")
    said = import_file(DATA / "agencies_2025.csv", "--no-sections")
    assert 'STP-2025 gets the slug "so-tu-phap-2025"' in said
    slugs = dict(Agency.objects.values_list("code", "slug"))
    assert slugs["STP"] == "so-tu-phap"
    assert slugs["STP-2025"] == "so-tu-phap-2025"


def test_a_commune_remembers_what_it_was_made_of():
    import_file(DATA / "agencies_2025.csv", "--no-sections")
    import_file(DATA / "communes_2025.csv", "--no-sections")
    former = Succession.objects.filter(successor__code="21583")
    assert "Phường Hải Cảng" in {link.predecessor_name for link in former}
    assert Agency.objects.get(code="21583").parent.code == "UBND-TINH-2025"


def test_a_dry_run_changes_nothing():
    assert "created 66" in import_file(DATA / "agencies_2019.csv", "--dry-run")
    assert not Agency.objects.exists()


def test_one_bad_row_refuses_the_whole_file(tmp_path):
    said = refused(
        written(
            tmp_path,
            "A,Sở A,Sở A,so,,so-a,,S,\n"
            "B,Sở B,Sở B,so,KHONG-CO,so-b,,S,\n"
            "C,Sở C,Sở C,xx,,so-c,,S,\n",
        )
    )
    assert 'line 3: unknown parent "KHONG-CO"' in said
    assert "line 4" in said
    assert not Agency.objects.exists()


def test_a_slug_of_another_agency_is_refused_where_no_date_tells_them_apart(tmp_path):
    import_file(written(tmp_path, "A,Sở A,Sở A,so,,so-a,,S,\n"), "--no-sections")
    said = refused(written(tmp_path, "B,Sở B,Sở B,so,,so-a,,S,\n"))
    assert 'line 2: the slug "so-a" already belongs to agency A' in said


def test_a_changed_name_updates_and_the_address_stays(tmp_path):
    import_file(written(tmp_path, "A,Sở A,Sở A,so,,so-a,,S,\n"), "--no-sections")
    said = import_file(written(tmp_path, "A,Sở Á,Sở Á,so,,so-khac,,S,\n"), "--no-sections")
    assert "updated 1" in said
    assert Agency.objects.get().slug == "so-a"
    assert Agency.objects.get().name == "Sở Á"


def test_sections_open_for_the_kinds_that_get_one(tmp_path):
    text = "A,Sở A,Sở A,so,,so-a,,S,\nB,Báo B,Báo B,bao_chi,,bao-b,,S,\n"
    import_file(written(tmp_path, text))
    assert [home.agency.code for home in AgencyHomePage.objects.all()] == ["A"]


def test_a_missing_file_is_said_in_one_line(tmp_path):
    with pytest.raises(CommandError, match=r"cannot read .*: No such file or directory"):
        call_command("import_agencies", str(tmp_path / "none.csv"))


def test_a_section_cannot_take_an_address_of_the_network(tmp_path):
    said = refused(written(tmp_path, "X,Sở X,Sở X,so,,tim-kiem,,cao,\n"))
    assert 'the slug "tim-kiem" is an address of the network itself' in said
    assert not Agency.objects.exists()


def test_a_former_body_that_a_person_has_confirmed_is_never_unlinked_by_a_file():
    file = DATA / "agencies_2025.csv"
    import_file(file, "--no-sections")
    former = Agency.objects.create(code="CU", name="Cũ", short_name="Cũ", kind="so", slug="cu")
    link = Succession.objects.filter(successor__code="STP-2025").first()
    Succession.objects.filter(pk=link.pk).update(predecessor=former, legal_basis="Nghị quyết 5")
    number = Succession.objects.count()
    assert "unchanged 16" in import_file(file, "--no-sections")
    link.refresh_from_db()
    assert link.predecessor == former
    assert Succession.objects.count() == number
