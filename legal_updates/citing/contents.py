"""What a page cites: the numbers in its texts, and the documents chosen on purpose."""

from dataclasses import dataclass

from wagtail.models import Page

from network.agencies.references import names_of

from ..models import LegalDocument
from .mentions import read_mentions
from .resolution import candidates_for, resolve


@dataclass(frozen=True, slots=True)
class Cited:
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


def citations_in(page: Page) -> list[Cited]:
    """Return what `page`, as it is in memory, cites; each number and document once.

    Two queries beside those of reading the page itself.
    """
    mentions = read_mentions(text_of(page))
    chosen = zip(mentions, resolve(mentions, candidates_for(mentions)), strict=True)
    found = [
        Cited(str(mention.number), mention.key, mention.number.type or "", document)
        for mention, document in chosen
    ]
    found += [_chosen(document) for document in _chosen_documents(page)]
    unique = {each.identity: each for each in reversed(found)}
    return list(reversed(unique.values()))


def _chosen(document: LegalDocument) -> Cited:
    return Cited(document.number, document.number_key, document.type.key, document)


def _chosen_documents(page: Page) -> list[LegalDocument]:
    """Return the documents of links, blocks and fields of the page."""
    keys = names_of(page).get(LegalDocument, set())
    wanted = [int(key) for key in keys if key.isdigit()]
    return list(LegalDocument.objects.with_register().filter(pk__in=wanted)) if wanted else []
