"""Codes of questions and problem reports."""

from network.core.public_forms.codes import Codes

_CODES = Codes("network.questions")
code_of = _CODES.code_of
digest_of = _CODES.digest_of
digests_of = _CODES.digests_of
same_text = _CODES.same_text
