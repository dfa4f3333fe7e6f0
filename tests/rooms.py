"""Select the tests of one room, or of the rooms that git says have changed.

`make test ROOM=channels` and `make test CHANGED=1` run what this module prints: the paths that
pytest gets. Selected are the room's own tests, every test file that imports the room or a module
that itself imports the room, and the isolation tests, which open every screen. Longer chains of
imports are not followed: all rooms depend on the lowest ones, and the whole suite covers that.
"""

import ast
import functools
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

import grimp

ROOT = Path(__file__).resolve().parent.parent
APPS_BESIDE_NETWORK = ("sites", "legal_updates", "aggregator")
# Their templates are in a folder of another name.
ROOM_OF_TEMPLATES = {"agency_sites": "sites", "account": "accounts", "mfa": "accounts"}
# Files that belong to no room and that these tests alone read.
DOCUMENTS = ("docs/", "docker/", ".ci/", "Makefile")
TESTS_OF_DOCUMENTS = ("tests/platform/test_documents.py", "tests/platform/test_docker.py")
TESTS_OF_WORDS = ("tests/words", "tests/core/test_catalogues.py", "tests/platform/test_words.py")
ISOLATION = "tests/tenancy"
EVERYTHING = ("tests",)


class UnknownRoomError(Exception):
    """Neither a room, nor a file or folder of this project."""


def rooms() -> dict[str, str]:
    """Return each room's dotted package by its name: {"channels": "network.channels", ...}."""
    below_network = (ROOT / "network").glob("*/__init__.py")
    found = {init.parent.name: f"network.{init.parent.name}" for init in below_network}
    return found | {name: name for name in APPS_BESIDE_NETWORK}


def tests_of_room(room: str) -> set[str]:
    """Return the room's own tests, those of its dependents, and the isolation tests."""
    modules = modules_of_room(room)
    own = {f"tests/{room}"} if (ROOT / "tests" / room).is_dir() else set()
    return (
        own
        | {ISOLATION}
        | {
            path
            for path, names in imports_by_file().items()
            if _is_test(path) and not modules.isdisjoint(names)
        }
    )


def modules_of_room(room: str) -> set[str]:
    """Return the modules of a room and the modules that import one of them directly."""
    package = rooms()[room]
    # The cache that `make floors` fills.
    graph = grimp.build_graph("network", *APPS_BESIDE_NETWORK, cache_dir=".import_linter_cache")
    own = {name for name in graph.modules if _imports(frozenset({name}), package)}
    return own.union(*map(graph.find_modules_that_directly_import, own))


def tests_of_path(path: str) -> set[str]:
    """Return the tests to run when one file or folder has changed; everything if that is unknown.

    `path` is relative to the root of the project and need not exist any more.
    """
    parts = PurePosixPath(path).parts
    if parts[0] == "tests":
        return _tests_of_test_path(path)
    if path.endswith(".po"):
        return set(TESTS_OF_WORDS)
    if path.endswith(".md") or path.startswith(DOCUMENTS):
        return set(TESTS_OF_DOCUMENTS)
    inside = parts[1] if parts[0] in ("network", "templates") and len(parts) > 1 else parts[0]
    room = ROOM_OF_TEMPLATES.get(inside, inside)
    # The settings are no room: they change every test.
    return tests_of_room(room) if room in rooms() and room != "settings" else set(EVERYTHING)


def _tests_of_test_path(path: str) -> set[str]:
    """Return a test file or folder itself, or the test files that import a helper module."""
    if not path.endswith(".py"):
        folder = path if (ROOT / path).is_dir() else "/".join(PurePosixPath(path).parts[:2])
        return {folder} if (ROOT / folder).is_dir() else set()
    if path in ("tests/plugin.py", "tests/conftest.py"):
        return set(EVERYTHING)
    if path.endswith("/conftest.py"):
        return {str(PurePosixPath(path).parent)}
    if _is_test(path):
        return {path} if (ROOT / path).exists() else set()
    module = path.removesuffix(".py").replace("/", ".")
    return {file for file in _who_imports(module) if _is_test(file)}


def _who_imports(module: str) -> set[str]:
    """Return the files of tests/ that import a helper module, also through other helpers.

    A conftest stands for its whole folder.
    """
    found: set[str] = set()
    waiting = [module]
    while waiting:
        package = waiting.pop()
        for path, names in imports_by_file().items():
            if path not in found and _imports(names, package):
                found.add(path)
                waiting.append(path.removesuffix(".py").replace("/", "."))
    folders = {str(PurePosixPath(path).parent) for path in found if path.endswith("conftest.py")}
    inside = {path for path in imports_by_file() if any(path.startswith(f"{f}/") for f in folders)}
    return found | inside


@functools.cache
def imports_by_file() -> dict[str, frozenset[str]]:
    """Return the dotted names that each Python file of tests/ imports, by its path."""
    return {
        str(path.relative_to(ROOT)): frozenset(_imported(path))
        for path in sorted((ROOT / "tests").rglob("*.py"))
    }


def _imported(path: Path) -> Iterable[str]:
    package = ".".join(path.relative_to(ROOT).parent.parts)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package.rsplit(".", node.level - 1)[0] if node.level else ""
            module = ".".join(filter(None, (start, node.module)))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _imports(names: frozenset[str], package: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for name in names)


def _is_test(path: str) -> bool:
    return PurePosixPath(path).name.startswith("test_")


def changed_paths() -> list[str]:
    """Return the files that differ from the branch `main`, or on `main` from the last commit."""
    base = _git("merge-base", "HEAD", "main")[0]
    return _git("diff", "--name-only", base) + _git("ls-files", "--others", "--exclude-standard")


def _git(*arguments: str) -> list[str]:
    done = subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def tests_of_choice(choice: str) -> set[str]:
    """Return the tests of a room's name or of a path. Raises UnknownRoomError for anything else."""
    if choice in rooms():
        return tests_of_room(choice)
    path = (ROOT / choice).resolve()
    if not (path.is_relative_to(ROOT) and path != ROOT and path.exists()):
        raise UnknownRoomError(f"There is no room or path {choice}. Rooms: {' '.join(rooms())}")
    return tests_of_path(str(path.relative_to(ROOT)))


def without_covered(paths: Iterable[str]) -> list[str]:
    """Leave out the files whose folder is in the list too: pytest would run them twice."""
    chosen = set(paths)
    return sorted(
        path
        for path in chosen
        if not any(str(parent) in chosen for parent in PurePosixPath(path).parents)
    )


def main(arguments: list[str]) -> int:
    """Print the paths for `ROOM` or `--changed`; fails if there is nothing to run."""
    try:
        if arguments == ["--changed"]:
            chosen = {test for path in changed_paths() for test in tests_of_path(path)}
        else:
            chosen = {test for choice in arguments for test in tests_of_choice(choice)}
    except UnknownRoomError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    if not chosen:
        print("Nothing has changed that a test covers.", file=sys.stderr)  # noqa: T201
        return 1
    print("\n".join(without_covered(chosen)))  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
