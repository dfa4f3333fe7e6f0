"""Read the numbers of Vietnamese legal documents out of text and out of links. Pure: no Django.

The grammar is that of Nghị định 30/2020/NĐ-CP, annexes I and III, widened by what older and
careless writing shows: Party numbers (27-NQ/TW), numbers of before 1997 (119-CP), missing hyphens,
blanks and line ends inside, ETH for Đ, decomposed letters, small letters.

A number is not an identity: 24/KH-UBND exists in every province and year. Take the issuing body
and the date of issue beside it.
"""

from legal_updates.numbers.document_number import DocumentNumber
from legal_updates.numbers.links import number_from_link
from legal_updates.numbers.mentions import find_document_numbers

__all__ = ["DocumentNumber", "find_document_numbers", "number_from_link"]
