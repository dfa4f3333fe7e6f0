from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuestionsConfig(AppConfig):
    name = "network.questions"
    label = "questions"
    verbose_name = _("Questions of citizens")

    def ready(self) -> None:
        """Let the guard know the screens; hear when an answer is published."""
        from . import signal_handlers
        from .desk import guarding

        guarding.register()
        signal_handlers.connect()
