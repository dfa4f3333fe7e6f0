"""Demo articles and materials, published or still in the workflow. Safe to run twice."""

import datetime as dt
from typing import Any

from sites.models import ArticlePage, MaterialDocument, MaterialKind, MaterialPage

from ..data import read_all, read_json
from .drafting import Drafting

# Pages in these sections are materials.
_MATERIALS = {
    "de_cuong": MaterialKind.OUTLINE,
    "to_gap": MaterialKind.LEAFLET,
    "infographic": MaterialKind.INFOGRAPHIC,
    "so_tay": MaterialKind.HANDBOOK,
    "tap_huan": MaterialKind.TRAINING,
    "audio": MaterialKind.AUDIO,
    "video": MaterialKind.VIDEO,
    "loa_phat_thanh": MaterialKind.AUDIO,
}


def load_articles(*, now: dt.datetime) -> int:
    """Add the missing demo articles. Returns how many were added."""
    # The articles of `waiting.json` are still in the workflow, so that there is something to
    # appraise.
    rows = [*read_all("articles/*.json"), *read_json("waiting.json")]
    drafting = Drafting()
    for row in filter(drafting.is_missing, rows):
        drafting.add(_make_page(row, drafting), row)
    return len(drafting.write(now=now))


def _make_page(row: dict[str, Any], drafting: Drafting) -> ArticlePage:
    kind = _MATERIALS.get(row["section"])
    if not kind:
        return ArticlePage()
    page = MaterialPage(kind=kind, purpose=row.get("purpose", ""))
    bound = [drafting.documents[number] for number in row.get("documents", ())]
    page.documents.add(*(MaterialDocument(document=document) for document in bound))
    return page
