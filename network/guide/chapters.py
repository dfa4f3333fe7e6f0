"""Chapters of the first-day guide: a few steps per role, each with a picture and a link to its
screen.

`make guide` takes the pictures from the real screens; a step names its scene.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.agencies.models import Role

# Names for screens whose URL depends on the user, see `addresses`.
OWN_HOME, FIRST_PLACE, FIRST_WAITING = "own home", "first place", "first waiting"


@dataclass(frozen=True, slots=True)
class TourStep:
    """One step: text, button, target (a URL name or a name of `addresses`) and picture."""

    text: str | Promise
    button: str | Promise
    leads_to: str
    picture: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """The first day in one role. `key` is its anchor on the page."""

    key: str
    heading: str | Promise
    intro: str | Promise
    steps: tuple[TourStep, ...]


EVERYBODY = Chapter(
    "moi-nguoi",
    _("For everybody"),
    _("Two things to do once, before the work begins."),
    (
        TourStep(
            _(
                "Set up the second factor with an app on your phone, and keep the recovery codes "
                "in a safe place. Your password alone does not protect the section."
            ),
            _("Open the safety of the account"),
            "mfa_index",
            "account-safety",
        ),
        TourStep(
            _(
                "Look at what waits for you: one list has all of it, overdue first. One press "
                "opens it."
            ),
            _("Open what is to be done"),
            "work:index",
            "author-home",
        ),
    ),
)

CHAPTERS: dict[Role, Chapter] = {
    Role.AUTHOR: Chapter(
        "nguoi-viet",
        _("Author: write and hand in"),
        _("You write. A colleague appraises, the leader approves, and the text is published."),
        (
            TourStep(
                _("Open your section and the place where the text belongs, for example News."),
                _("Open the pages of my section"),
                "wagtailadmin_explore_root",
                "author-section",
            ),
            TourStep(
                _("Press the plus sign beside the title, then choose what to write."),
                _("Write a new text"),
                FIRST_PLACE,
                "author-plus",
            ),
            TourStep(
                _(
                    "Write the title and, under “In short”, who is concerned, what they get, what "
                    "they must do and from when. Fill in source, author, agency, website and date."
                ),
                _("Write a new text"),
                FIRST_PLACE,
                "author-form",
            ),
            TourStep(
                _("Upload pictures under “Images”. Say what each one shows and who made it."),
                _("Upload a picture"),
                "wagtailimages:add",
                "author-image",
            ),
            TourStep(
                _(
                    "Save the draft. When it is done, press the button beside it: the text goes to "
                    "the appraiser."
                ),
                _("Open my drafts"),
                "moderation:drafts",
                "author-submit",
            ),
            TourStep(
                _(
                    "What is returned to you stands on the start page with the reason. Mend it "
                    "and hand it in again."
                ),
                _("Open what was returned"),
                "moderation:returned",
                "author-returned",
            ),
            TourStep(
                _(
                    "Look into the common library for new policies. “Use this item” gives you a "
                    "draft that already names its source."
                ),
                _("Open the common library"),
                "agency_library:index",
                "author-library",
            ),
        ),
    ),
    Role.APPRAISER: Chapter(
        "nguoi-tham-dinh",
        _("Appraiser: check each text"),
        _("You check what colleagues wrote. Nobody appraises a text they wrote a part of."),
        (
            TourStep(
                _("Open what waits for you. The text that has waited longest stands on top."),
                _("Open what waits for me"),
                "moderation:waiting",
                "appraiser-waiting",
            ),
            TourStep(
                _(
                    "Read the text on its desk and look at the hints. What must be mended stops "
                    "the text until it is mended."
                ),
                _("Open the first text that waits"),
                FIRST_WAITING,
                "appraiser-desk",
            ),
            TourStep(
                _(
                    "Answer every question of the check list. Then press the button that passes "
                    "the text, or return it and say why."
                ),
                _("Open the first text that waits"),
                FIRST_WAITING,
                "appraiser-answers",
            ),
            TourStep(
                _("Every decision stays in the log: who, when, in which role, with which answers."),
                _("Open the decision log"),
                "moderation:decisions",
                "appraiser-log",
            ),
        ),
    ),
    Role.APPROVER: Chapter(
        "lanh-dao",
        _("Approver: decide, on the phone too"),
        _("You answer for what the agency publishes. A text that was appraised waits for you."),
        (
            TourStep(
                _("Open what waits for you, on your phone if you like."),
                _("Open what waits for me"),
                "moderation:waiting",
                "approver-waiting",
            ),
            TourStep(
                _(
                    "Read the text and what the appraiser answered. Then approve and publish it, "
                    "or return it and say why."
                ),
                _("Open the first text that waits"),
                FIRST_WAITING,
                "approver-desk",
            ),
            TourStep(
                _(
                    "To take a published page off, open its desk and choose “Withdraw the page”. "
                    "Citizens who open the old address read the note you write."
                ),
                _("Open the pages of my section"),
                "wagtailadmin_explore_root",
                "approver-withdraw",
            ),
        ),
    ),
    Role.AGENCY_ADMIN: Chapter(
        "quan-tri-co-quan",
        _("Agency admin: people and the section"),
        _("You see to it that the right people hold the right roles, as decisions assign them."),
        (
            TourStep(
                _(
                    "Invite people by mail: an author, an appraiser and an approver. Enter the "
                    "number of the decision that assigns them."
                ),
                _("Invite somebody"),
                "agencies_people:invite",
                "admin-invite",
            ),
            TourStep(
                _(
                    "Change or end roles in the list of people. Whoever leaves loses every right "
                    "when the last day is over."
                ),
                _("Open the list of people"),
                "agencies_people:index",
                "admin-people",
            ),
            TourStep(
                _(
                    "Fill in the front page of your section: introduction, logo, links, panos, "
                    "and which new policies it shows by itself."
                ),
                _("Open the front page of my section"),
                OWN_HOME,
                "admin-home-page",
            ),
            TourStep(
                _("The start page tells you in numbers what is to be seen to."),
                _("Open the start page"),
                "wagtailadmin_home",
                "admin-home",
            ),
            TourStep(
                _("The audit log shows every change of people and rights in your agency."),
                _("Open the audit log"),
                "agencies_audit:index",
                "admin-log",
            ),
        ),
    ),
    Role.NETWORK_ADMIN: Chapter(
        "quan-tri-mang-luoi",
        _("Network admin: agencies, sources, documents"),
        _("You keep what all agencies share. You write no texts and decide on none."),
        (
            TourStep(
                _(
                    "Begin with the start page: agencies without an admin, sources that fail, "
                    "what waits for a review."
                ),
                _("Open the start page"),
                "wagtailadmin_home",
                "network-home",
            ),
            TourStep(
                _(
                    "Add agencies, complete the foot of their pages and invite the first admin of "
                    "each."
                ),
                _("Open the agencies"),
                "agencies_agency_modeladmin_index",
                "network-agencies",
            ),
            TourStep(
                _(
                    "Add the portals to read. “Try it out” shows what would come before anything "
                    "is saved."
                ),
                _("Add a source"),
                "aggregator_source_modeladmin_create",
                "network-source",
            ),
            TourStep(
                _("Review what came: take it into the library, or skip it and say why."),
                _("Open the review"),
                "aggregator_libraryitem_modeladmin_index",
                "network-library",
            ),
            TourStep(
                _(
                    "Check the records of the register of legal documents: issuer, date, official "
                    "text, validity with its source."
                ),
                _("Open the legal documents"),
                "legal_updates_legaldocument_modeladmin_index",
                "network-documents",
            ),
        ),
    ),
    Role.OVERSEER: Chapter(
        "giam-sat",
        _("Overseer: see everything, change nothing"),
        _("You see every section, draft and log of the network, and change nothing in them."),
        (
            TourStep(
                _("The start page shows what is open in the network and what is late."),
                _("Open the start page"),
                "wagtailadmin_home",
                "overseer-home",
            ),
            TourStep(
                _("Read in the decision log who decided what, and by which assignment."),
                _("Open the decision log"),
                "moderation:decisions",
                "appraiser-log",
            ),
            TourStep(
                _(
                    "Only when it cannot be helped, act for an agency: give the reason. Everything "
                    "done is written down, and the rights end after an hour at most."
                ),
                _("Act for an agency"),
                "agencies_acts:index",
                "overseer-act",
            ),
        ),
    ),
    Role.REPORT_VIEWER: Chapter(
        "xem-bao-cao",
        _("Report viewer: read the figures"),
        _("You read reports of the network. There is nothing to fill in."),
        (
            TourStep(
                _("Choose a period: sums of the reports that Sở Tư pháp has accepted."),
                _("Open the consolidated reports"),
                "reporting:periods",
                "viewer-reports",
            ),
            TourStep(
                _("See how fast agencies tell people of new policies."),
                _("Open the pace of legal updates"),
                "legal_update_pace:index",
                "viewer-pace",
            ),
            TourStep(
                _("See which links of public pages no longer open."),
                _("Open the dead links"),
                "section_links:index",
                "viewer-links",
            ),
        ),
    ),
}
