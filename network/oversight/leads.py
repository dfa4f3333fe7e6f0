"""What to say when a check found nothing to look at, and the screen on which an agency acts.

Used by `running`, which adds both to the evidence of findings, and by the agency's own screen.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.agencies.models import Agency

from .models import Requirement, Status
from .outcomes import CheckOutcome, Evidence

# States whose cell must say what is missing.
LACKING = (Status.NOT_MET, Status.PARTLY, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Lead:
    """The screen on which an agency acts on a requirement: label of the button, and its address.

    `nothing` is the sentence for a cell whose check found nothing to look at.
    """

    label: str | Promise
    address: Callable[[Agency], str]
    nothing: str | Promise = ""


def _screen(name: str) -> Callable[[Agency], str]:
    """Return a function that returns the address of a screen without arguments."""
    return lambda agency: reverse(name)


def _section(name: str) -> Callable[[Agency], str]:
    """Return a function that returns the address of a screen about an agency's front page."""
    return lambda agency: reverse(name, args=[agency.home_page.pk])


def _hub_settings(agency: Agency) -> str:
    return reverse("wagtailsettings:edit", args=["hub", "hubsettings"])


_PEOPLE = Lead(gettext_lazy("Name people"), _screen("agencies_people:index"))
_WRITE = gettext_lazy("Write an article")
_NO_PAGE = gettext_lazy("No article or material is published yet")
_NO_CHANNEL = gettext_lazy("The agency has registered no page on a social network")
_NO_OFFICIAL = gettext_lazy("The agency has no approved page on a social network")
_CHANNELS = gettext_lazy("See the pages on social networks")
_OPEN_SECTION = _section("wagtailadmin_explore")
_OPEN_CHANNELS = _screen("channels_desk:index")

# By check.
LEADS: dict[str, Lead] = {
    "r01": Lead(
        gettext_lazy("See the tasks"),
        _screen("directives:tasks"),
        gettext_lazy("No task of this requirement has been assigned to the agency"),
    ),
    **dict.fromkeys(("r02", "r02a", "r02b", "r02c"), _PEOPLE),
    "r03": Lead(gettext_lazy("Record qualifications"), _screen("capacity:people")),
    "r04": Lead(gettext_lazy("See what to post"), _screen("oversight:own_policies")),
    "r05": Lead(
        gettext_lazy("Enter the links"),
        _section("wagtailadmin_pages:edit"),
        gettext_lazy("The section has no link to a superior's portal"),
    ),
    "r06": Lead(gettext_lazy("Place a pano"), _section("wagtailadmin_pages:edit")),
    "r07": Lead(_WRITE, _OPEN_SECTION, _NO_PAGE),
    "r08": Lead(
        gettext_lazy("See what could be better"),
        _screen("oversight:own_quality"),
        gettext_lazy("No article was published in the time that counts"),
    ),
    "r09": Lead(
        gettext_lazy("Write down an act"),
        _screen("oversight:own_outreach"),
        gettext_lazy("Nothing was done in the time that counts so that people know the section"),
    ),
    "r10": Lead(
        gettext_lazy("Post a material"),
        _OPEN_SECTION,
        gettext_lazy("No new material was posted in the time that counts"),
    ),
    "r11": Lead(
        gettext_lazy("Post a material"),
        _OPEN_SECTION,
        gettext_lazy("No material that may be used is posted"),
    ),
    "r12": Lead(gettext_lazy("Enter the resources"), _screen("capacity:resources")),
    "r13": Lead(
        gettext_lazy("Write a plan"),
        _screen("channels_plans:index"),
        gettext_lazy("There is no plan for social networks"),
    ),
    **dict.fromkeys(("r14", "r15", "r16", "r17"), Lead(_CHANNELS, _OPEN_CHANNELS, _NO_CHANNEL)),
    **dict.fromkeys(
        ("r18", "r19", "r20", "r21a", "r21b", "r22"), Lead(_CHANNELS, _OPEN_CHANNELS, _NO_OFFICIAL)
    ),
    "r21c": Lead(
        gettext_lazy("See the words held back"), _screen("channels_desk:words"), _NO_OFFICIAL
    ),
    "r23a": Lead(
        gettext_lazy("Search for fake pages"),
        _screen("channels_watch:index"),
        gettext_lazy("No search for fake pages was begun in the time that counts"),
    ),
    "r23b": Lead(
        gettext_lazy("See the cases"),
        _screen("cases_desk:index"),
        gettext_lazy("No page that uses the agency's name has been found"),
    ),
    "r23c": Lead(
        gettext_lazy("See the reports"),
        _screen("fake_reports_desk:index"),
        gettext_lazy("Nobody has reported a fake page within a year"),
    ),
    "r24": Lead(gettext_lazy("See the links"), _screen("section_links:index"), _NO_PAGE),
    "r25": Lead(gettext_lazy("See the people"), _screen("agencies_people:index")),
    "r26": Lead(
        gettext_lazy("Send a good practice"),
        _screen("practices_desk:index"),
        gettext_lazy("No good practice was sent to the Justice Department within a year"),
    ),
    "r27": Lead(
        gettext_lazy("See the reports"),
        _screen("reporting:index"),
        gettext_lazy("No report has been due yet"),
    ),
    "r28": Lead(
        gettext_lazy("See the periods"),
        _screen("reporting:periods"),
        gettext_lazy("No reporting period has ended yet"),
    ),
    "r29": Lead(gettext_lazy("Set the contact data"), _hub_settings),
    "r30": Lead(
        gettext_lazy("See the dispatches"),
        _screen("directives:index"),
        gettext_lazy("No open dispatch has been sent yet"),
    ),
}


def lead_of(requirement: Requirement, agency: Agency) -> tuple[str, str]:
    """Return label and address of the screen on which the agency acts; ("", "") if there is none,
    or the agency has no section."""
    if requirement.is_declared:
        return _("Declare"), reverse("oversight:declare", args=[agency.pk, requirement.pk])
    lead = LEADS.get(requirement.check_key)
    if lead is None or not hasattr(agency, "home_page"):
        return "", ""
    return str(lead.label), lead.address(agency)


def with_reason(
    requirement: Requirement, agency: Agency, outcome: CheckOutcome, *, applies: bool
) -> CheckOutcome:
    """Return the outcome with a sentence about what is missing, and an address for each fault.

    `applies` is whether the requirement is asked of the agency at all.
    """
    if outcome.status is Status.MET:
        return outcome
    if not applies:
        said = _("This requirement is not asked of this kind of agency")
        return replace(outcome, evidence=(Evidence(said),))
    _label, address = lead_of(requirement, agency)
    parts = tuple(
        part if part.fine or part.url else replace(part, url=address) for part in outcome.evidence
    )
    is_silent = outcome.status in LACKING and all(part.fine for part in parts)
    if is_silent or not parts:
        reason = Evidence(
            _reason(requirement), url=address, fine=outcome.status is Status.NOT_APPLICABLE
        )
        parts = (reason, *parts)
    return replace(outcome, evidence=parts)


def _reason(requirement: Requirement) -> str:
    """Return the sentence for a requirement whose check found nothing to look at."""
    if requirement.is_declared:
        return _("Not declared yet, or the declaration has expired")
    lead = LEADS.get(requirement.check_key)
    return str(lead.nothing) if lead and lead.nothing else _("The system could not check this")
