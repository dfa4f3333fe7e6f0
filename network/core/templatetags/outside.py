"""Links to other people's websites."""

from django import template

from ..outside import href

register = template.Library()

# `<a {% outside_href item.link %}>`: an address that is none leaves words without a link.
register.simple_tag(href, name="outside_href")
