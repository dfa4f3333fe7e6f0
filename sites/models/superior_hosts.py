"""Hosts of superiors' websites, as lines of a required link: which host proves an agency's link.

A line is a host (it includes the hosts below it, except those of a province's branch), or the
beginning of an agency's name, "=" and a host. Lines with a name replace the others for the agencies
that they name. Without any line, every link proves; with lines, an agency that none names has no
superior that the network knows, and no link proves.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from network.agencies.places import province_rows
from network.core.text import fold

# Longer names of provinces are recognised inside a label too, as in "bhxhgialai".
_SHORTEST_NAME = 5
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class SuperiorHosts:
    """The hosts that prove a link to the superior: for agencies by name, and for all others."""

    general: tuple[str, ...] = ()
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def parse(cls, lines: str) -> "SuperiorHosts":
        """Return the hosts in `lines`. Raises ValidationError for a line without a host."""
        named: dict[str, list[str]] = defaultdict(list)
        for line in filter(None, map(str.strip, lines.splitlines())):
            name, _sign, host = line.rpartition("=")
            host = host.strip().lower()
            if not _HOST.fullmatch(host):
                raise ValidationError(_("This is no host: %s. Write moh.gov.vn.") % line)
            named[name.strip()].append(host)
        general = tuple(named.pop("", ()))
        return cls(general, {name: tuple(hosts) for name, hosts in named.items()})

    def of(self, agency_name: str) -> tuple[str, ...]:
        """Return the hosts of an agency's superior; () if the network knows none."""
        folded = agency_name.casefold()
        for name, hosts in self.named.items():
            if folded.startswith(name.casefold()):
                return hosts
        return self.general

    def proves(self, agency_name: str, url: str) -> bool:
        """Return whether a link leads to the superior of the agency."""
        hosts = self.of(agency_name)
        if not hosts:
            return not self.named
        # With re.ASCII, no letter of another script matches a Latin one, as the Kelvin sign does k.
        return bool(re.match(_pattern(hosts), url, re.IGNORECASE | re.ASCII))

    def condition(self) -> Q:
        """Return `proves` as a condition on section links."""
        by_name = Q(pk__in=[])
        anybody = Q(pk__in=[]) if self.named else Q()
        if self.general:
            anybody = Q(url__iregex=_pattern(self.general))
        for name, hosts in self.named.items():
            is_named = Q(page__agency__name__istartswith=name)
            by_name |= is_named & Q(url__iregex=_pattern(hosts))
            anybody &= ~is_named
        return by_name | anybody


def _pattern(hosts: Iterable[str]) -> str:
    """Return a regular expression, for PostgreSQL and Python, for all URLs at these hosts and below
    them, except hosts below them that belong to the branch of a province."""
    names = "|".join(map(re.escape, hosts))
    ends = rf"({names})(:\d+)?([/?#]|$)"
    branch = rf"([^/?#@]+\.)?({_branch_labels()})\.([^/?#@]+\.)?"
    return rf"^https?://(?!{branch}{ends})([^/?#@]+\.)?{ends}"


@cache
def _branch_labels() -> str:
    """Return a regular expression for the labels of hosts that contain a province's name.

    Short names also occur inside other words, as "hue" in "thue": only a whole label counts.
    """
    names = [fold(row["name"]).replace(" ", "") for row in province_rows()]
    return "|".join(
        rf"[^/?#@.]*{name}[^/?#@.]*" if len(name) > _SHORTEST_NAME else name for name in names
    )
