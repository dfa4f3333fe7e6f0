"""Every value that the audit log stores has a Vietnamese name on its screen."""

import ast
from pathlib import Path

from network.agencies.log.description import HIDDEN, LABELS

ROOT = Path(__file__).resolve().parents[2]
# Arguments of `record` that are columns of the entry.
COLUMNS = {"actor", "agency", "action", "now", "subject", "about"}


def keys_recorded(path):
    """Yield the detail keys that a module passes to `record` of the audit log by name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    imports = [each for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)]
    if not any(
        (each.module or "").endswith("audit") and "record" in {name.name for name in each.names}
        for each in imports
    ):
        return
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
            yield from (each.arg for each in call.keywords if each.arg)


def test_no_value_of_the_log_is_named_by_its_key():
    keys = {
        key
        for folder in ("network", "sites", "legal_updates", "aggregator")
        for path in (ROOT / folder).rglob("*.py")
        for key in keys_recorded(path)
    }
    assert "planned" in keys
    assert keys - COLUMNS - HIDDEN - LABELS.keys() == set()
