"""Authentication backend for passwords."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from .models import User
from .selectors import account_named


class NameOrEmailBackend(ModelBackend):
    """Django's backend with a user name or an email, in upper or lower case."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Return the active user with this name and password, else None. Takes equally long for
        unknown names."""
        if not username or password is None:
            return None
        user = account_named(username)
        if user is None:
            # Hash a password anyway, so that response times do not reveal which accounts exist.
            User().set_password(password)
            return None
        right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None
