"""Sentences about changed documents, for citizens, editors and mails."""

import datetime as dt
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.core.dates import format_day
from network.moderation.hints import NumberStatus

from ..models import PageReview, ValidityChange
from ..models.choices import Validity
from .unknown_changes import AMENDED

_SINCE = {
    Validity.EXPIRED: gettext_lazy("{document} is no longer in force since {day}."),
    Validity.PARTLY_EXPIRED: gettext_lazy("{document} is partly no longer in force since {day}."),
    Validity.SUSPENDED: gettext_lazy("{document} is suspended since {day}."),
    Validity.OBSOLETE: gettext_lazy("{document} is no longer suitable since {day}."),
    AMENDED: gettext_lazy("{document} is amended since {day}."),
}
_NOW = {
    Validity.EXPIRED: gettext_lazy("{document} is no longer in force."),
    Validity.PARTLY_EXPIRED: gettext_lazy("{document} is partly no longer in force."),
    Validity.SUSPENDED: gettext_lazy("{document} is suspended."),
    Validity.OBSOLETE: gettext_lazy("{document} is no longer suitable."),
    AMENDED: gettext_lazy("{document} is amended."),
}
NUMBER_STATUS = {
    Validity.UNDETERMINED: NumberStatus.UNDETERMINED,
    Validity.NOT_YET: NumberStatus.NOT_YET_IN_FORCE,
    Validity.IN_FORCE: NumberStatus.IN_FORCE,
    Validity.PARTLY_EXPIRED: NumberStatus.PARTLY_EXPIRED,
    # The hints use one status for all documents that are not in force today.
    Validity.EXPIRED: NumberStatus.EXPIRED,
    Validity.SUSPENDED: NumberStatus.EXPIRED,
    Validity.OBSOLETE: NumberStatus.EXPIRED,
}


def sentence(became: str, document: Any, day: dt.date | None) -> SafeString:
    """Return one escaped sentence about what became of `document` (a record, or HTML link to
    it)."""
    words = _SINCE[became] if day else _NOW[became]
    return format_html(str(words), document=document, day=format_day(day) if day else "")


def what_changed(change: ValidityChange) -> str:
    """Return one plain-text sentence about a change that requires reviews."""
    became = AMENDED if change.amended else change.became
    words = _SINCE[became] if change.day else _NOW[became]
    return str(words).format(document=change.document, day=format_day(change.day))


def cause_of(review: PageReview) -> str:
    """Return one plain-text sentence why a page must be reviewed."""
    if review.original_changed:
        return _("The Vietnamese original was published anew: compare the translation with it.")
    if review.change is None:
        return _("It is time to compare it with the law again.")
    return what_changed(review.change)


def cause_phrase(key: str) -> str:
    """Return the phrase before the acting document's number ("was replaced by"), by relation
    key."""
    return {
        "thay_the": _("was replaced by"),
        "bai_bo": _("was abolished by"),
        "sua_doi_bo_sung": _("was amended by"),
        "dinh_chi": _("was suspended by"),
        "tam_ngung": _("was suspended by"),
    }.get(key, _("was changed by"))
