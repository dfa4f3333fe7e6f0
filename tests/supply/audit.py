"""Ask whether known weaknesses are in the locked packages: `make audit`.

pip-audit says "No known vulnerabilities found" also where it could look at no package, as behind a
mirror that has no data about them. This says how many it has looked at, and fails where that is not
every one.
"""

import json
import subprocess
import sys
from typing import Any

from tests.supply.lock import LOCK, locked_packages

COMMAND = ("pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner=off")


def verdict(report: dict[str, Any], expected: set[str]) -> tuple[int, list[str]]:
    """Return the exit code and what to print: 1 for a weakness, 2 for packages not looked at."""
    rows = {row["name"]: row for row in report.get("dependencies", [])}
    weak = [
        f"{name} {row['version']}: {each['id']}, repaired in {', '.join(each['fix_versions'])}"
        for name, row in rows.items()
        for each in row.get("vulns", [])
    ]
    unchecked = sorted(name for name in expected | set(rows) if "vulns" not in rows.get(name, {}))
    total = len(expected | set(rows))
    said = [*weak, f"{total - len(unchecked)} of {total} packages were checked."]
    if unchecked:
        said.append(f"NOT CHECKED: {', '.join(unchecked)}")
        reason = rows.get(unchecked[0], {}).get("skip_reason", "pip-audit does not name it")
        said.append(f"The first because: {reason}")
    elif not weak:
        said.append("No known weakness.")
    return (1 if weak else 2 if unchecked else 0), said


def main() -> int:
    """Audit the lock; return the exit code."""
    asked = [sys.executable, "-m", *COMMAND, "-r", str(LOCK), "-f", "json"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    try:
        report = json.loads(done.stdout)
    except ValueError:
        report = {}
        sys.stderr.write(done.stderr)
    code, said = verdict(report, set(locked_packages()))
    sys.stdout.write("".join(f"{line}\n" for line in said))
    return code


if __name__ == "__main__":
    sys.exit(main())
