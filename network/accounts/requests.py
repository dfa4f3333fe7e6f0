"""Requests of people, as the middleware in front of the views leaves them."""

from django.http import HttpRequest

from .models import User


class SignedInRequest(HttpRequest):
    """A request of somebody whose second factor has been proved; nobody else gets as far."""

    user: User
