"""Template tags for links to other websites and to stored URLs."""

from django import template

from ..outside import href, safe_href, safe_links

register = template.Library()

# `<a {% outside_href item.link %}>`: an invalid URL leaves text without a link.
register.simple_tag(href, name="outside_href")
# `<a href="{{ button.url|safe_href }}">`: only URLs of this website, http, https, mailto, tel.
register.filter("safe_href", safe_href)
# For the HTML of rich text, see templates/wagtailcore/shared/richtext.html.
register.filter("safe_links", safe_links)
