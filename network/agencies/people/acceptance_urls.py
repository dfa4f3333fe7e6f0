"""URL of the invitation link, under /tai-khoan/."""

from django.urls import path

from .acceptance import AcceptView

app_name = "agencies_acceptance"
urlpatterns = [path("loi-moi/<str:token>/", AcceptView.as_view(), name="accept")]
