"""Brings channels into Wagtail's admin: screens and menu."""

from django.utils.translation import gettext_lazy as _

from network.agencies.menu import AudienceMenuItem, add_to_menu, mount_screens

mount_screens(
    {
        "trang-mang-xa-hoi/": "network.channels.desk.urls",
        "phuong-an-mang-xa-hoi/": "network.channels.plans.urls",
        "ra-soat-mao-danh/": "network.channels.watch.urls",
        "bai-dang-mang-xa-hoi/": "network.channels.posting.urls",
        "mao-danh/": "network.channels.cases.desk.urls",
        "tin-bao-trang-gia/": "network.channels.cases.desk.report_urls",
    }
)
add_to_menu(
    "admin",
    AudienceMenuItem(_("Social networks"), "channels_desk:index", icon_name="site", order=59),
    AudienceMenuItem(_("Impersonation"), "cases_desk:index", icon_name="warning", order=59),
    AudienceMenuItem(
        _("Pages that citizens report"), "fake_reports_desk:index", icon_name="warning", order=59
    ),
)
