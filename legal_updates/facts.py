"""The facts about one document, as given by a portal, table or person."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """Facts as given; "" or None if unknown.

    `number` in any spelling, `type` a DocumentType key, `issuer` a name, abbreviation or key of a
    body, `topics` slugs of Topic. `validity` is used only with its source and day of check.
    """

    number: str
    type: str = ""
    issuer: str = ""
    issued_on: dt.date | None = None
    title: str = ""
    signer: str = ""
    signer_position: str = ""
    effective_on: dt.date | None = None
    expires_on: dt.date | None = None
    separate_effect: str = ""
    validity: str = ""
    validity_source: str = ""
    validity_checked_on: dt.date | None = None
    expiry_reason: str = ""
    expired_parts: str = ""
    gazette_on: dt.date | None = None
    gazette_number: str = ""
    official_url: str = ""
    topics: tuple[str, ...] = ()
