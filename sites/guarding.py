"""Guard rules of the section screens."""

from network.agencies.guard.lists import list_rules
from network.agencies.guard.owners import ObjectKind
from network.agencies.guard.refs import path
from network.agencies.guard.rules import Rule, UrlAudience, names_nothing

from .links.missing_views import MissingLinksView

RULES = {
    # The library for agencies: the views show published items and the user's own sections.
    **{
        f"agency_library:{name}": Rule(UrlAudience.AGENCY, names_nothing())
        for name in ("index", "results")
    },
    "agency_library:use": Rule(UrlAudience.AGENCY, names_nothing("item_id")),
    # External links of sections: dead ones, and missing required ones.
    "section_links:index": Rule(UrlAudience.EVERYONE, names_nothing()),
    **list_rules(MissingLinksView, audience=UrlAudience.EVERYONE),
    "section_links:required": Rule(UrlAudience.NETWORK, names_nothing()),
    "section_links:panos": Rule(UrlAudience.NETWORK, names_nothing()),
    # Import from Word: reading and writing one article, or the place of a new one.
    "word_import:page": Rule(UrlAudience.AGENCY, path(page_id=ObjectKind.PAGE)),
    "word_import:new": Rule(
        UrlAudience.AGENCY,
        path(parent_page_id=ObjectKind.PAGE)
        + names_nothing("content_type_app_name", "content_type_model_name"),
    ),
    # Polled by the editor while files are being processed.
    "material_files:state": Rule(refs=path(page_id=ObjectKind.PAGE), unattended=True),
    # Pace of legal updates; the view limits it to the user's agencies.
    **{
        f"legal_update_pace:{name}": Rule(UrlAudience.EVERYONE, names_nothing())
        for name in ("index", "results")
    },
}
