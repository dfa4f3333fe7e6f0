"""Log lines are JSON or text, say of which request they are, and name no person."""

import json
import logging
import sys

import pytest
from django.urls import reverse

from network.access_log import request_id_for, shown_path
from network.log_lines import KEY_PREFIXES, REQUEST_ID, JsonFormatter, LineFormatter, scrubbed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("no mail to lan.nguyen@example.gov.vn", "no mail to ***@***"),
        ("asked by 0912 345 678, 0912345678, +84912345678", "asked by ***, ***, ***"),
        ("84912345678, +84 912 345 678, 0912-345-678", "***, ***, ***"),
        ("from 2405:4802:a::7, [2405:4802::8]:443, ::1", "from ***, [***]:443, ::1"),
        ("card 052099012345", "card ***"),
        ("from 113.160.1.2, through 10.0.0.3", "from ***, through 10.0.0.3"),
        ("Not Found: /theo-doi/ma-bi-mat/", "Not Found: /theo-doi/..."),
        (
            "DETAIL:  Key (email)=(a b) already exists.",
            "DETAIL:  Key (email)=(***) already exists.",
        ),
        (
            "Failing row contains (7, Nguyễn Thị Lan, null).",
            "Failing row contains (***)",
        ),
        # Nobody's: a moment, a document number, a count.
        ("2026-11-27 14:05:10 100/2019 12345678", "2026-11-27 14:05:10 100/2019 12345678"),
    ],
)
def test_what_belongs_to_persons_is_masked(text, shown):
    assert scrubbed(text) == shown


def test_the_addresses_with_keys_are_those_of_today():
    preview = reverse("preview", args=["x"]).removesuffix("x/")
    assert set(KEY_PREFIXES) == {reverse("following:ask"), reverse("account_home"), preview}


def record(message: str, *args: object, error: bool = False) -> logging.LogRecord:
    exc_info = sys.exc_info() if error else None
    return logging.LogRecord("network.x", logging.ERROR, __file__, 1, message, args, exc_info)


def test_a_json_line_has_the_error_and_the_request_and_no_person():
    token = REQUEST_ID.set("0123456789abcdef")
    try:
        raise ValueError("lan@example.gov.vn")
    except ValueError:
        line = json.loads(JsonFormatter().format(record("of %s", "b@example.vn", error=True)))
    finally:
        REQUEST_ID.reset(token)
    assert line["request_id"] == "0123456789abcdef"
    assert line["message"] == "of ***@***"
    assert "ValueError: ***@***" in line["error"]
    assert (line["level"], line["logger"]) == ("error", "network.x")


def test_a_path_names_nobody():
    assert shown_path("/theo-doi/ma-bi-mat/") == "/theo-doi/..."
    assert shown_path("/lan@example.gov.vn/0912345678/") == "/***%40***/***/"
    assert shown_path('/a\n" 200/') == "/a%0A%22%20200/"


def test_a_line_for_people_ends_with_the_request():
    token = REQUEST_ID.set("0123456789abcdef")
    try:
        assert LineFormatter().format(record("of %s", 1)) == "of 1 [0123456789abcdef]"
    finally:
        REQUEST_ID.reset(token)
    assert LineFormatter().format(record("of %s", 1)) == "of 1"


def test_only_a_trusted_proxy_gives_a_request_its_id(settings):
    settings.TRUSTED_PROXIES = 1
    assert request_id_for("a" * 32) == "a" * 32
    assert request_id_for('x" 200 [forged]') != 'x" 200 [forged]'
    settings.TRUSTED_PROXIES = 0
    assert request_id_for("a" * 32) != "a" * 32
