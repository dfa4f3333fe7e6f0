"""What every screen of the admin has: a menu and its help, files' fields that speak Vietnamese."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from .start_page import START_PANELS

# Wagtail's links to texts of its own, which are in English.
ENGLISH_HELP = ("whats-new-in-wagtail", "editor-guide")


@hooks.register("construct_help_menu")
def help_people_can_read(request: HttpRequest, items: list[MenuItem]) -> None:
    """Take off the help that is English; with it goes the badge that counts it as unread."""
    items[:] = [item for item in items if not item.name.startswith(ENGLISH_HELP)]


# After the hooks of packages, whose panels it replaces.
@hooks.register("construct_homepage_panels", order=1)
def own_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Put the floors' panels in the place of Wagtail's, which read the whole network."""
    panels[:] = [panel for make in START_PANELS.values() for panel in make(request)]


@hooks.register("insert_global_admin_css")
def style_sheets() -> str:
    """Add the network's colours, the style of the menu and of fields for files."""
    sheets = [(static(f"core/{name}.css"),) for name in ("admin_theme", "sidebar", "file_inputs")]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def file_inputs_script() -> str:
    """Put words of ours in the place of the browser's, which follow its own language."""
    return format_html(
        '<script src="{}" data-choose="{}" data-none="{}"></script>',
        static("core/file_inputs.js"),
        _("Choose a file"),
        _("No file chosen"),
    )
