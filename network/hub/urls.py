"""Addresses of the hub that are not pages of the tree."""

from django.urls import path

from . import views

app_name = "hub"
urlpatterns = [
    path("tim-kiem/", views.search, name="search"),
    path("linh-vuc/<slug:slug>/", views.topic, name="topic"),
    path("chinh-sach-moi/", views.policies, name="policies"),
    path("co-quan/", views.directory, name="directory"),
]
