"""Register actions of this network for Wagtail's histories."""

from collections.abc import Mapping

from django.utils.functional import Promise
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry


class FilledInFormatter(LogFormatter):
    """Fills the placeholders of a message with the log entry's data. Lists are joined."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        data = {
            name: "; ".join(value) if isinstance(value, list) else value
            for name, value in log_entry.data.items()
        }
        return str(self.message) % data


def register_log_actions(
    actions: LogActionRegistry, texts: Mapping[str, tuple[str | Promise, str | Promise]]
) -> None:
    """Register actions with a label and a message each."""
    for action, (label, message) in texts.items():
        formatter = type("Formatter", (FilledInFormatter,), {"label": label, "message": message})
        actions.register_action(action)(formatter)
