"""URLs of the review desk and the decision log, in the namespace of the desk."""

from django.urls import path

from . import decision_views as log
from . import list_views as lists
from . import views
from .delegating import DelegatePageView
from .remind_views import RemindView
from .resubmitting import ResubmitView

urlpatterns = [
    path("duyet/", lists.WaitingPagesView.as_view(), name="waiting"),
    path("duyet/da-trinh/", lists.SubmittedView.as_view(), name="submitted"),
    path("duyet/bi-tra-lai/", lists.ReturnedView.as_view(), name="returned"),
    path("duyet/ban-nhap/", lists.DraftsView.as_view(), name="drafts"),
    path("duyet/dang-khan/", lists.UrgentPagesView.as_view(), name="urgent"),
    path("duyet/co-quan/", lists.AgencyView.as_view(), name="agency"),
    path("duyet/toan-mang/", lists.OpenView.as_view(), name="open"),
    path("duyet/qua-han/", lists.OverdueView.as_view(), name="overdue"),
    path("duyet/<int:page_id>/", views.DeskView.as_view(), name="desk"),
    path("duyet/<int:page_id>/ban-xem/", views.RevisionView.as_view(), name="revision"),
    path("duyet/<int:page_id>/trinh-lai/", ResubmitView.as_view(), name="resubmit"),
    path("duyet/<int:page_id>/giao/", DelegatePageView.as_view(), name="delegate"),
    path("duyet/<int:page_id>/nhac/", RemindView.as_view(), name="remind"),
    path(
        "duyet/<int:page_id>/ban-xem/<int:revision_id>/",
        views.RevisionView.as_view(),
        name="earlier_revision",
    ),
    *log.DecisionsView.paths("quyet-dinh/"),
    *log.PageDecisionsView.paths("quyet-dinh/trang/<int:page_id>/"),
]
