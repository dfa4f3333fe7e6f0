"""Wagtail hooks that add the views and menu item of rights requests to the admin."""

from wagtail_modeladmin.options import modeladmin_register

from network.agencies.menu import mount_screens

from .desk.terms import ResponseTermAdmin

modeladmin_register(ResponseTermAdmin)
mount_screens({"yeu-cau-du-lieu/": "network.rights_requests.desk.urls"})
