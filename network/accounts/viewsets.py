"""Wagtail's screens over accounts, closed: they know neither memberships nor decisions."""

from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.urls import URLPattern, path
from wagtail.users.views.users import UserViewSet


class ClosedUserViewSet(UserViewSet):
    """The addresses stay, as packages name them; nobody is let in, no superuser either.

    People are invited, appointed and let go by screens and commands that write down why.
    """

    def on_register(self) -> None:
        """Stand in no menu, no search and no form of rights."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the addresses of the stock screens, each leading nowhere."""
        stock: list[URLPattern] = super().get_urlpatterns()
        return [path(str(each.pattern), not_there, name=each.name) for each in stock]


def not_there(request: HttpRequest, **kwargs: Any) -> NoReturn:
    """Answer as for an address that does not exist."""
    raise Http404
