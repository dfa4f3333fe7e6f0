"""Who decides on a text after its author, for the list above the editor's form."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from network.accounts.models import User
from network.agencies.corrections import correctors_of
from network.agencies.models import Membership, Role
from network.agencies.selectors import agency_of_page

_DECIDING = (Role.APPRAISER, Role.APPROVER)


def next_deciders(page: Page, author: User) -> str:
    """Return a sentence with the names of those who appraise and approve texts at `page`.

    "" for a page of no agency. `author` is left out, who must not decide on an own text, and is
    told so if nobody else may. Two queries; in an ended agency its successors decide.
    """
    agency = agency_of_page(page)
    if agency is None:
        return ""
    serving = Membership.objects.valid_on(timezone.localdate()).filter(user__is_active=True)
    acting = correctors_of(agency, timezone.localdate()) or {agency.pk}
    rows = serving.filter(agency__in=acting, role__in=_DECIDING)
    names = defaultdict[str, list[str]](list)
    own = set()
    for row in rows.select_related("user").order_by("pk"):
        if row.user == author:
            own.add(row.role)
        else:
            names[row.role].append(row.user.get_full_name() or row.user.username)
    sentences = [_next_sentence(names)]
    if own - names.keys():
        sentences.append(
            _("You are the only one who could: let the author change the text instead of you.")
        )
    return " ".join(sentences)


def _next_sentence(names: Mapping[str, Sequence[str]]) -> str:
    """Return the sentence that names who appraises and who approves."""
    return _("Next: %(appraisers)s appraises, then %(approvers)s approves.") % {
        "appraisers": ", ".join(names.get(Role.APPRAISER, ())) or _("nobody yet"),
        "approvers": ", ".join(names.get(Role.APPROVER, ())) or _("nobody yet"),
    }
