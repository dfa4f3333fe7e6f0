"""URLs of the editorial rules, under /admin/quy-tac-bien-tap/."""

from django.urls import path

from . import views

app_name = "moderation_rules"
urlpatterns = [
    *views.RulesView.paths(),
    path("<int:agency_id>/dang-khan/", views.AllowUrgentView.as_view(), name="urgent"),
    path("<int:agency_id>/ban-bien-tap/", views.BoardView.as_view(), name="board"),
]
