"""Wagtail hooks of the agencies app: styles."""

from django.templatetags.static import static
from django.utils.html import format_html_join
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def style_sheet() -> str:
    """Add the styles of lists on narrow screens, of the act banner and of Wagtail's frame."""
    sheets = ("agencies/admin.css", "agencies/admin_frame.css")
    return format_html_join(
        "", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in sheets)
    )
