"""Template tags of sections: footer and structured data."""

from functools import partial
from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString

from network.core.json_ld import script_text
from network.core.origin import whole_address

from ..foot import SectionFooter, section_footer
from ..models import AgencyHomePage, ArticlePage
from ..structured import article_facts

register = template.Library()


@register.simple_tag(takes_context=True)
def structured_data(context: Any, page: ArticlePage) -> SafeString:
    """Return article and breadcrumbs as JSON-LD for a script element."""
    facts = article_facts(page, whole=partial(whole_address, context["request"]))
    return script_text([*facts, *page.more_facts()])


@register.simple_tag
def section_foot(home: AgencyHomePage) -> SectionFooter:
    """Return today's footer of the section. At most three queries."""
    return section_footer(home, day=timezone.localdate())
