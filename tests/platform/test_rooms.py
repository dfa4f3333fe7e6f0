"""`make test ROOM=...` runs the tests of the room and of its dependents, and leaves none out."""

import subprocess
from pathlib import Path

import pytest

from tests import rooms


def covers(paths: set[str], file: str) -> bool:
    return any(file == path or file.startswith(f"{path}/") for path in paths)


def test_every_room_has_tests() -> None:
    without = {room for room in rooms.rooms() if not (rooms.ROOT / "tests" / room).is_dir()}
    # tests/platform tests the settings.
    assert without == {"settings"}


def test_a_room_brings_its_own_tests_its_dependents_and_the_isolation_tests() -> None:
    chosen = rooms.tests_of_room("channels")
    assert covers(chosen, "tests/channels/cases/test_desk.py")
    assert covers(chosen, "tests/tenancy/test_matrix.py")
    # Imports network.channels itself.
    assert covers(chosen, "tests/oversight/test_channel_checks.py")
    assert not covers(chosen, "tests/aggregator/test_moves.py")


def test_a_test_of_a_module_that_imports_the_room_is_a_dependent() -> None:
    # network.oversight.reminding imports network.directives; its test does not.
    assert "network.directives" not in Path("tests/oversight/test_reminding.py").read_text()
    assert covers(rooms.tests_of_room("directives"), "tests/oversight/test_reminding.py")


@pytest.mark.parametrize(
    ("changed", "covered"),
    [
        ("network/channels/cases/services.py", "tests/channels/test_states.py"),
        ("templates/agency_sites/article_page.html", "tests/sites/test_article_page.py"),
        ("network/a_file_that_is_gone.py", "tests/hub/test_home.py"),
        ("network/settings/base.py", "tests/hub/test_home.py"),
        ("pyproject.toml", "tests/hub/test_home.py"),
        ("tests/conftest.py", "tests/hub/test_home.py"),
        ("tests/tenancy/conftest.py", "tests/tenancy/test_matrix.py"),
        ("tests/hub/test_home.py", "tests/hub/test_home.py"),
        ("tests/channels/data/a_new_file.csv", "tests/channels/test_similarity.py"),
        # Through tests/factories/channels.py.
        ("tests/factories/moderation.py", "tests/channels/test_desk.py"),
        ("network/locale/vi/LC_MESSAGES/django.po", "tests/words/test_screens.py"),
        ("docs/benchmarks.md", "tests/platform/test_documents.py"),
    ],
)
def test_a_changed_file_brings_the_tests_that_may_fail(changed: str, covered: str) -> None:
    assert covers(rooms.tests_of_path(changed), covered)


def test_a_deleted_test_is_not_asked_for() -> None:
    assert rooms.tests_of_path("tests/hub/test_that_is_gone.py") == set()


def test_a_file_is_not_run_twice() -> None:
    chosen = rooms.without_covered(["tests/hub/test_home.py", "tests/hub", "tests/sites/a.py"])
    assert chosen == ["tests/hub", "tests/sites/a.py"]


def test_an_unknown_room_is_an_error_that_names_the_rooms(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert rooms.main(["chanels"]) == 2
    assert "channels" in capsys.readouterr().err


def test_changes_are_what_git_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        names = ("-c", "user.name=a", "-c", "user.email=a@example.vn")
        subprocess.run(["git", *names, *arguments], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-b", "main")
    (tmp_path / "kept.py").write_text("")
    git("add", ".")
    git("commit", "-m", "first")
    git("switch", "-c", "branch")
    (tmp_path / "committed.py").write_text("")
    git("add", ".")
    git("commit", "-m", "second")
    (tmp_path / "new.py").write_text("")
    (tmp_path / "kept.py").write_text("# changed\n")
    monkeypatch.setattr(rooms, "ROOT", tmp_path)
    assert sorted(rooms.changed_paths()) == ["committed.py", "kept.py", "new.py"]
