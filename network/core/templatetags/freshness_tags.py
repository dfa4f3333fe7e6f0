"""Template tags for cached page parts, and for parts rendered once."""

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from network.core.freshness.dependencies import EVERYTHING, depends_on
from network.core.freshness.keeping import kept
from network.core.origin import origin

register = template.Library()


class KeptNode(template.Node):
    """A part of a page that is the same for all readers."""

    def __init__(self, nodelist: NodeList, name: str, key: FilterExpression) -> None:
        self.nodelist = nodelist
        self.name = name
        self.key = key

    def render(self, context: Any) -> SafeString:
        """Return the cached part, or render it. Previews are always rendered."""
        page, request = context.get("page"), context.get("request")
        found = getattr(request, "_wagtail_route_for_request", None)
        if request is None or (page is not None and (found is None or found.page is not page)):
            return self.nodelist.render(context)
        of = self.key.resolve(context)
        # Absolute URLs in the part depend on the host.
        key = (self.name, of, origin(request))
        return kept(key, lambda: self._made(context, of))

    def _made(self, context: Any, of: Any) -> SafeString:
        depends_on(EVERYTHING)
        page = context.get("page")
        if page is not None and page.pk == of:
            depends_on(*page.dependencies)
        return self.nodelist.render(context)


class OnceNode(template.Node):
    """A part that is rendered once and shown in several places."""

    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Any) -> str:
        """Store the rendered part in the context under its name. Returns ""."""
        context[self.name] = self.nodelist.render(context)
        return ""


@register.tag("once")
def do_once(parser: Parser, token: Token) -> OnceNode:
    """Render the block up to endonce once, to be shown as {{ name }}: {% once "name" %}."""
    try:
        _tag, name = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError('Write {% once "name" %}.') from error
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return OnceNode(nodelist, name.strip("\"'"))


@register.tag("kept")
def do_kept(parser: Parser, token: Token) -> KeptNode:
    """Cache the block up to endkept: {% kept "name" key %}. The key distinguishes its variants.

    The page itself is a dependency if the key is its id. Declare other dependencies with
    `depends_on`.
    """
    try:
        _tag, name, key = token.split_contents()
    except ValueError as error:
        raise template.TemplateSyntaxError('Write {% kept "name" key %}.') from error
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, name.strip("\"'"), parser.compile_filter(key))
