"""Panel of the start page that opens the editor of a new page, one press away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from network.agencies.guard.menu import roles_now
from network.agencies.scope import SECTION_PATH_LENGTH, scope_now
from network.core.start_page import StartColumn
from network.desks.roles import WRITING

from ..models import (
    ArticlePage,
    EventPage,
    LegalUpdatePage,
    MaterialPage,
    QuestionPage,
    SectionIndexPage,
    WarningPage,
)
from ..models.sections import MATERIALS_ONLY, SectionKey

# Newest pages of a user among which the last place of each kind is looked for.
PAGES_READ = 40


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page that the panel offers, with the menu places to which it usually belongs."""

    model: type[ArticlePage]
    label: str | Promise
    usual: tuple[SectionKey, ...]


K = SectionKey
ARTICLE = Kind(ArticlePage, gettext_lazy("Write a new article"), (K.TIN_TUC, K.TIN_HOAT_DONG))
KINDS = (
    Kind(LegalUpdatePage, gettext_lazy("Introduce a new law"), (K.VAN_BAN_MOI,)),
    Kind(QuestionPage, gettext_lazy("Question and answer"), (K.HOI_DAP, K.HOI_DAP_PHAP_LUAT)),
    Kind(EventPage, gettext_lazy("Conference, event"), (K.TIN_HOAT_DONG, K.TIN_TUC)),
    Kind(WarningPage, gettext_lazy("Warning to citizens"), (K.TIN_TUC,)),
    Kind(MaterialPage, gettext_lazy("Material"), (K.TAI_LIEU, K.TO_GAP)),
)


class WritePanel(Component):
    """One button per kind of page. Each opens the editor at the place last used for this kind.

    Two queries: the user's newest pages, and the places of the section of the newest one.
    """

    name, order, column = "write", 5, StartColumn.TOP
    template_name = "agency_sites/start/write.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Add the buttons, and the other places for an article. No buttons without a section."""
        used = self._last_parents()
        sections = self._sections()
        newest = next(iter(used.values()), "")
        section = newest[:SECTION_PATH_LENGTH] or next(iter(sections), "")
        places = list(_places(section)) if section else []
        if not places:
            return {"kinds": []}
        # The network writes announcements there in the user's name: nobody chose that place.
        by_path = {place.path: place for place in places if place.key != K.TRANG_MANG_XA_HOI}
        targets = [
            (kind, by_path.get(used.get(_type_id(kind), "")) or _usual_place(kind, places))
            for kind in (ARTICLE, *KINDS)
        ]
        (_article, last), *others = targets
        return {
            "first": (ARTICLE.label, _add_url(ARTICLE, last)),
            "kinds": [(kind.label, _add_url(kind, place)) for kind, place in others],
            "place": last.title,
            "places": [
                (place.title, _add_url(ARTICLE, place))
                for place in places
                if place.key not in MATERIALS_ONLY
            ],
        }

    def _sections(self) -> list[str]:
        """Return the tree paths of the sections for which the user writes new pages."""
        scope = scope_now(self.request)
        sections = scope.own_sections.items()
        return sorted(path for agency, path in sections if scope.agency_roles[agency] & WRITING)

    def _last_parents(self) -> dict[int, str]:
        """Return {content type id: path of the parent} of the user's newest pages. One query."""
        kinds = [_type_id(kind) for kind in (ARTICLE, *KINDS)]
        sections = tuple(self._sections())
        pages = Page.objects.filter(owner_id=self.request.user.pk).order_by("-pk")
        rows = pages.values_list("content_type_id", "path")[:PAGES_READ]
        found: dict[int, str] = {}
        for type_id, path in rows:
            if type_id in kinds and path.startswith(sections):
                found.setdefault(type_id, path[: -Page.steplen])
        return found


def panels_for(request: HttpRequest) -> list[Component]:
    """Return the panel for users who may add pages."""
    return [] if roles_now(request).isdisjoint(WRITING) else [WritePanel(request)]


def _places(section: str) -> Any:
    """Return the menu places of the section at tree path `section`, in the order of the menu."""
    places = SectionIndexPage.objects.filter(path__startswith=section).order_by("path")
    return places.defer("introduction")


def _usual_place(kind: Kind, places: Sequence[SectionIndexPage]) -> SectionIndexPage:
    """Return the first usual place of a kind that the section has, else one that takes it."""
    by_key = {place.key: place for place in reversed(places)}
    usual = next((by_key[key] for key in kind.usual if key in by_key), None)
    takes_it = (place for place in places if kind.model.belongs_below(place))
    return usual or next(takes_it, places[0])


def _type_id(kind: Kind) -> int:
    return ContentType.objects.get_for_model(kind.model).pk


def _add_url(kind: Kind, place: SectionIndexPage) -> str:
    meta = kind.model._meta
    return reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, place.pk])
