"""Run the tests on another day: `python -m tests.days [DAY | any] [pytest's arguments]`.

Python and PostgreSQL see a clock that libfaketime moves forward to the next day of that name; the
browser keeps its own. `any` picks one by today's date and prints it, so that runs on eight days in
a row see all eight. Exit code: pytest's; 2 for an unknown day; 1 where libfaketime is missing.
"""

import datetime as dt
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
ANY = "any"
ONE_DAY = dt.timedelta(days=1)
# Debian's package puts it below the machine's own folder of libraries.
LIBRARIES = ("*/faketime/libfaketime.so.1", "faketime/libfaketime.so.1")
# Set in the processes that run on another day.
SHIFTED = "PBGDPL_SHIFTED_CLOCK"


def _days_from(today: dt.date) -> Iterator[dt.date]:
    while True:
        today += ONE_DAY
        yield today


def _next(is_it: Callable[[dt.date], bool]) -> Callable[[dt.date], dt.date]:
    return lambda today: next(filter(is_it, _days_from(today)))


def _is_end_of_tet(day: dt.date) -> bool:
    from holidays import country_holidays

    # The first of January and a day off in its stead come before; the next holiday is in April.
    tet = [
        each for each in country_holidays("VN", years=day.year) if 4 < each.timetuple().tm_yday < 90
    ]
    return day == max(tet)


_TOMORROW = _next(lambda day: True)
_MORNING = dt.time(9)
# Each name with how to find the day, and the local time.
DAYS: dict[str, tuple[Callable[[dt.date], dt.date], dt.time]] = {
    "wednesday": (_next(lambda day: day.weekday() == 2), _MORNING),
    "sunday": (_next(lambda day: day.weekday() == 6), _MORNING),
    "end-of-month": (_next(lambda day: (day + ONE_DAY).day == 1), _MORNING),
    "new-year": (_next(lambda day: (day.month, day.day) == (1, 1)), _MORNING),
    "tet": (_next(_is_end_of_tet), _MORNING),
    "leap-day": (_next(lambda day: (day.month, day.day) == (2, 29)), _MORNING),
    "late-evening": (_TOMORROW, dt.time(23, 30)),
    "after-midnight": (_TOMORROW, dt.time(0, 30)),
}


def main(arguments: list[str]) -> int:
    """Run pytest on the named day."""
    name, *rest = arguments or [ANY]
    now = dt.datetime.now(LOCAL)
    if name == ANY:
        name = picked(now.date())
    if name not in DAYS:
        sys.stderr.write(f"usage: python -m tests.days [{'|'.join(DAYS)}|{ANY}] [ARGUMENT ...]\n")
        return 2
    if (library := find_library()) is None:
        sys.stderr.write("libfaketime is not installed: apt-get install faketime\n")
        return 1
    find, time = DAYS[name]
    shown = dt.datetime.combine(find(now.date()), time, LOCAL)
    sys.stdout.write(f"The tests run on {shown:%A, %Y-%m-%d %H:%M} ({name}).\n")
    sys.stdout.flush()
    with tempfile.TemporaryDirectory(prefix="pbgdpl-day-") as folder:
        Path(folder).chmod(0o755)
        environment = os.environ | shifted(library, shown - now, folder)
        command = [sys.executable, "-m", "pytest", *rest]
        return subprocess.run(command, env=environment, check=False).returncode


def shifted(library: Path, offset: dt.timedelta, folder: str) -> dict[str, str]:
    """Return the environment whose processes see the clock moved, on a database of their own."""
    return {
        "LD_PRELOAD": str(library),
        "FAKETIME": f"+{int(offset.total_seconds())}s",
        # What waits for some seconds must not wait for months.
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # Files bear the time of the clock that wrote them.
        "NO_FAKE_STAT": "1",
        "PBGDPL_STATE_DIR": folder,
        SHIFTED: "1",
    }


def find_library() -> Path | None:
    """Return libfaketime as Debian installs it."""
    return next((path for each in LIBRARIES for path in Path("/usr/lib").glob(each)), None)


def picked(today: dt.date) -> str:
    """Return the name of the day to test on today: each in its turn."""
    return list(DAYS)[today.toordinal() % len(DAYS)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
