"""URLs of the screens for plans, under /admin/phuong-an-mang-xa-hoi/."""

from django.urls import path

from . import views

app_name = "channels_plans"
_ONE = "<int:plan_id>/"
urlpatterns = [
    *views.PlansView.paths(),
    path("viet/", views.BeginView.as_view(), name="begin"),
    path(_ONE, views.PlanView.as_view(), name="plan"),
    path(f"{_ONE}sua/", views.EditView.as_view(), name="edit"),
    path(f"{_ONE}xoa/", views.DiscardView.as_view(), name="discard"),
    path(f"{_ONE}trinh/", views.SubmitView.as_view(), name="submit"),
    path(f"{_ONE}phe-duyet/", views.ApproveView.as_view(), name="approve"),
    path(f"{_ONE}tra-lai/", views.SendBackView.as_view(), name="send_back"),
    path(f"{_ONE}tiep-tuc/", views.CarryOnView.as_view(), name="carry_on"),
    path(f"{_ONE}tep/", views.plan_file, name="file"),
]
