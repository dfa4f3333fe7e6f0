"""Display texts of documents in the admin."""

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from network.core.dates import format_day
from network.core.outside import outside_link

from .models import LegalDocument, Relation, ValidityChange
from .models.choices import Effect, Validity
from .selectors import document_address

# Colour of a status. Its label is always shown too.
_TONES = {
    Validity.IN_FORCE: "good",
    Validity.NOT_YET: "soon",
    Validity.PARTLY_EXPIRED: "partly",
    Validity.SUSPENDED: "partly",
    Validity.EXPIRED: "over",
    Validity.OBSOLETE: "over",
}


def day_of(day: dt.date | None) -> str:
    """Return the date as dd/mm/yyyy, or a dash for None."""
    return day.strftime("%d/%m/%Y") if day else "–"


def validity_badge(document: LegalDocument) -> SafeString:
    """Return the legal status as a coloured label."""
    tone = _TONES.get(Validity(document.validity), "unsaid")
    word = document.get_validity_display()
    return format_html('<span class="validity validity--{}">{}</span>', tone, word)


def confirmation_label(document: LegalDocument) -> SafeString:
    """Return whether and by whom the record was confirmed."""
    if document.confirmed_at is None:
        return format_html('<strong class="to-confirm">{}</strong>', _("To be checked"))
    who = document.confirmed_by.get_full_name() if document.confirmed_by else ""
    when = timezone.localtime(document.confirmed_at).strftime("%d/%m/%Y")
    return format_html("{} <small>{} {}</small>", _("Confirmed"), who, when)


def facts_of(document: LegalDocument) -> list[tuple[Any, Any]]:
    """Return the facts of a document as (label, value) pairs."""
    field = LegalDocument._meta.get_field
    topics = ", ".join(topic.name for topic in document.topics.all())
    files = [(each.file.url, str(each)) for each in document.files.select_related("file")]
    told = [
        ("type", document.type),
        ("issuer", document.issuer),
        ("issued_on", day_of(document.issued_on)),
        ("signer", ", ".join(filter(None, [document.signer, document.signer_position]))),
        ("effective_on", day_of(document.effective_on)),
        ("expires_on", day_of(document.expires_on)),
        ("separate_effect", document.separate_effect),
        ("gazette_on", _gazette(document)),
        ("scope", document.get_scope_display()),
        ("topics", topics),
        ("official_url", outside_link(document.official_url)),
    ]
    rows: list[tuple[Any, Any]] = [(field(name).verbose_name, value or "–") for name, value in told]
    rows += [(field(name).verbose_name, each) for name, each in _plain_words(document) if each]
    rows.append((_("files"), format_html_join(", ", '<a href="{}">{}</a>', files) or "–"))
    rows.append((_("came in"), document.get_origin_display()))
    return rows


def _plain_words(document: LegalDocument) -> list[tuple[str, str]]:
    """Return what a person has written for citizens, by field."""
    names = ("usual_name", "purpose", "summary_audience", "summary_content", "summary_to_do")
    told = [(name, getattr(document, name)) for name in (*names, "summary_since", "summary_by")]
    return [*told, ("summary_on", format_day(document.summary_on))]


def validity_facts(document: LegalDocument) -> list[tuple[Any, Any]]:
    """Return the facts about the legal status as (label, value) pairs."""
    field, checked_on = LegalDocument._meta.get_field, document.validity_checked_on
    told = [
        ("validity", validity_badge(document)),
        ("validity_source", document.validity_source),
        ("validity_evidence", outside_link(document.validity_evidence)),
        ("validity_checked_on", checked_on and day_of(checked_on)),
        ("expiry_reason", document.expiry_reason),
        ("expired_parts", document.expired_parts),
    ]
    return [(field(name).verbose_name, value) for name, value in told if value]


def relation_row(relation: Relation, *, passive: bool) -> dict[str, Any]:
    """Return a relation as a dictionary for the template. `passive`: seen from the target."""
    other = relation.document if passive else relation.target
    kind = relation.type
    return {
        "pk": relation.pk,
        "label": kind.label_passive if passive else kind.label_active,
        "other": other or relation.target_number,
        "address": document_address(other) if other else "",
        "words": "" if other else relation.target_words,
        "parts": relation.parts,
        "day": relation.takes_effect_on,
        "confirmed": relation.confirmed_at is not None,
        "waits": relation.confirmed_at and not relation.applied_at and kind.effect != Effect.NONE,
        "effect": kind.get_effect_display() if kind.effect != Effect.NONE else "",
    }


def change_row(change: ValidityChange) -> dict[str, Any]:
    """Return a logged change as a dictionary for the template."""
    became = change.get_became_display()
    amended = _("Amended")
    return {
        "day": change.day,
        "what": amended if change.amended else f"{change.get_was_display()} → {became}",
        "reason": change.reason,
        "source": change.source,
        "who": change.actor.get_full_name() if change.actor else _("The calendar"),
        "at": change.at,
    }


def missing_words(missing: tuple[str, ...]) -> str:
    """Return a sentence listing the fields required before confirmation."""
    names = [str(LegalDocument._meta.get_field(name).verbose_name) for name in missing]
    return _("Before you confirm, fill in: %(fields)s.") % {"fields": ", ".join(names)}


def _gazette(document: LegalDocument) -> str:
    if not document.gazette_on and not document.gazette_number:
        return ""
    return f"{day_of(document.gazette_on)} {document.gazette_number}".strip()
