"""One way for a higher floor to put into a lower one what only the higher one has.

The lower floor declares a Registry; each app says in `registrations.register`, called by its
AppConfig.ready(), what it puts into the registries of floors below (docs/adr/0038).
"""

from collections.abc import Iterator, Mapping

from django.core.exceptions import ImproperlyConfigured


class Registry[Entry](Mapping[str, Entry]):
    """What the floors have registered, by name; read as any mapping."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._entries: dict[str, Entry] = {}

    def register(self, entries: Mapping[str, Entry]) -> None:
        """Add entries; ImproperlyConfigured for a taken name: the process does not start."""
        if taken := sorted(self._entries.keys() & entries.keys()):
            raise ImproperlyConfigured(f"Registered twice, {self.what}: {', '.join(taken)}.")
        self._entries.update(entries)

    def __getitem__(self, name: str) -> Entry:
        """Return one entry; KeyError says of what registry."""
        try:
            return self._entries[name]
        except KeyError:
            raise KeyError(f"Nobody has registered {name!r}, {self.what}.") from None

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names in the order of registration."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._entries)
