"""URLs of the outreach screens, in the namespace of oversight."""

from django.urls import path

from .views import AllOutreachView, EnterView, OutreachView, strike

_ABOUT = "co-quan/<int:agency_id>/"
urlpatterns = [
    path("gioi-thieu/", AllOutreachView.as_view(), name="outreach_all"),
    path("gioi-thieu/<int:outreach_id>/xoa/", strike, name="strike_outreach"),
    path(f"{_ABOUT}gioi-thieu/", OutreachView.as_view(), name="outreach"),
    path(f"{_ABOUT}gioi-thieu/ghi/", EnterView.as_view(), name="enter_outreach"),
]
