"""Brings the pipeline into the admin."""

from wagtail_modeladmin.options import modeladmin_register

from .viewsets import LibraryGroup

modeladmin_register(LibraryGroup)
