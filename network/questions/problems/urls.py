"""URL of the report form, /bao-loi/."""

from django.urls import path

from . import views

app_name = "problems"
urlpatterns = [path("", views.ReportView.as_view(), name="report")]
