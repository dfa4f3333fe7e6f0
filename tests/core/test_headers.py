"""What every response tells the browser, and which hosts are answered."""

import pytest
from django.http import HttpResponse
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.urls import reverse
from django.utils.csp import CSP
from django.views.decorators.csp import csp_override

from network.accounts.models import User
from network.core.headers import HeadersMiddleware
from tests.factories.accounts import signed_in
from tests.factories.sections import make_article, make_hub, make_place, make_section

HOST = "pbgdpl.example.vn"
STRICT_HOST = "network.core.headers.StrictHostMiddleware"
pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser():
    return User.objects.create_superuser("goc", email="goc@example.vn")


def test_every_response_carries_the_headers(client):
    make_hub()
    for path in ("/", "/khong-co/", "/tai-khoan/dang-nhap/", "/static/core/base.css", "/admin/"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_wider_policy_is_the_admins_alone(client, superuser):
    make_hub()
    for path in ("/", "/tai-khoan/dang-nhap/", "/khong-co/", "/administration/"):
        assert "unsafe" not in client.get(path).headers["Content-Security-Policy"]
    policy = signed_in(client, superuser).get("/admin/").headers["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'; " in policy
    assert "script-src-attr 'none'" in policy and "unsafe-eval" not in policy


def test_only_the_preview_may_stand_in_a_frame_of_our_own(client, superuser):
    article = make_article(make_place(make_section("Sở Y tế")))
    signed_in(client, superuser)
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[article.pk])).headers
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]
    assert "unsafe" not in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).headers
    for headers in (editor, client.get(article.url).headers):
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"


def test_what_a_view_says_itself_stays(rf):
    @csp_override({"default-src": [CSP.SELF]})
    def view(request):
        return HttpResponse(headers={"Permissions-Policy": "camera=(self)"})

    answer = ContentSecurityPolicyMiddleware(HeadersMiddleware(view))(rf.get("/"))
    assert answer.headers["Content-Security-Policy"] == "default-src 'self'"
    assert answer.headers["Permissions-Policy"] == "camera=(self)"


@pytest.mark.parametrize("path", ["/", "/static/core/base.css", "/admin/", "/tai-khoan/dang-nhap/"])
def test_an_unknown_host_is_refused_in_plain_words(client, settings, path):
    make_hub()
    settings.ALLOWED_HOSTS = [HOST]
    answer = client.get(path, headers={"host": "la.example.com"})
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "Phổ biến, giáo dục pháp luật" in text
    assert "Traceback" not in text and "la.example.com" not in text and HOST not in text
    assert client.get(path, headers={"host": HOST}).status_code in (200, 302)


@pytest.mark.parametrize("host", [f"x.{HOST}", f"{HOST}.evil.vn", "localhost", "127.0.0.1", "a b"])
def test_only_the_exact_name_is_answered(client, settings, host):
    make_hub()
    settings.ALLOWED_HOSTS = [HOST]
    assert client.get("/", headers={"host": host}).status_code == 400


def test_wagtail_alone_would_show_the_default_site_to_anybody(client, settings):
    make_hub()
    settings.ALLOWED_HOSTS = ["*"]
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != STRICT_HOST]
    assert client.get("/", headers={"host": "la.example.com"}).status_code == 200


def test_the_admin_and_the_sign_in_answer_on_one_host(client, settings):
    make_hub()
    settings.ALLOWED_HOSTS = [HOST, f"syt.{HOST}"]
    settings.ADMIN_HOST = HOST
    for path in ("/admin/", "/admin/login/", "/tai-khoan/dang-nhap/"):
        assert client.get(path, headers={"host": f"syt.{HOST}"}).status_code == 404
        assert client.get(path, headers={"host": HOST}).status_code in (200, 302)
    assert client.get("/", headers={"host": f"syt.{HOST}"}).status_code == 200
