"""Session engine: Django's database sessions with the user in a column."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Stores `network.accounts.models.Session` rows (Django documentation, "Extending
    database-backed session engines")."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the model. Imported late, because Django loads the engine before the models."""
        from .models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row to save, with the signed-in user if there is one."""
        row: Any = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)
        return row
