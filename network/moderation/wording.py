"""Sentences for refused moves, with what to do."""

from django.utils.translation import gettext_lazy as _

from .rules import MoveRefusal

REFUSALS = {
    MoveRefusal.WRONG_STAGE: _("The page does not stand at this step. Reload to see where it is."),
    MoveRefusal.WRONG_ROLE: _(
        "Your assignment in this agency does not cover this step today. Ask the agency admin."
    ),
    MoveRefusal.OWN_TEXT: _("You wrote a part of this text: somebody else must read and decide."),
    MoveRefusal.OWN_APPRAISAL: _("You appraised this text: somebody else must approve it."),
    MoveRefusal.OWN_APPROVAL: _("You published this text: somebody else must appraise it."),
    MoveRefusal.CHANGED_MEANWHILE: _(
        "The text was changed after you opened it. Read the new version, then decide."
    ),
    MoveRefusal.NOT_APPRAISED: _("This version has not been appraised. Send it to the appraiser."),
    MoveRefusal.NOT_URGENT_HERE: _(
        "Urgent publication is not allowed for this agency. Ask the Justice Department."
    ),
    MoveRefusal.NOT_SUBMITTER: _("Only the person who submitted the page may take it back."),
    MoveRefusal.NOT_OUT: _("The page is not published."),
    MoveRefusal.TEXT_BLOCKED: _(
        "Source, image credit, alternative text or a readable file is missing: return the page to"
        " have it mended."
    ),
    MoveRefusal.FOREIGN_ROWS: _(
        "The text points at a page, picture or file of another agency: return it to have that"
        " replaced."
    ),
    MoveRefusal.PRIVATE_NUMBERS: _(
        "The page shows a citizen's number or a private phone number that nobody has answered for: "
        "return it. Its author takes the number out, or says why it may stay."
    ),
    MoveRefusal.FILES_UNREADABLE: _(
        "A file of the page is not ready to be read, or has no text: return the page, or wait."
    ),
    MoveRefusal.FILES_CHANGED: _(
        "A file of the page was replaced or its text corrected after the appraisal: return the "
        "page to have it read."
    ),
    MoveRefusal.PAGES_BELOW: _("Published pages stand below this one: withdraw those first."),
    MoveRefusal.NOTHING_OWED: _("No appraisal is owed for this page."),
    MoveRefusal.AGENCY_ENDED: _(
        "This agency has ended: nothing new is published in its section. Publish it in that of the"
        " agency that goes on with its work."
    ),
    MoveRefusal.TAKEN_DOWN: _(
        "The Justice Department took this page down: it needs a new appraisal and approval."
    ),
}
