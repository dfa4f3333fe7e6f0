"""Who may sign in with a password."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from .models import User
from .selectors import account_named


class NameOrEmailBackend(ModelBackend):
    """Django's backend, taking a user name or an email, in any case."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the active person of this name and password, None for anything else."""
        if not username or password is None:
            return None
        user = account_named(username)
        if user is None:
            # Hash a password all the same: response times must not tell which accounts exist.
            User().set_password(password)
            return None
        right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None
