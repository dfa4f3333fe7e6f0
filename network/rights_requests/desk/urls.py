"""URLs of the admin views, under /admin/yeu-cau-du-lieu/."""

from django.urls import path

from . import views

app_name = "rights_desk"
urlpatterns = [
    *views.RequestsView.paths(),
    path("<int:rights_request_id>/", views.RequestView.as_view(), name="request"),
    path("<int:rights_request_id>/tiep-nhan/", views.TakeInView.as_view(), name="take_in"),
    path(
        "<int:rights_request_id>/giao/", views.DelegateRightsRequestView.as_view(), name="delegate"
    ),
    path("<int:rights_request_id>/xong/", views.FinishView.as_view(), name="finish"),
    path("<int:rights_request_id>/tu-choi/", views.RefuseView.as_view(), name="refuse"),
]
