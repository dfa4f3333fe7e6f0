"""A page by any of its links: found, and locked while somebody decides of it."""

from collections.abc import Collection

from django.db.models import Q

from network.core.public_forms.codes import lock_text

from .addresses import number_in


def named_by(keys: Collection[str]) -> Q:
    """Return what finds channels or cases by keys of links, or by the numbers that these hold."""
    named = Q(address_key__in=keys)
    for key in keys:
        if number := number_in(key):
            named |= Q(platform=key.partition(":")[0], platform_number=number)
    return named


def lock_page(keys: Collection[str]) -> None:
    """Let decisions of one page take turns: each asks what the other wrote."""
    for key in sorted(keys):
        lock_text(key)
