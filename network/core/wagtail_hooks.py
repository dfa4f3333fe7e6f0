"""Wagtail hooks for all admin screens: start page, styles, file inputs."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import HomeView

from .start_page import START_PANELS

# Our start page shows no site; Wagtail has no setting for it and asks three queries.
HomeView.get_site_details = lambda view: {}


# Runs after the hooks of packages, whose panels it replaces.
@hooks.register("construct_homepage_panels", order=1)
def own_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Replace Wagtail's panels, which show the whole network, by the registered ones."""
    panels[:] = [panel for make in START_PANELS.values() for panel in make(request)]


@hooks.register("insert_global_admin_css")
def style_sheets() -> str:
    """Add the style sheets for colours, menu and file inputs."""
    sheets = [(static(f"core/{name}.css"),) for name in ("admin_theme", "sidebar", "file_inputs")]
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def file_inputs_script() -> str:
    """Replace the browser's texts of file inputs, which follow the browser's language."""
    return format_html(
        '<script src="{}" data-choose="{}" data-none="{}"></script>',
        static("core/file_inputs.js"),
        _("Choose a file"),
        _("No file chosen"),
    )
