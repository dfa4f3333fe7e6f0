"""Citations of many articles: the legal documents that each of them names."""

from collections.abc import Sequence
from typing import Any

from procrastinate.contrib.django import app

from legal_updates.citing.contents import join_citations
from legal_updates.citing.mentions import read_mentions
from legal_updates.models import Citation, LegalDocument
from network.agencies.references import referenced_keys
from sites.contents import read_article

from .drafts import Draft


def write_citations(drafts: Sequence[Draft]) -> None:
    """Store the citations of live texts and drafts. Two statements.

    For a cited number missing in the register, a draft document is queued as usual.
    """
    documents = list(LegalDocument.objects.with_register())
    by_pk = {str(document.pk): document for document in documents}
    by_number: dict[str, list[LegalDocument]] = {}
    for document in documents:
        by_number.setdefault(document.number_key, []).append(document)
    rows = []
    for draft in drafts:
        keys = referenced_keys(draft.page).get(LegalDocument, set())
        chosen = [by_pk[key] for key in sorted(keys, key=int)]
        cited = join_citations(read_mentions(_text_of(draft)), chosen, by_number)
        rows += [
            Citation(
                page_id=draft.page.pk,
                number=each.number,
                number_key=each.number_key,
                type_key=each.type_key,
                document=each.document,
                in_live=draft.is_published,
                in_draft=True,
            )
            for each in cited
        ]
    Citation.objects.bulk_create(rows)
    _draft_unknown({row.page_id for row in rows if row.in_live and row.document is None})


def _text_of(draft: Draft) -> str:
    """Return the article's text like `legal_updates.citing.contents.text_of`, but without
    queries."""
    texts = [text for text, _links in read_article(draft.page)]
    return "\n".join([draft.page.title, draft.page.summary, *texts, draft.files_text])


def _draft_unknown(pages: set[int]) -> None:
    task = app.configure_task("legal_updates.draft_cited_documents", allow_unknown=False)
    jobs: list[dict[str, Any]] = [{"page_id": page} for page in sorted(pages)]
    task.batch_defer(*jobs)
