"""Addresses of the stock site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.models import Page


def hello(request: HttpRequest) -> HttpResponse:
    """Answer with a word."""
    return HttpResponse("Hello, world!")


def search(request: HttpRequest) -> HttpResponse:
    """Search as the template of `wagtail start` does."""
    words = request.GET.get("q", "")
    found = Page.objects.live().search(words)[:15]
    return render(request, "stock/search.html", {"words": words, "found": found})


urlpatterns = [
    path("hello/", hello),
    path("tim-kiem/", search),
    path("tep/", include(wagtaildocs_urls)),
    path("", include(wagtail_urls)),
]
