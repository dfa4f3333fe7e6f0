from typing import Any

from django.apps import AppConfig
from django.db import models
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "network.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Name the fields of Wagtail's forms that have no label of their own; slugs keep đ."""
        from wagtail.admin.forms.models import register_form_field_override

        from .fields import SlugField
        from .package_labels import name_fields

        name_fields()
        slug: dict[str, Any] = {"form_class": SlugField, "widget": SlugField.widget}
        register_form_field_override(models.SlugField, override=slug)
