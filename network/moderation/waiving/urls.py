"""URL of the waiver, in the namespace of the desk."""

from django.urls import path

from .views import WaiveView

urlpatterns = [
    path("duyet/<int:page_id>/so-ca-nhan/", WaiveView.as_view(), name="waive"),
]
