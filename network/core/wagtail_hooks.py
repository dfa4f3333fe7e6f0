"""What every screen of the admin has: its help."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

# Wagtail's links to texts of its own, which are in English.
ENGLISH_HELP = ("whats-new-in-wagtail", "editor-guide")


@hooks.register("construct_help_menu")
def help_people_can_read(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take off the help that is English; with it goes the badge that counts it as unread."""
    items[:] = [item for item in items if not item.name.startswith(ENGLISH_HELP)]
