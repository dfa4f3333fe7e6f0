"""Codes of rights requests."""

from network.core.public_forms.codes import Codes

CODES = Codes("network.rights_requests")
