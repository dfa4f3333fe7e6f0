from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "sites"
    label = "agency_sites"
    verbose_name = _("Agency sections")

    def ready(self) -> None:
        """Show on a document's page what agencies say about it; hear when one is published."""
        from legal_updates.public.panels import register_document_panel

        from . import signal_handlers
        from .document_panel import articles_about

        register_document_panel(articles_about, place=10)
        signal_handlers.connect()
