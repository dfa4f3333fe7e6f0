"""An article for machines: schema.org's Article and BreadcrumbList.

https://schema.org/Article, https://schema.org/BreadcrumbList
"""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .models import ArticlePage

# A headline that is longer is not shown.
LONGEST_HEADLINE = 110


def article_facts(page: "ArticlePage") -> list[dict[str, Any]]:
    """Return the article and the way to it; nothing but what is published beside it.

    Documents that it cites are what it is based on. Asks for citations and the way round.
    """
    root = root_of(page)
    return [_article(page, root), _way(page, root)]


def root_of(page: "ArticlePage") -> str:
    """Return scheme and host of the page's own address, "" for one that has none."""
    parts = page.get_url_parts()
    return parts[1] if parts else ""


def _article(page: "ArticlePage", root: str) -> dict[str, Any]:
    agency = page.agency_home.agency
    publisher = {
        "@type": "GovernmentOrganization",
        "name": agency.name,
        "url": page.agency_home.full_url,
    }
    based_on = {each.document.pk: each.document for each in page.citations if each.document}
    original = next((each for each in page.shown_versions if each.pk == page.original_id), None)
    modified = page.last_published_at or page.first_published_at
    return {
        "@context": "https://schema.org",
        "@type": "Article",
        "@id": page.full_url,
        "url": page.full_url,
        "headline": _headline(page.title),
        "description": page.summary,
        "inLanguage": page.language,
        "datePublished": page.date.isoformat() if page.date else "",
        "dateModified": modified.isoformat() if modified else "",
        "author": publisher,
        "publisher": publisher,
        "image": f"{root}{_picture(page)}" if page.pk else "",
        "translator": {"@type": "Person", "name": page.translator} if page.translator else None,
        "translationOfWork": {"@id": original.full_url} if original else None,
        "isBasedOn": [
            {
                "@type": "Legislation",
                "@id": f"{root}{document.get_absolute_url()}",
                "legislationIdentifier": document.number,
            }
            for document in based_on.values()
        ],
    }


def _way(page: "ArticlePage", root: str) -> dict[str, Any]:
    steps = [(_("Front page"), f"{root}/")]
    steps += [(each.title, each.full_url) for each in page.trail]
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": url}
            for place, (name, url) in enumerate([*steps, (page.title, page.full_url)], start=1)
        ],
    }


def _picture(page: "ArticlePage") -> str:
    return reverse("hub:picture", args=[page.short_code])


def _headline(title: str) -> str:
    return title if len(title) <= LONGEST_HEADLINE else f"{title[: LONGEST_HEADLINE - 1]}…"
