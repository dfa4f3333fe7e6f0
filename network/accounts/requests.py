"""Type of requests behind the second-factor middleware."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """A request of a user who has proved the second factor; the middleware lets no other requests
    through."""

    user: User
