"""Demo articles and materials, published or still in the workflow."""

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


def add_articles(drafting: Drafting) -> None:
    """Collect the missing demo articles."""
    # The articles of `waiting.json` are still in the workflow, so that there is something to
    # appraise.
    rows = [*read_all("articles/*.json"), *read_json("waiting.json")]
    for row in filter(drafting.is_missing, rows):
        drafting.add(_make_page(row, drafting), row)


def _make_page(row: dict[str, Any], drafting: Drafting) -> ArticlePage:
    kind = _MATERIALS.get(row["section"])
    if not kind:
        return ArticlePage()
    page = MaterialPage(kind=kind, purpose=row.get("purpose", ""))
    bound = [drafting.documents[number] for number in row.get("documents", ())]
    page.documents.add(*(MaterialDocument(document=document) for document in bound))
    return page
