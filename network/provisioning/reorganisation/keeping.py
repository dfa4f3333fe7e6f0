"""Who answers for the archive of an agency that ends without a successor."""

from django.utils import timezone

from network.agencies.models import Agency
from sites.reported_pages import overseeing_agency


def proposed_keeper(agency: Agency | None = None) -> Agency | None:
    """Return the agency proposed to keep an archive: the one that oversees the network, or else the
    superior of the agency that ends."""
    overseeing = overseeing_agency(timezone.localdate())
    if overseeing and overseeing != agency:
        return overseeing
    parent = agency.parent if agency else None
    return parent if parent and parent.valid_to is None else None
