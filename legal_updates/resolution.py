"""Find the record for a number and the words around it.

A number alone is ambiguous (domain brief 0.6): 24/KH-UBND exists in every province and year. Either
year and a symbol used by one body only decide, or body and date in the words.
"""

from .citations import DocumentNumber, find_document_numbers
from .models import LegalDocument
from .numbers.headings import read_heading
from .numbers.issuers import issuer_of
from .recording import UnreadableNumber, is_same_kind, read_number


def resolve_document(number: str, words: str = "") -> LegalDocument | None:
    """Return the single record for a number in the context `words`; None if none or several
    match."""
    try:
        read = number_in(number, words)
    except UnreadableNumber:
        return None
    known = LegalDocument.objects.filter(number_key=read.key).with_register()
    answering = [each for each in known if identifies(each, number, words)]
    return answering[0] if len(answering) == 1 else None


def identifies(document: LegalDocument, number: str, words: str = "") -> bool:
    """Return whether a number in the context `words` can only mean this document."""
    read = number_in(number, words)
    if read.key != document.number_key or not is_same_kind(
        read.type or document.type.key, document.type.key
    ):
        return False
    heading = read_heading(words[read.span[0] :]) if words else None
    told_day = heading.issued_on if heading else None
    if told_day and document.issued_on and told_day != document.issued_on:
        return False
    of_one_body = issuer_of(read, "") is not None
    body = issuer_of(read, words)
    same_body = of_one_body or bool(document.issuer and body == document.issuer.key)
    if body and not same_body:
        return False
    same_day = told_day is not None and told_day == document.issued_on
    return same_day or (same_body and read.year is not None)


def number_in(number: str, words: str = "") -> DocumentNumber:
    """Return the parsed number, with the type that the words give. Raises UnreadableNumber.

    Its span refers to `words` if the number occurs there, else to `number`.
    """
    found = find_document_numbers(words)
    if not number.strip() and found:
        return found[0]
    alone = read_number(number)
    return next((each for each in found if each.key == alone.key), alone)
