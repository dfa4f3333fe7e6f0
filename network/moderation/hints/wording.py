"""Sentences for the hints: what is wrong and how to fix it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .types import ContentPart, Hint, HintCode, Passage

_SENTENCES = {
    HintCode.SOURCE_MISSING: _(
        "The source is missing: enter source, author, agency, website and date."
    ),
    HintCode.SOURCE_INCOMPLETE: _("The source is not complete: fill in what is named here."),
    HintCode.SOURCE_VAGUE: _(
        "This names no real source: write who published it, not “Internet” or “collected”."
    ),
    HintCode.SOURCE_LINK_DEAD: _(
        "The source's address does not open: check it, or enter the address it moved to."
    ),
    HintCode.LINK_DEAD: _("A link in the text does not open: correct it or take it out."),
    HintCode.IMAGE_WITHOUT_CREDIT: _("An image has no credit: enter who made it and its source."),
    HintCode.IMAGE_CREDIT_VAGUE: _(
        "The credit of an image names nobody: write who made it, not “Internet” or “collected”."
    ),
    HintCode.IMAGE_WITHOUT_ALT: _(
        "An image has no alternative text: say what it shows, for those who cannot see it."
    ),
    HintCode.IMAGE_ALT_IS_FILE_NAME: _(
        "The alternative text of an image is a file name: say what the image shows."
    ),
    HintCode.IMAGE_WITHOUT_LICENCE: _(
        "An image has no licence: enter by what right it is used, or choose another image."
    ),
    HintCode.DOCUMENT_UNKNOWN: _(
        "The register does not know a cited document: compare its number with the official text."
    ),
    HintCode.DOCUMENT_EXPIRED: _(
        "A cited document is no longer in force: cite the one that replaced it, or say that it has "
        "expired."
    ),
    HintCode.DOCUMENT_PARTLY_EXPIRED: _(
        "Parts of a cited document are no longer in force: check the articles that you cite."
    ),
    HintCode.DOCUMENT_NOT_YET_IN_FORCE: _(
        "A cited document is not in force yet: say from which day it applies."
    ),
    HintCode.CITIZEN_NUMBER: _(
        "This looks like a citizen's identity number: take it out or cover its digits."
    ),
    HintCode.PHONE_NUMBER: _(
        "This looks like a private phone number: take it out, or give the agency's number."
    ),
    HintCode.PRIVATE_EMAIL: _(
        "This is an address of a free mail service: take it out, or give the official address."
    ),
    HintCode.BANK_ACCOUNT: _(
        "This looks like a bank account number: publish it only if it belongs to an organisation "
        "that calls for donations."
    ),
    HintCode.LAND_PARCEL: _(
        "A land parcel can lead to its owner: take its number out unless the law demands that it "
        "is published."
    ),
    HintCode.LEGACY_ENCODING: _(
        "This text is in an old encoding or was damaged when pasted: replace it with the suggested "
        "text after reading it through."
    ),
    HintCode.FILE_WAITING: _(
        "A file is still being prepared for reading: wait a minute, then reload this page."
    ),
    HintCode.FILE_REFUSED: _(
        "A file cannot be shown to readers: its own page says why and what to do."
    ),
    HintCode.FILE_WITHOUT_TEXT: _(
        "A file has no text of its own: write below it, in words, what it says."
    ),
    HintCode.FILE_OUTSIDE_MATERIAL: _(
        "Add a material for files of Word, Excel and PowerPoint, and link to it."
    ),
    HintCode.WORDLESS: _("The page says nothing: write its text in words."),
    HintCode.HARD_TO_READ: _("The text is hard to read: divide the longest sentences."),
}

_PARTS = {
    ContentPart.TITLE: _("title"),
    ContentPart.SUMMARY: _("summary"),
    ContentPart.SOURCE_NAME: _("source"),
    ContentPart.SOURCE_AUTHOR: _("author"),
    ContentPart.SOURCE_AGENCY: _("agency or unit"),
    ContentPart.SOURCE_WEBSITE: _("website"),
    ContentPart.SOURCE_DATE: _("date at the source"),
}


def explain(hint: Hint) -> str:
    """Return the translated sentence for a hint."""
    return str(_SENTENCES[hint.code])


def locate(passage: Passage) -> str:
    """Return the translated name of a passage, e.g. "image 2". Positions are counted from 1."""
    numbered = {
        ContentPart.TEXT: gettext("text block %(number)d"),
        ContentPart.IMAGE: gettext("image %(number)d"),
        ContentPart.LINK: gettext("link %(number)d"),
        ContentPart.FILE: gettext("file %(number)d"),
    }
    if passage.part in numbered:
        return numbered[passage.part] % {"number": passage.index + 1}
    return str(_PARTS[passage.part])
