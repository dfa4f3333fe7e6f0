"""Contents of pages as evidence: their words and the files that they show.

Used for the fingerprints of rejected pages. A page that is published again, or made anew, with the
same words and files has the same contents.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.db.models import JSONField
from django.db.models.functions import Cast
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from network.moderation.page_texts import texts_of_blocks
from sites.models import ArticlePage, MaterialFile

from .verdicts.files import facts_of

# Keys under which blocks store the primary key of a picture or document.
_PICTURES, _DOCUMENTS = ("image",), ("document", "file")


def texts_of_pages(pks: Collection[int]) -> dict[int, str]:
    """Return {page id: its words and the digests of its files}. Five queries, plus one read of
    each file that was not measured before."""
    rows = list(
        ArticlePage.objects.filter(pk__in=pks)
        .annotate(blocks=Cast("body", JSONField()))
        .values_list("pk", "summary", "cover", "blocks")
    )
    files = {pk: _files(cover, blocks) for pk, _summary, cover, blocks in rows}
    attached = MaterialFile.objects.filter(page__in=pks).values_list("page", "file")
    for pk, file in attached:
        files[pk].append(("document", file))
    digests = _digests({key for keys in files.values() for key in keys})
    return {
        pk: "\n".join([summary, *texts_of_blocks(blocks), *_shown(files[pk], digests)])
        for pk, summary, _cover, blocks in rows
    }


def _files(cover: int | None, blocks: Any) -> list[tuple[str, int]]:
    """Return (kind, primary key) of the pictures and documents of a page."""
    found = [*_keys(blocks, _PICTURES, "image"), *_keys(blocks, _DOCUMENTS, "document")]
    return [*found, ("image", cover)] if cover else found


def _shown(keys: Collection[tuple[str, int]], digests: Mapping[tuple[str, int], str]) -> list[str]:
    return sorted(digests[key] for key in keys if key in digests)


def _keys(value: Any, names: Collection[str], kind: str) -> Iterator[tuple[str, int]]:
    """Yield (kind, primary key) of the files that blocks show under one of the names."""
    if isinstance(value, list):
        for item in value:
            yield from _keys(item, names, kind)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in names and isinstance(item, int):
                yield kind, item
            else:
                yield from _keys(item, names, kind)


def _digests(keys: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return {(kind, primary key): digest} of the files that exist."""
    paths = {
        (kind, pk): path
        for kind, model in (("image", get_image_model()), ("document", get_document_model()))
        for pk, path in model._base_manager.filter(
            pk__in={pk for known, pk in keys if known == kind}
        ).values_list("pk", "file")
    }
    facts = facts_of(paths.values())
    return {key: facts[path].sha256 or path for key, path in paths.items() if path}
