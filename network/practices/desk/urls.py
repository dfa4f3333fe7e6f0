"""URLs of the admin views, under /admin/mo-hinh/."""

from django.urls import path

from . import adoption_views, views

app_name = "practices_desk"
_ONE, _TAKEN = "<int:practice_id>/", "ap-dung/<int:adoption_id>/"
urlpatterns = [
    *views.PracticesView.paths(),
    path("viet/", views.WriteView.as_view(), name="write"),
    *adoption_views.AdoptionsView.paths("ap-dung/"),
    path("ap-dung/moi/", adoption_views.AdoptView.as_view(), name="adopt"),
    path(_TAKEN, adoption_views.AdoptionView.as_view(), name="adoption"),
    path(f"{_TAKEN}tien-do/", adoption_views.FollowView.as_view(), name="follow"),
    path(f"{_TAKEN}con-ap-dung/", adoption_views.KeepView.as_view(), name="keep"),
    path(f"{_TAKEN}bo-tai-lieu/", adoption_views.TakeKitView.as_view(), name="take_kit"),
    path(_ONE, views.PracticeView.as_view(), name="practice"),
    path(f"{_ONE}sua/", views.EditView.as_view(), name="edit"),
    path(f"{_ONE}xoa/", views.DiscardView.as_view(), name="discard"),
    path(f"{_ONE}gui/", views.SendView.as_view(), name="send"),
    path(f"{_ONE}cong-nhan/", views.RecogniseView.as_view(), name="recognise"),
    path(f"{_ONE}bo-sung/", views.AskMoreView.as_view(), name="ask_more"),
    path(f"{_ONE}chua-phu-hop/", views.RefuseView.as_view(), name="refuse"),
    path(f"{_ONE}viet-bai/", views.BeginPageView.as_view(), name="begin_page"),
    path(f"{_ONE}con-duy-tri/", views.ConfirmView.as_view(), name="confirm"),
    path(f"{_ONE}thoi-cong-khai/", views.HideContactView.as_view(), name="hide_contact"),
    path(f"{_ONE}thoi-ap-dung/", views.RetireView.as_view(), name="retire"),
]
