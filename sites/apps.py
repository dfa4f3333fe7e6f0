from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    name = "sites"
    label = "agency_sites"
    verbose_name = _("Agency sections")

    def ready(self) -> None:
        """Let the guard know the screens; show on a document's page what agencies say about it,
        and hear when one is published."""
        from legal_updates.public.panels import register_document_panel

        from . import guarding, signal_handlers
        from .document_panel import articles_about

        guarding.register()
        register_document_panel(articles_about, place=10)
        signal_handlers.connect()
