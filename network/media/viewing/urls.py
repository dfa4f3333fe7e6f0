"""URLs of the text correction views, below /admin/."""

from django.urls import path

from .correction_views import CorrectPageView

app_name = "reading_text"
urlpatterns = [
    path("<int:document_id>/<int:number>/", CorrectPageView.as_view(), name="correct"),
]
