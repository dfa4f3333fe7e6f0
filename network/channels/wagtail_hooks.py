"""Wagtail hooks of channels: admin URLs and menu items."""

from network.agencies.guard.menu import mount_screens

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
