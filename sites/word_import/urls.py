"""URLs of the import from Word, under /admin/pages/nhap-tu-word/."""

from django.urls import path

from .views import IntoPageView, NewPageView

app_name = "word_import"
urlpatterns = [
    path("<int:page_id>/", IntoPageView.as_view(), name="page"),
    path(
        "moi/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
        NewPageView.as_view(),
        name="new",
    ),
]
