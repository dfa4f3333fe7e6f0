"""URL of the worklist, /admin/viec-phai-lam/."""

from django.urls import path

from .work_views import PersonalWorkView

app_name = "work"
urlpatterns = [path("", PersonalWorkView.as_view(), name="index")]
