"""The mails of a trial network can be read in the browser, on this machine alone."""

import pytest
from bs4 import BeautifulSoup
from django.core.mail import send_mail
from django.urls import reverse

from network.core.reserved import reserved_names

pytestmark = pytest.mark.django_db
MAILBOX = "/thu-da-gui/"
LINK = "http://127.0.0.1:8000/tai-khoan/loi-moi/7.abc.def/"


@pytest.fixture
def folder(settings, tmp_path):
    """A folder that mails are written to, as in the demo."""
    settings.SENT_MAIL_FOLDER = str(tmp_path)
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        }
    }
    return tmp_path


def mail(subject: str, text: str) -> None:
    send_mail(subject, text, None, ["lan@example.gov.vn"], html_message=f"<p>{text}</p>")


def test_an_invitation_is_read_and_its_link_followed(client, folder):
    mail("Thư cũ", "Đã gửi trước.")
    mail("Mời tham gia Sở Y tế", f"Mở địa chỉ này để nhận lời:\n\n{LINK}\n")
    page = BeautifulSoup(client.get(MAILBOX).content, "html.parser")
    newest, older = page.select("article")
    assert "Mời tham gia Sở Y tế" in newest.text
    assert "lan@example.gov.vn" in newest.text
    assert newest.a["href"] == LINK
    assert "Đã gửi trước." in older.text


def test_what_a_mail_says_is_text(client, folder):
    mail("<b>Thư</b>", "<script>alert(1)</script>")
    assert "<script>alert" not in client.get(MAILBOX).content.decode()


def test_before_the_first_mail_it_says_so(client, folder):
    assert "Chưa có thư nào" in client.get(MAILBOX).content.decode()


def test_no_other_machine_reads_them(client, folder):
    mail("Thư", "Chữ")
    for address in ("10.0.0.7", "2001:db8::1", ""):
        assert client.get(MAILBOX, REMOTE_ADDR=address).status_code == 404


def test_where_mails_are_sent_there_is_no_such_page(client):
    assert reverse("sent_mails") == MAILBOX
    assert client.get(MAILBOX).status_code == 404
    assert "thu-da-gui" in reserved_names()
