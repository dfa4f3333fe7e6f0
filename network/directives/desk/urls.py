"""URLs of the directive screens, under /admin/cong-van/."""

from django.urls import path

from . import receipt_views, register_views, task_views

app_name = "directives"
urlpatterns = [
    *register_views.DirectivesView.paths(),
    path("them/", register_views.AddView.as_view(), name="add"),
    path("<int:directive_id>/", register_views.DirectiveView.as_view(), name="directive"),
    path("<int:directive_id>/tep/", register_views.directive_file, name="file"),
    path("<int:directive_id>/sua/", register_views.EditView.as_view(), name="edit"),
    path("<int:directive_id>/them-viec/", register_views.AddTaskView.as_view(), name="add_task"),
    path(
        "<int:directive_id>/bo-viec/", register_views.RemoveTaskView.as_view(), name="remove_task"
    ),
    path("<int:directive_id>/gui/", register_views.SendView.as_view(), name="send"),
    path("<int:directive_id>/ket-thuc/", register_views.CloseView.as_view(), name="close"),
    path("<int:directive_id>/bo/", register_views.DiscardView.as_view(), name="discard"),
    *receipt_views.ReceiptsView.paths("den/"),
    path("den/<int:recipient_id>/", receipt_views.ReceiptView.as_view(), name="receipt"),
    path("den/<int:recipient_id>/nhan/", receipt_views.ReceiveView.as_view(), name="receive"),
    path("den/<int:recipient_id>/hoi/", receipt_views.AskView.as_view(), name="ask"),
    path("den/<int:recipient_id>/tra-loi/", receipt_views.AnswerView.as_view(), name="answer"),
    *task_views.AssignmentsView.paths("nhiem-vu/"),
    path("nhiem-vu/<int:assignment_id>/", task_views.AssignmentView.as_view(), name="task"),
    path("nhiem-vu/<int:assignment_id>/lam/", task_views.StartView.as_view(), name="start"),
    path(
        "nhiem-vu/<int:assignment_id>/giao/", task_views.DelegateTaskView.as_view(), name="delegate"
    ),
    path("nhiem-vu/<int:assignment_id>/xong/", task_views.FinishView.as_view(), name="finish"),
    path("nhiem-vu/<int:assignment_id>/dat/", task_views.AcceptView.as_view(), name="accept"),
    path(
        "nhiem-vu/<int:assignment_id>/tra-lai/", task_views.SendBackView.as_view(), name="send_back"
    ),
]
