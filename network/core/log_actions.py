"""What Wagtail's histories say of acts that only this network knows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry


class FilledInFormatter(LogFormatter):
    """A message with the entry's data in its places; a list is joined."""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        data = {
            name: "; ".join(value) if isinstance(value, list) else value
            for name, value in log_entry.data.items()
        }
        return str(self.message) % data


def register_log_actions(
    actions: LogActionRegistry, texts: Mapping[str, tuple[str | Promise, str | Promise]]
) -> None:
    """Register actions, each with its label and its message."""
    for action, (label, message) in texts.items():
        formatter = type("Formatter", (FilledInFormatter,), {"label": label, "message": message})
        actions.register_action(action)(formatter)
