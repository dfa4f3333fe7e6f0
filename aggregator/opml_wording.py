"""Error messages for OPML files."""

from django.utils.translation import gettext as _

from .feeds.opml import OpmlFault


def explain_opml_fault(fault: OpmlFault) -> str:
    """Return a sentence that says what is wrong with the file and what to do."""
    return {
        OpmlFault.TOO_LARGE: _("The file is larger than 1 MB: split the list."),
        OpmlFault.TOO_MANY: _("The list names more than 1,000 feeds: split it."),
        OpmlFault.DECLARATIONS: _(
            "The file has a DOCTYPE, which lists of feeds do not need: remove that line."
        ),
        OpmlFault.NOT_OPML: _("This is not an OPML file: export the list of feeds as OPML."),
        OpmlFault.BROKEN: _("The OPML file is damaged: export the list again."),
    }[fault]
