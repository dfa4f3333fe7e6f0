from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AggregatorConfig(AppConfig):
    name = "aggregator"
    label = "aggregator"
    verbose_name = _("Aggregator")

    def ready(self) -> None:
        """Let the guard know the screens; show on a document's page what the library has on it."""
        from legal_updates.public.panels import register_document_panel

        from . import guarding
        from .document_panel import news_about

        guarding.register()
        register_document_panel(news_about, place=20)
