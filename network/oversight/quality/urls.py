"""URLs of the screens of quality, in the namespace of oversight."""

from django.urls import path

from .views import AllQualityView, QualityView

_ABOUT = "co-quan/<int:agency_id>/"
urlpatterns = [
    path("chat-luong/", AllQualityView.as_view(), name="quality_all"),
    path(f"{_ABOUT}chat-luong/", QualityView.as_view(), name="quality"),
]
