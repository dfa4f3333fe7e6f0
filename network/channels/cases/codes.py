"""Follow-up codes of citizens' reports."""

from network.core.public_forms.codes import Codes

CODES = Codes("network.channels.cases")
