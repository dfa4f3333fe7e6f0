"""URLs of the moderation screens, under /admin/."""

from django.urls import path

from .previewing.admin_views import LinksView, RevokeView
from .review import decision_views as log
from .review import list_views as lists
from .review import views
from .waiving.views import WaiveView
from .withdrawing.views import WithdrawPageView

app_name = "moderation"
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
    path(
        "duyet/<int:page_id>/ban-xem/<int:revision_id>/",
        views.RevisionView.as_view(),
        name="earlier_revision",
    ),
    path("duyet/<int:page_id>/gui-xem/", LinksView.as_view(), name="preview_links"),
    path(
        "duyet/<int:page_id>/gui-xem/<int:link_id>/thu-hoi/",
        RevokeView.as_view(),
        name="revoke_preview",
    ),
    path("duyet/<int:page_id>/so-ca-nhan/", WaiveView.as_view(), name="waive"),
    path("go-bai/<int:page_id>/", WithdrawPageView.as_view(), name="withdraw"),
    *log.DecisionsView.paths("quyet-dinh/"),
    *log.PageDecisionsView.paths("quyet-dinh/trang/<int:page_id>/"),
]
