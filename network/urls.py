"""Root URL configuration: Wagtail's admin, the apps' admin screens, and the public pages.

Named by the setting ROOT_URLCONF.
"""

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from network.accounts.views import redirect_to_sign_in
from network.core.browser_reports import receive
from network.demo.mailbox import mailbox
from network.hub.page_views import serve_page
from network.moderation.mailing.preferences import own_account
from network.moderation.previewing.views import preview
from network.monitoring.endpoints import HEALTH, METRICS, nothing_here

urlpatterns: list[URLPattern | URLResolver] = [
    # --- Sign-in: the login pages of Wagtail's admin and of its private pages lead to ours ---
    path("admin/login/", redirect_to_sign_in),
    path("_util/login/", redirect_to_sign_in),
    path("tai-khoan/", include("network.accounts.urls")),
    path("tai-khoan/", include("network.agencies.people.acceptance_urls")),
    # --- end of sign-in ---
    path(HEALTH, nothing_here),
    path(METRICS, nothing_here),
    path("thu-da-gui/", mailbox, name="sent_mails"),
    path("xem-truoc/<str:token>/", preview, name="preview"),
    # In front of Wagtail's, whose switches turn mails on and off that are never sent.
    path("admin/account/", own_account, name="wagtailadmin_account"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include("network.media.document_urls")),
    path("media/", include("network.media.urls")),
    path("theo-doi/", include("network.following.urls")),
    path("van-ban/", include("legal_updates.public.urls")),
    path("hoi-dap/", include("network.questions.asking.urls")),
    path("bao-loi/", include("network.questions.problems.urls")),
    path("trang-chinh-thuc/", include("network.channels.public.urls")),
    path("bao-cao-vien/", include("network.activities.public.urls")),
    path("mo-hinh/", include("network.practices.public.urls")),
    path("trang-chinh-thuc/", include("network.channels.cases.public.urls")),
    path("du-lieu/", include("network.opendata.urls")),
    path("danh-gia/", include("network.feedback.urls")),
    path("thong-bao-hoat-dong/", include("network.stops.urls")),
    path("yeu-cau-du-lieu/", include("network.rights_requests.asking.urls")),
    path("bao-cao-trinh-duyet/", receive, name="browser_reports"),
    path("", include("network.hub.urls")),
    # In front of Wagtail's, which asks twice for each step of the address.
    re_path(wagtail_urls.serve_pattern, serve_page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
handler404 = "network.hub.page_views.not_found"
# allauth asks for it by this name when too much is asked from one address.
handler500 = "network.core.error_views.server_error"
handler429 = "network.accounts.views.too_many_requests"
