"""Registrations of this app with lower floors."""

from network.agencies.guard.by_model import BULK_MODELS
from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.rules import GUARD_RULES, Rule, UrlAudience, names_nothing, path
from network.agencies.holdings import HOLDINGS, Holding, RowFate
from network.core.start_page import START_PANELS

from .models import AgencyDocument, AgencyImage
from .panels import panels_for


def register() -> None:
    # `number` needs no rule: the view looks the page up among the pages of the document.
    refs = path(document_id=ObjectKind.DOCUMENT) + names_nothing("number")
    GUARD_RULES.register({"reading_text:correct": Rule(UrlAudience.AGENCY, refs)})
    START_PANELS.register({"conversions": panels_for})
    HOLDINGS.register(
        {
            model._meta.label_lower: Holding(RowFate.STAYS, ("collection__agency",))
            for model in (AgencyImage, AgencyDocument)
        }
    )
    BULK_MODELS.register(
        {
            AgencyImage._meta.label_lower: ObjectKind.IMAGE,
            AgencyDocument._meta.label_lower: ObjectKind.DOCUMENT,
        }
    )
