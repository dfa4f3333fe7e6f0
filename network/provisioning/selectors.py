"""Which agencies still want something from provisioning."""

from collections.abc import Collection

from network.agencies.kinds import KINDS
from network.agencies.models import Agency


def agencies_without_section(codes: Collection[str]) -> list[Agency]:
    """Return those of the agencies `codes` whose kind gets a section and that have none."""
    kinds = [key for key, kind in KINDS.items() if kind.is_tenant == "yes"]
    return list(
        Agency.objects.filter(code__in=codes, kind__in=kinds, home_page__isnull=True).order_by("pk")
    )
