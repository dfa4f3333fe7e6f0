"""Structured data (JSON-LD) inside a page."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# Characters that could end the script element or begin another.
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_text(facts: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> SafeString:
    """Return facts as JSON-LD, safe inside a script element. Empty values are left out."""
    rows = [facts] if isinstance(facts, Mapping) else facts
    kept = [{name: value for name, value in row.items() if value} for row in rows]
    text = json.dumps(kept[0] if isinstance(facts, Mapping) else kept, ensure_ascii=False)
    return mark_safe(text.translate(_UNSAFE))  # noqa: S308  # nothing in it can end the script
