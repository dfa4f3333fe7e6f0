"""Collect the citations of a page: numbers in its texts, and documents chosen by the author."""

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import Page

from network.agencies.references import referenced_keys

from ..models import LegalDocument
from .mentions import Mention, read_mentions
from .resolution import Candidates, candidates_for, choose_cited, resolve


@dataclass(frozen=True, slots=True)
class PageCitation:
    """One citation of a page. `document` is None if no record, or several, match the number."""

    number: str
    number_key: str
    type_key: str
    document: LegalDocument | None

    @property
    def identity(self) -> tuple[str, int | None]:
        """Return (number key, document id), which is stored once per page."""
        return self.number_key, self.document.pk if self.document else None


def text_of(page: Page) -> str:
    """Return the plain text of a page, or "" if its model has no `moderation_content()`."""
    if not hasattr(page, "moderation_content"):
        return ""
    return "\n".join(text for _part, _index, text in page.moderation_content().written_parts())


def citations_in(page: Page) -> list[PageCitation]:
    """Return the citations of `page` in its in-memory state, without duplicates.

    Two queries, plus those for reading the page.
    """
    chosen = _chosen_documents(page)
    mentions = read_mentions(text_of(page))
    return join_citations(mentions, chosen, candidates_for(mentions))


def join_citations(
    mentions: Sequence[Mention], chosen: Sequence[LegalDocument], candidates: Candidates
) -> list[PageCitation]:
    """Combine citations from the text with chosen documents, without duplicates. No query.

    `chosen` are the documents of links, blocks and fields; `candidates` the records for the
    mentioned numbers.
    """
    resolved = zip(mentions, resolve(mentions, candidates), strict=True)
    found = [_chosen(document) for document in chosen]
    for mention, document in resolved:
        # If the words around the number are ambiguous, a chosen document with that number decides.
        meant = document or _among(mention, chosen)
        kind = mention.number.type or ""
        found.append(PageCitation(str(mention.number), mention.key, kind, meant))
    unique = {each.identity: each for each in reversed(found)}
    return list(reversed(unique.values()))


def _among(mention: Mention, chosen: Sequence[LegalDocument]) -> LegalDocument | None:
    return choose_cited(mention, [each for each in chosen if each.number_key == mention.key])


def _chosen(document: LegalDocument) -> PageCitation:
    return PageCitation(document.number, document.number_key, document.type.key, document)


def _chosen_documents(page: Page) -> list[LegalDocument]:
    """Return the documents referenced by links, blocks and fields of the page."""
    keys = referenced_keys(page).get(LegalDocument, set())
    wanted = [int(key) for key in keys if key.isdigit()]
    return list(LegalDocument.objects.with_register().filter(pk__in=wanted)) if wanted else []
