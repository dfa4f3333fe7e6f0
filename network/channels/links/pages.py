"""Find a page by any of its link keys, and lock it during a decision."""

from collections.abc import Collection

from django.db.models import Q

from network.core.public_forms.codes import lock_text

from .addresses import number_in


def named_by(keys: Collection[str]) -> Q:
    """Return the condition that a channel or case has one of these link keys, or the number in one
    of them."""
    named = Q(address_key__in=keys)
    for key in keys:
        if number := number_in(key):
            named |= Q(platform=key.partition(":")[0], platform_number=number)
    return named


def lock_page(keys: Collection[str]) -> None:
    """Take a transaction lock for each key, so that decisions on one page are made one after the
    other."""
    for key in sorted(keys):
        lock_text(key)
