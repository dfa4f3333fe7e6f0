from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AggregatorConfig(AppConfig):
    name = "aggregator"
    label = "aggregator"
    verbose_name = _("Aggregator")

    def ready(self) -> None:
        """Show on a document's page the news of the library about it."""
        from legal_updates.public.panels import register_document_panel

        from .document_panel import news_about

        register_document_panel(news_about, place=20)
