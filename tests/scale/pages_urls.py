"""The addresses of the network, and one that answers with a word, to measure against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from network.urls import handler404, handler429, handler500, urlpatterns

__all__ = ["handler404", "handler429", "handler500", "urlpatterns"]


def hello(request: HttpRequest) -> HttpResponse:
    """Answer with a word."""
    return HttpResponse("Hello, world!")


urlpatterns = [path("hello/", hello), *urlpatterns]
