"""Which record a number and the words around it are of.

A number alone is none (domain brief 0.6): 24/KH-UBND exists in every province and year. Its year
and a symbol that one body alone has must tell, or the words beside it: the body, the day of issue.
"""

from .citations import DocumentNumber, find_document_numbers
from .models import LegalDocument
from .numbers.headings import read_heading
from .numbers.issuers import issuer_of
from .recording import UnreadableNumber, is_same_kind, read_number


def resolve_document(number: str, words: str = "") -> LegalDocument | None:
    """Return the one record that a number, named in these words, is of; None where none answers
    or several do."""
    try:
        read = number_in(number, words)
    except UnreadableNumber:
        return None
    known = LegalDocument.objects.filter(number_key=read.key).with_register()
    answering = [each for each in known if identifies(each, number, words)]
    return answering[0] if len(answering) == 1 else None


def identifies(document: LegalDocument, number: str, words: str = "") -> bool:
    """Return whether a number, named in these words, can only be that of the document."""
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
    """Return the number as these words name it, with the kind they tell; its span is in `words`
    where they do, else in `number`. Raise UnreadableNumber for what is no number."""
    found = find_document_numbers(words)
    if not number.strip() and found:
        return found[0]
    alone = read_number(number)
    return next((each for each in found if each.key == alone.key), alone)
