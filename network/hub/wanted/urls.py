"""URLs of topics to write, under /admin/chu-de/."""

from django.urls import path

from .screens import GiveBackView, OpenTopicsView, TakenTopicsView, TakeView

app_name = "wanted"
urlpatterns = [
    *OpenTopicsView.paths(),
    *TakenTopicsView.paths("da-nhan/"),
    path("<slug:digest>/nhan/", TakeView.as_view(), name="take"),
    path("<int:topic_id>/tra-lai/", GiveBackView.as_view(), name="give_back"),
]
