"""Wagtail hooks of channels: admin URLs and menu items."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, SubmenuMenuItem

from network.agencies.guard.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens(
    {
        "trang-mang-xa-hoi/": "network.channels.channel_urls",
        "phuong-an-mang-xa-hoi/": "network.channels.posting.plans.urls",
        "ra-soat-mao-danh/": "network.channels.cases.watch.urls",
        "bai-dang-mang-xa-hoi/": "network.channels.posting.urls",
        "mao-danh/": "network.channels.cases.desk.urls",
        "tin-bao-trang-gia/": "network.channels.cases.desk.report_urls",
    }
)
add_to_menu(
    "admin",
    SubmenuMenuItem(
        _("Social networks"),
        Menu(register_hook_name="register_channels_menu_item"),
        icon_name="site",
        order=59,
    ),
)
add_to_menu(
    "channels",
    AudienceMenuItem(
        _("Pages on social networks"), "channels_desk:index", icon_name="site", order=10
    ),
    AudienceMenuItem(_("By agency"), "channels_desk:overview", icon_name="list-ul", order=15),
    AudienceMenuItem(
        _("Plans for social networks"), "channels_plans:index", icon_name="calendar", order=20
    ),
    AudienceMenuItem(
        _("Posts on social networks"), "channels_posts:index", icon_name="clipboard-list", order=30
    ),
    AudienceMenuItem(
        _("Scans for false pages"), "channels_watch:index", icon_name="search", order=40
    ),
    AudienceMenuItem(_("Impersonation"), "cases_desk:index", icon_name="warning", order=50),
    AudienceMenuItem(
        _("Pages that citizens report"), "fake_reports_desk:index", icon_name="mail", order=60
    ),
    AudienceMenuItem(
        _("Where fakes are reported to"), "cases_desk:authorities", icon_name="mail", order=65
    ),
    AudienceMenuItem(
        _("Words held back on pages"), "channels_desk:words", icon_name="list-ul", order=70
    ),
)
