"""What who serves two agencies must not do: bring what is one's own together with the other's."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex, Revision

from legal_updates.models import LegalDocument
from sites.models import Pano
from tests.tenancy.conftest import Cast, House
from tests.tenancy.state import Keys, naming
from tests.tenancy.visits import OWN_ROWS, Visit

# Screens on which something of one agency could be put to the other.
SCREENS = ("wagtailadmin_pages:", "wagtail_bulk_action", "wagtailimages:", "wagtaildocs:")
# Each house added some of these to what is the network's: everybody may name them.
SHARED = (LegalDocument, Pano)


class VisitOfTwo(Visit):
    """A visit of a person who serves both houses: `writes` are rows that belong to both."""

    def __init__(self, client: Any, cast: Cast, persona: str, **kwargs: Any) -> None:
        super().__init__(client, cast, persona, may_look=True, **kwargs)

    def _suspicious(self, model: type[Model], keys: set[str], after: dict[str, str]) -> set[str]:
        if model._meta.label in OWN_ROWS:
            return set()
        there = {key: after[key] for key in keys & after.keys()}
        return _of(self.cast.own, model, there) & _of(self.cast.foreign, model, there)


def _of(house: House, model: type[Model], rows: dict[str, str]) -> set[str]:
    """Return the keys of those rows that are the house's, or name something of it."""
    keys = set(rows)
    owned = {each: made for each, made in house.rows.items() if each not in SHARED}
    found = keys & house.rows[model] | naming(model, keys, owned)
    found |= {key for key, row in rows.items() if house.marker.lower() in row.lower()}
    if issubclass(model, Page):
        within = Page.objects.filter(pk__in=keys, path__startswith=house.home.path)
        found |= {str(pk) for pk in within.values_list("pk", flat=True)}
    if model is Revision:
        revisions = Revision.objects.filter(pk__in=keys)
        found |= {str(each.pk) for each in revisions if _names(each, owned)}
    return found


def _names(revision: Revision, owned: Keys) -> bool:
    """Return whether the text of a revision names one of these rows."""
    named = ReferenceIndex._extract_references_from_object(revision.as_object())
    return any(
        key in owned.get(ContentType.objects.get_for_id(type_id).model_class(), ())
        for type_id, key, *_path in named
    )
