"""URLs of the reorganisation of agencies, under /admin/sap-xep-co-quan/."""

from django.urls import path

from . import (
    agency_views,
    former_names_views,
    keeping_views,
    names_views,
    start_views,
    step_views,
    steps_file_views,
    views,
)

app_name = "reorganisation"
_PLAN = "<int:reorganisation_id>/"
urlpatterns = [
    *views.ReorganisationsView.paths(),
    path("them/", views.AddPlanView.as_view(), name="add"),
    path("ten-cu/", names_views.NamesView.as_view(), name="names"),
    path("ten-ngoai-mang/", names_views.OutsideNamesView.as_view(), name="outside"),
    path("ten-ngoai-mang/bo/", names_views.MarkedNamesView.as_view(), name="outside_undo"),
    path("tep-mau/", steps_file_views.template, name="template"),
    path("cua-minh/", agency_views.OwnChangesView.as_view(), name="own"),
    path("y-kien/<int:part_id>/", agency_views.ObjectView.as_view(), name="object"),
    path("tra-loi/<int:part_id>/", agency_views.AnswerView.as_view(), name="answer"),
    path("bo-qua/<int:part_id>/", agency_views.LeaveOutView.as_view(), name="leave_out"),
    path(
        "noi-con-ten-cu/<int:step_id>/",
        former_names_views.FormerNameView.as_view(),
        name="former_name",
    ),
    *step_views.ChooseAgencyView.paths("mot-co-quan/"),
    path("mot-co-quan/<int:agency_id>/", step_views.ChangeAgencyView.as_view(), name="agency"),
    path("luu-tru/<int:agency_id>/", keeping_views.KeeperView.as_view(), name="keeper"),
    path(_PLAN, views.PlanView.as_view(), name="plan"),
    path(f"{_PLAN}xuat/", views.outlook_file, name="xlsx"),
    path(f"{_PLAN}sua/", views.EditPlanView.as_view(), name="edit"),
    path(f"{_PLAN}xoa/", views.DeletePlanView.as_view(), name="delete"),
    path(f"{_PLAN}them-buoc/", step_views.AddStepView.as_view(), name="add_step"),
    path(f"{_PLAN}them-tu-tep/", steps_file_views.StepsFileView.as_view(), name="add_file"),
    path(f"{_PLAN}nhan-ke-thua/", views.AddLinkedView.as_view(), name="add_linked"),
    path(f"{_PLAN}ten-moi/<int:step_id>/", step_views.NewNameView.as_view(), name="new_name"),
    path(f"{_PLAN}bo-buoc/<int:step_id>/", step_views.RemoveStepView.as_view(), name="remove_step"),
    path(f"{_PLAN}gui-co-quan/", views.ShowView.as_view(), name="show"),
    path(f"{_PLAN}rut-lai/", agency_views.TakeBackView.as_view(), name="take_back"),
    path(f"{_PLAN}thuc-hien/", start_views.StartView.as_view(), name="start"),
    path(f"{_PLAN}thu-lai/", views.TryAgainView.as_view(), name="try_again"),
    path(f"{_PLAN}hoan-tac/", views.UndoView.as_view(), name="undo"),
    path(f"{_PLAN}co-quan/<int:agency_id>/", views.ChangeView.as_view(), name="change"),
]
