"""Registries that let higher floors extend lower floors.

The lower floor declares a Registry. Each app adds its entries to registries of lower floors in
`registrations.register`, called by its AppConfig.ready() (docs/adr/0038).
"""

from collections.abc import Iterator, Mapping

from django.core.exceptions import ImproperlyConfigured


class Registry[Entry](Mapping[str, Entry]):
    """Read-only mapping of registered entries by name."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, Entry] = {}

    def register(self, entries: Mapping[str, Entry]) -> None:
        """Add entries. Raises ImproperlyConfigured if a name is taken, which stops the start."""
        if taken := sorted(self._entries.keys() & entries.keys()):
            raise ImproperlyConfigured(f"Registered twice, {self.what}: {', '.join(taken)}.")
        self._entries.update(entries)

    def __getitem__(self, name: str) -> Entry:
        """Return an entry. The KeyError names the registry."""
        try:
            return self._entries[name]
        except KeyError:
            raise KeyError(f"Nobody has registered {name!r}, {self.what}.") from None

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names in the order of registration."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)
