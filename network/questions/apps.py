from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "network.questions"
    label = "questions"
    verbose_name = _("Questions of citizens")

    def ready(self) -> None:
        """Register this app's contributions, and connect the signal for published answers."""
        from . import registrations, signal_handlers

        registrations.register()
        signal_handlers.connect()
