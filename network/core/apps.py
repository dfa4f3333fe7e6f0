from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import rooms
from .unserved_api import leave_out_unserved_api


class CoreConfig(rooms.RoomConfig):
    name = "network.core"
    label = "core"
    verbose_name = _("Core")

    # import_models() runs before ready(), in which Wagtail's apps build the API.
    def import_models(self) -> None:
        """Import the models after blocking the API modules that are not served."""
        leave_out_unserved_api()
        super().import_models()

    def ready(self) -> None:
        """Set labels, slug fields and form fields for Wagtail's forms, and register system
        checks."""
        from wagtail.admin.forms.models import register_form_field_override
        from wagtail.admin.widgets import AdminAutoHeightTextInput

        from . import browser_reports, disk
        from .fields import LineField, SlugField, TextField
        from .package_labels import name_fields
        from .system_checks import basic_checks, queue_checks, store_checks
        from .system_checks.findings import SYSTEM_CHECKS

        SYSTEM_CHECKS.register(basic_checks.CHECKS | queue_checks.CHECKS | disk.CHECKS)
        SYSTEM_CHECKS.register(browser_reports.CHECKS | store_checks.CHECKS)
        super().ready()
        name_fields()
        slug: dict[str, Any] = {"form_class": SlugField, "widget": SlugField.widget}
        register_form_field_override(models.SlugField, override=slug)
        text = {"form_class": TextField, "widget": AdminAutoHeightTextInput}
        # Exact class only: subclasses, e.g. URLs and rich text, have their own form fields.
        register_form_field_override(models.TextField, override=text, exact_class=True)
        line = {"form_class": LineField}
        register_form_field_override(models.CharField, override=line, exact_class=True)
