"""Do the tests notice faults? `python -m tests.drill.mutants [NAME...]`, all unless named.

A name is a room ("reporting") or one mutant ("reporting.counted-figures-kept"). Works on a copy of
the tree in a temporary folder, with a test database of its own that is kept in .state/mutants. Runs
the tests without a mutant first, then once for each mutant: prints `killed` with the test that
failed, `SURVIVED` where all passed, `BROKEN` where no test failed by itself (an error of import or
of a fixture).
Exit code 1 unless all are killed, 2 for wrong usage, 130 when interrupted.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .data import ROOT, Mutant, load_mutants

KILLED, SURVIVED, BROKEN = "killed", "SURVIVED", "BROKEN"
# What pytest ends with.
_PASSED, _FAILED = 0, 1
_LEFT_OUT = (".git", ".venv", ".state", ".*_cache", "static-collected", "test-artifacts")
_FAILING = re.compile(r"^FAILED (.+?)(?: - .*)?$", re.MULTILINE)


def main(names: Sequence[str]) -> int:
    """Run the chosen mutants and print what became of each."""
    known = load_mutants()
    chosen = [each for each in known if not names or is_named(each, names)]
    if unknown := [name for name in names if not any(is_named(each, [name]) for each in known)]:
        sys.stderr.write(f"no such mutant or room: {', '.join(unknown)}\n")
        return 2
    counts: Counter[str] = Counter()
    interrupted = False
    with tempfile.TemporaryDirectory(prefix="pbgdpl-mutants-") as folder:
        tree = copy_tree(Path(folder) / "tree")
        try:
            if not passes_without(tree, chosen):
                return 1
            for mutant in chosen:
                counts[outcome_of(mutant, tree)] += 1
        except KeyboardInterrupt:
            interrupted = True
    rest = len(chosen) - counts.total()
    print_line(
        *(f"{counts[each]} {each}," for each in (KILLED, SURVIVED, BROKEN)), f"{rest} not run"
    )
    if interrupted:
        return 130
    return int(counts[KILLED] < len(chosen))


def is_named(mutant: Mutant, names: Sequence[str]) -> bool:
    """Return whether one of the names is the mutant's, or that of its room."""
    return mutant.name in names or mutant.name.partition(".")[0] in names


def copy_tree(target: Path) -> Path:
    """Copy the checkout with its compiled files, without databases and environments."""
    return Path(shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(*_LEFT_OUT)))


def passes_without(tree: Path, mutants: Sequence[Mutant]) -> bool:
    """Return whether all tests pass that are to fail; prints pytest's output if they do not."""
    tests = sorted({test for each in mutants for test in each.tests})
    print_line(f"{len(mutants)} mutants; first {len(tests)} tests or files without any")
    run = run_tests(tree, tests, options=("-p", "tests.plugin"))
    if run.returncode != _PASSED:
        print_line(run.stdout, run.stderr)
    return run.returncode == _PASSED


def outcome_of(mutant: Mutant, tree: Path) -> str:
    """Run the tests of a mutant with its fault in place, print and return what became of it."""
    with applied(mutant, tree):
        run = run_tests(tree, mutant.tests, options=("-x", "-p", "tests.drill.mutants.migrated"))
    failing = _FAILING.search(run.stdout)
    if run.returncode == _PASSED:
        print_line(SURVIVED, mutant.name, f"({mutant.notice})")
        return SURVIVED
    if run.returncode == _FAILED and failing:
        print_line(KILLED, mutant.name, f"by {failing[1]}")
        return KILLED
    print_line(BROKEN, mutant.name, run.stdout[-2000:], run.stderr[-2000:])
    return BROKEN


@contextmanager
def applied(mutant: Mutant, tree: Path) -> Iterator[None]:
    """Put the fault into the copy of the file; afterwards the file is as before, its time too.

    With its time the compiled file of before is right again.
    """
    path = tree / mutant.file
    before, times = path.read_text(), path.stat()
    path.write_text(mutant.applied_to(before))
    try:
        yield
    finally:
        path.write_text(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def run_tests(
    tree: Path, tests: Sequence[str], *, options: Sequence[str]
) -> subprocess.CompletedProcess[str]:
    """Run tests of the copy against the kept database of this runner.

    It has a server of its own: other test runs drop databases of other migrations.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-rf", "--tb=no", "--reuse-db"]
    environment = {
        **os.environ,
        "PBGDPL_STATE_DIR": str(ROOT / ".state" / "mutants"),
        # A mutant leaves no compiled file behind.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", *options, *tests],
        cwd=tree,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def print_line(*words: str) -> None:
    """Print at once, so that a long run can be followed."""
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
