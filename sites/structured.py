"""Structured data of an article: schema.org Article and BreadcrumbList.

https://schema.org/Article, https://schema.org/BreadcrumbList
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from network.core.frame import registered_url
from network.core.short_codes import CodeKind, short_code

if TYPE_CHECKING:
    from .models import ArticlePage

# Longer headlines are not shown by search engines.
LONGEST_HEADLINE = 110

type Whole = Callable[[str], str]


def article_facts(page: "ArticlePage", *, whole: Whole) -> list[dict[str, Any]]:
    """Return article and breadcrumbs as structured data, containing only what the page shows.

    Cited documents become "isBasedOn". Runs the queries for citations and navigation. `whole` makes
    a URL absolute.
    """
    address = whole(page.url or "")
    article = {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": address,
        "url": address,
        "headline": _headline(page.title),
        "description": page.summary,
        "inLanguage": page.language,
        "image": whole(registered_url("share_picture", short_code(CodeKind.PAGE, page.pk))),
    }
    article |= _people(page, whole) | _days(page) | _based_on(page, whole)
    return [article, _way(page, whole)]


def _people(page: "ArticlePage", whole: Whole) -> dict[str, Any]:
    home = page.agency_home
    agency = {
        "@type": "GovernmentOrganization",
        "name": home.agency.name,
        "url": whole(home.url or ""),
    }
    translator = {"@type": "Person", "name": page.translator} if page.translator else None
    return {"author": agency, "publisher": agency, "translator": translator}


def _days(page: "ArticlePage") -> dict[str, str]:
    modified = page.last_published_at or page.first_published_at
    return {
        "datePublished": page.date.isoformat() if page.date else "",
        "dateModified": modified.isoformat() if modified else "",
    }


def _based_on(page: "ArticlePage", whole: Whole) -> dict[str, Any]:
    documents = {each.document.pk: each.document for each in page.citations if each.document}
    original = next((each for each in page.shown_versions if each.pk == page.original_id), None)
    return {
        "isBasedOn": [
            {
                "@type": "Legislation",
                "@id": whole(document.get_absolute_url()),
                "legislationIdentifier": document.number,
            }
            for document in documents.values()
        ],
        "translationOfWork": {"@id": whole(original.url or "")} if original else None,
    }


def _way(page: "ArticlePage", whole: Whole) -> dict[str, Any]:
    home = page.agency_home.url or ""
    steps = [(_("Front page"), whole("/"))]
    steps += [(each.title, whole(f"{home}{each.below}")) for each in page.trail]
    steps += [(page.title, whole(page.url or ""))]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": address}
            for place, (name, address) in enumerate(steps, start=1)
        ],
    }


def _headline(title: str) -> str:
    return title if len(title) <= LONGEST_HEADLINE else f"{title[: LONGEST_HEADLINE - 1]}…"
