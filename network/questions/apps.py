from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "network.questions"
    label = "questions"
    verbose_name = _("Questions of citizens")

    def ready(self) -> None:
        """Register with the floors below; connect to the publishing of answers."""
        from . import registrations, signal_handlers

        registrations.register()
        signal_handlers.connect()
