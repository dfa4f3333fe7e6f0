"""Codes of rights requests."""

from network.core.public_forms.codes import Codes

_CODES = Codes("network.rights_requests")
code_of = _CODES.code_of
digest_of = _CODES.digest_of
digests_of = _CODES.digests_of
