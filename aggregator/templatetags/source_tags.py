"""Template tags about sources."""

from django import template

from aggregator import health_wording, missing

register = template.Library()
register.filter("explain_state", health_wording.explain_state)
register.filter("advise_on_state", health_wording.advise_on_state)
register.filter("next_read", health_wording.next_read)
register.simple_tag(missing.missing_number)
