"""Wagtail hooks of the hub: admin lists and settings."""

from wagtail_modeladmin.options import modeladmin_register

from network.agencies.guard.menu import mount_screens

from .contacts.viewset import ContactAdmin
from .search.viewsets import EverydayWordAdmin, UnansweredQueryAdmin
from .situations.viewset import SituationAdmin

modeladmin_register(SituationAdmin)
modeladmin_register(ContactAdmin)
modeladmin_register(EverydayWordAdmin)
modeladmin_register(UnansweredQueryAdmin)
mount_screens({"chu-de/": "network.hub.wanted.urls"})
