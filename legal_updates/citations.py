"""Find the numbers of Vietnamese legal documents in text and links. Pure, without Django.

The grammar follows Nghị định 30/2020/NĐ-CP, annexes I and III, and accepts older and careless
forms: Party numbers (27-NQ/TW), numbers from before 1997 (119-CP), missing hyphens, blanks and line
ends inside, ETH for Đ, decomposed and lower-case letters.

A number does not identify a document: 24/KH-UBND exists in every province and year. Use issuing
body and date of issue too.
"""

from legal_updates.numbers.document_number import DocumentNumber
from legal_updates.numbers.links import number_from_link
from legal_updates.numbers.mentions import find_document_numbers

__all__ = ["DocumentNumber", "find_document_numbers", "number_from_link"]
