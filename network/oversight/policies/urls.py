"""URLs of the screens of new policies, in the namespace of oversight."""

from django.urls import path

from .views import PassOverView, PoliciesView, take_up_again

_ABOUT = "co-quan/<int:agency_id>/"
urlpatterns = [
    path(f"{_ABOUT}chinh-sach/", PoliciesView.as_view(), name="policies"),
    path(f"{_ABOUT}chinh-sach/bo-qua/", PassOverView.as_view(), name="pass_over"),
    path(f"{_ABOUT}chinh-sach/<int:item_id>/lam-lai/", take_up_again, name="take_up_again"),
]
