"""Hosts of superiors' websites, as lines of a required link: which host proves an agency's link.

A line is a host ("gov.vn" includes all hosts below it), or the beginning of an agency's name, "="
and a host. Lines with a name replace the others for the agencies that they name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

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
        """Return the hosts for an agency; () if any host proves its link."""
        folded = agency_name.casefold()
        for name, hosts in self.named.items():
            if folded.startswith(name.casefold()):
                return hosts
        return self.general

    def proves(self, agency_name: str, url: str) -> bool:
        """Return whether a link leads to the superior of the agency."""
        host = (urlsplit(url).hostname or "").lower()
        hosts = self.of(agency_name)
        return not hosts or any(host == each or host.endswith(f".{each}") for each in hosts)

    def condition(self) -> Q:
        """Return `proves` as a condition on section links."""
        by_name = Q(pk__in=[])
        anybody = Q(url__iregex=_pattern(self.general)) if self.general else Q()
        for name, hosts in self.named.items():
            is_named = Q(page__agency__name__istartswith=name)
            by_name |= is_named & Q(url__iregex=_pattern(hosts))
            anybody &= ~is_named
        return by_name | anybody


def _pattern(hosts: Iterable[str]) -> str:
    """Return a PostgreSQL regular expression for all URLs at these hosts and below them."""
    names = "|".join(map(re.escape, hosts))
    return rf"^https?://([^/?#@]+\.)?({names})(:\d+)?([/?#]|$)"
