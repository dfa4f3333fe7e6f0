"""URLs of the screens of reminders, in the namespace of oversight."""

from django.urls import path

from .desk_views import ReceiveReminderView, RemindersView, ReminderView, letter
from .views import RemindView

_REMINDER = "nhac-nho/<int:reminder_id>/"
urlpatterns = [
    path("nhac-nho/gui/", RemindView.as_view(), name="remind"),
    *RemindersView.paths("nhac-nho/"),
    path(_REMINDER, ReminderView.as_view(), name="reminder"),
    path(f"{_REMINDER}nhan/", ReceiveReminderView.as_view(), name="receive_reminder"),
    path(f"{_REMINDER}thu/", letter, name="letter"),
    path(f"{_REMINDER}thu-cung-dot/", letter, {"is_whole": True}, name="letters"),
]
