"""Whatever stands in an address, a visitor gets an ordinary page or "not found"."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from network.hub.models import HubSettings
from tests.factories.documents import make_document
from tests.factories.sections import make_article, make_place, make_section

pytestmark = pytest.mark.django_db

LISTS = (
    *("/", "/tim-kiem/", "/tim-kiem/goi-y/", "/linh-vuc/dat-dai/", "/chinh-sach-moi/", "/co-quan/"),
    *("/toi-can/", "/toi-can/dat-dai/", "/noi-toi-o/", "/canh-bao/", "/su-kien/", "/hoi-dap/"),
    *("/hoi-dap/gui/", "/hoi-dap/theo-doi/", "/bao-loi/", "/theo-doi/", "/van-ban/"),
    *("/van-ban/co-hieu-luc-thang-nay/", "/van-ban/sap-het-hieu-luc/", "/so-y-te/hoi-dap/"),
)
PARAMETERS = (
    *("q", "loai", "cap", "nguon", "coquan", "co-quan", "linhvuc", "linh_vuc", "linh-vuc"),
    *("van-ban", "tinhtrang", "hieu_luc", "nam", "tu", "den", "thang", "trang", "sapxep", "ma"),
    *("co_quan", "co_quan_ban_hanh", "tin"),
)
HURTFUL = ("\x00", "١٢", "9" * 40, "-1", "²", "\ud7ff\uffff", "<script>", "%", "a" * 9000)


@pytest.fixture(scope="module")
def network(once: Callable[..., Any]) -> None:
    """A section with an answer, and a document, for all tests of the module."""
    once(make_network)


def make_network() -> None:
    HubSettings.objects.create(contact_name="Sở Tư pháp tỉnh Gia Lai")
    make_article(make_place(make_section("Sở Y tế", slug="so-y-te"), "Hỏi đáp"))
    make_document()


@pytest.mark.parametrize("charset", ["hex", "idna", "unicode_escape", "utf-16"])
def test_no_charset_breaks_a_form(client, network, charset):
    field = 'Content-Disposition: form-data; name="{}"\r\n\r\n\\ud800\r\n'
    body = "".join(f"--x\r\n{field.format(name)}" for name in ("text", "code", "email", "stamp"))
    sent = {"content_type": f"multipart/form-data; boundary=x; charset={charset}"}
    for address in ("/hoi-dap/gui/", "/hoi-dap/theo-doi/", "/bao-loi/", "/theo-doi/"):
        answer = client.generic("POST", address, f"{body}--x--\r\n".encode(), **sent)
        assert answer.status_code in {200, 404, 422}, address


@pytest.mark.parametrize("address", LISTS)
def test_no_parameter_breaks_a_list(client, network, address):
    for value in HURTFUL:
        together = urlencode(dict.fromkeys(PARAMETERS, value))
        assert client.get(f"{address}?{together}").status_code in {200, 302, 400, 404}
    # One by one as well: what is asked first may hide what would break next.
    for name in PARAMETERS:
        answer = client.get(f"{address}?{urlencode({name: chr(0)})}")
        assert answer.status_code in {200, 302, 400, 404}, name
