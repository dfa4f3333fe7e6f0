"""Addresses of the hub that are not pages."""

from django.urls import path

urlpatterns: list[path] = []
