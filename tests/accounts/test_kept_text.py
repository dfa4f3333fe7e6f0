"""The key and the receipt of texts that an admin page keeps in the browser."""

import uuid

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse, HttpResponseRedirect

from network.accounts.kept_text import RECEIPT, ReceiptMiddleware, key_of
from network.accounts.models import User


def post(rf, path="/admin/bao-cao/1/ghi/", answer=None, error="", identifier=""):
    request = rf.post(path, {RECEIPT: identifier or str(uuid.uuid4())})
    request.session = {}
    request._messages = FallbackStorage(request)

    def view(request):
        if error:
            messages.error(request, error)
        return answer or HttpResponseRedirect("/admin/")

    return ReceiptMiddleware(view)(request)


def test_a_stored_form_is_confirmed_to_the_browser(rf):
    identifier = str(uuid.uuid4())
    cookie = post(rf, identifier=identifier).cookies[RECEIPT]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == (identifier, "/admin/", "Lax")


@pytest.mark.parametrize(
    "case",
    [
        {"answer": HttpResponse("Sai")},
        {"answer": HttpResponse("Lỗi", status=500)},
        {"error": "Không được lưu."},
        {"identifier": "x; path=/"},
        {"path": "/hoi-dap/"},
    ],
    ids=lambda case: "-".join(case),
)
def test_what_was_not_stored_or_is_no_text_of_the_admin_is_not_confirmed(rf, case):
    assert RECEIPT not in post(rf, **case).cookies


def test_each_person_has_a_key_of_their_own():
    first, second = key_of(User(pk=1)), key_of(User(pk=2))
    assert first != second
    assert len(first) == 44
