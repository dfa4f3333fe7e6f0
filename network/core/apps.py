from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "network.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        """Name the fields of Wagtail's forms that have no label of their own."""
        from .package_labels import name_fields

        name_fields()
