"""Codes of questions and problem reports."""

from network.core.public_forms.codes import Codes

CODES = Codes("network.questions")
code_of = CODES.code_of
digest_of = CODES.digest_of
same_text = CODES.same_text
