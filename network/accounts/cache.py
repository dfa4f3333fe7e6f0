"""Default cache: local to each process, except for the counts of failed sign-ins."""

from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.locmem import LocMemCache

# allauth counts attempts in the default cache under this prefix; it cannot use another cache.
SHARED_PREFIX = "allauth:"
TABLE = "accounts_cache"


class SignInSharedCache(LocMemCache):
    """Local memory cache that keeps keys of failed sign-ins in the database.

    All processes must share these counts, or each would grant its own attempts. All other keys are
    read on public pages, where a query per access would cost more than it saves.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._shared = DatabaseCache(TABLE, params)

    def _holds(self, key: Any) -> bool:
        """Return whether the key is stored in the database."""
        return str(key).startswith(SHARED_PREFIX)

    def add(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Set the value unless the key exists. Returns True if it was set."""
        if self._holds(key):
            return self._shared.add(key, *args, **kwargs)
        return super().add(key, *args, **kwargs)

    def get(self, key: Any, *args: Any, **kwargs: Any) -> Any:
        if self._holds(key):
            return self._shared.get(key, *args, **kwargs)
        return super().get(key, *args, **kwargs)

    def set(self, key: Any, *args: Any, **kwargs: Any) -> None:
        if self._holds(key):
            self._shared.set(key, *args, **kwargs)
        else:
            super().set(key, *args, **kwargs)

    def delete(self, key: Any, *args: Any, **kwargs: Any) -> bool:
        """Delete the value. Returns True if the key existed."""
        if self._holds(key):
            return self._shared.delete(key, *args, **kwargs)
        return super().delete(key, *args, **kwargs)

    def clear(self) -> None:
        self._shared.clear()
        super().clear()
