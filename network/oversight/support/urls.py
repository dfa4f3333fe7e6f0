"""URLs of the screens of requests for help, in the namespace of oversight."""

from django.urls import path

from .views import AskHelpView, HelpRequestView, HelpView

urlpatterns = [
    *HelpView.paths("ho-tro/"),
    path("ho-tro/gui/", AskHelpView.as_view(), name="ask_help"),
    path("ho-tro/<int:help_id>/", HelpRequestView.as_view(), name="help_request"),
]
