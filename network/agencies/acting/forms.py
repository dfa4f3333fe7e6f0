"""Form for starting an act."""

from django import forms
from django.utils.translation import gettext_lazy as _

from network.core.fields import TextField

from ..acts import SHORTEST_REASON


class ActReasonForm(forms.Form):
    """The overseer's reason. The agency can read it in its audit log."""

    reason = TextField(
        label=_("Reason"),
        max_length=500,
        min_length=SHORTEST_REASON,
        rows=3,
        error_messages={"min_length": _("Say why, in at least ten letters.")},
        help_text=_("The agency reads it in its log, with all that is done meanwhile."),
    )
