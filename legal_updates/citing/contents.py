"""What a page cites: the numbers in its texts, and the documents chosen on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass

from wagtail.models import Page

from network.agencies.references import referenced_keys

from ..models import LegalDocument
from .mentions import Mention, read_mentions
from .resolution import Candidates, candidates_for, choose_cited, resolve


@dataclass(frozen=True, slots=True)
class PageCitation:
    """One citation of a page; `document` is None where no record, or more than one, answers."""

    number: str
    number_key: str
    type_key: str
    document: LegalDocument | None

    @property
    def identity(self) -> tuple[str, int | None]:
        """What is written down once for a page: number and document."""
        return self.number_key, self.document.pk if self.document else None


def text_of(page: Page) -> str:
    """Return the plain text of a page, "" where it says nothing.

    Pages say what they hold by `moderation_content()` (network.moderation.contents).
    """
    if not hasattr(page, "moderation_content"):
        return ""
    return "\n".join(text for _part, _index, text in page.moderation_content().written_parts())


def citations_in(page: Page) -> list[PageCitation]:
    """Return what `page`, as it is in memory, cites; each number and document once.

    Two queries beside those of reading the page itself.
    """
    chosen = _chosen_documents(page)
    mentions = read_mentions(text_of(page))
    return join_citations(mentions, chosen, candidates_for(mentions))


def join_citations(
    mentions: Sequence[Mention], chosen: Sequence[LegalDocument], candidates: Candidates
) -> list[PageCitation]:
    """Return what a page cites by its text and by choice, each number and document once; no query.

    `chosen` are the documents of its links, blocks and fields; `candidates` the records that answer
    to the mentioned numbers.
    """
    resolved = zip(mentions, resolve(mentions, candidates), strict=True)
    found = [_chosen(document) for document in chosen]
    for mention, document in resolved:
        # Where the words do not tell, the choice does.
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
    """Return the documents of links, blocks and fields of the page."""
    keys = referenced_keys(page).get(LegalDocument, set())
    wanted = [int(key) for key in keys if key.isdigit()]
    return list(LegalDocument.objects.with_register().filter(pk__in=wanted)) if wanted else []
