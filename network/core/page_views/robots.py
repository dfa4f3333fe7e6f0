"""Tell robots from browsers by what they call themselves. Used when page views are counted.

The marks are data (`data/robots.csv`), each with the day from which it was known. A robot that
calls itself a browser is counted as a reader.
"""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "data" / "robots.csv"
# A client can send any text; only this much of it is read.
_LONGEST = 400


@lru_cache(maxsize=2000)
def is_robot(browser: str) -> bool:
    """Return whether a User-Agent header is that of a robot. Browsers always send the header."""
    robot, person = _marks()
    name = person.sub("", browser[:_LONGEST].lower())
    return not name or robot.search(name) is not None


@cache
def _marks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of robots, and that of devices whose name looks like a robot's."""
    found: dict[str, list[str]] = {"robot": [], "person": []}
    with _FILE.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            found[row["whose"]].append(re.escape(row["mark"]))
    robot, person = ("|".join(found[whose]) for whose in ("robot", "person"))
    return re.compile(robot), re.compile(person)
