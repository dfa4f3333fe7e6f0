from django.utils.translation import gettext_lazy as _

from network.core import rooms


class QuestionsConfig(rooms.RoomConfig):
    name = "network.questions"
    label = "questions"
    verbose_name = _("Questions of citizens")

    def ready(self) -> None:
        """Register this app's contributions, and connect the signal for published answers."""
        from . import signal_handlers

        super().ready()
        signal_handlers.connect()
