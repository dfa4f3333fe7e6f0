"""Wagtail's account screens, closed because they know neither memberships nor decisions."""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path
from wagtail.users.views.users import UserViewSet


class ClosedUserViewSet(UserViewSet):
    """Keeps the URL names, which packages use, but every view gives 404, also for superusers.

    Users are invited, appointed and removed by screens and commands that log it.
    """

    def on_register(self) -> None:
        """Do nothing, so that there is no menu item, search area or permission form."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the URLs of the stock screens, each giving 404."""
        stock: list[URLPattern] = super().get_urlpatterns()
        return [path(str(each.pattern), not_there, name=each.name) for each in stock]


def not_there(request: HttpRequest, **kwargs: Any) -> NoReturn:
    """Raise Http404."""
    raise Http404
