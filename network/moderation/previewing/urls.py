"""URLs of preview links, in the namespace of the desk."""

from django.urls import path

from .admin_views import LinksView, RevokeView

urlpatterns = [
    path("duyet/<int:page_id>/gui-xem/", LinksView.as_view(), name="preview_links"),
    path(
        "duyet/<int:page_id>/gui-xem/<int:link_id>/thu-hoi/",
        RevokeView.as_view(),
        name="revoke_preview",
    ),
]
