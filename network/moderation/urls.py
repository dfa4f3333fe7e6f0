"""URLs of the moderation screens, under /admin/."""

from django.urls import include, path

app_name = "moderation"
urlpatterns = [
    path("", include("network.moderation.review.urls")),
    path("", include("network.moderation.previewing.urls")),
    path("", include("network.moderation.waiving.urls")),
    path("", include("network.moderation.withdrawing.urls")),
]
