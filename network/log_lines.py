"""How log lines look: JSON or text, with the id of the request and without personal data.

Messages of libraries may contain addresses, numbers or rows of a table; they are masked here, for
all loggers together. Used by LOGGING and by the error reports.
"""

import datetime as dt
import ipaddress
import json
import logging
import re
from contextvars import ContextVar

# Set by the web server for the request that a thread answers; "" elsewhere.
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
# Fields of the access log, which are fields of their own in JSON; their path is scrubbed already.
ACCESS_FIELDS = ("method", "path", "status", "ms")
# How addresses begin that contain keys: of following, of accounts, of previews. Not by `reverse`,
# since a line may be logged before the URLs can be loaded.
KEY_PREFIXES = ("/theo-doi/", "/tai-khoan/", "/xem-truoc/")
_KEY_PATH = re.compile(rf"({'|'.join(KEY_PREFIXES)})[^\s\"']+")
_EMAIL = re.compile(r"[^\s<>\"'(),;:=/]+@[^\s<>\"'(),;:=/]+")
# Numbers of phones, identity cards and accounts; longer ones and parts of words stay.
_NUMBER = re.compile(
    r"(?<![\w.:-])(?:\+?84[ .-]?|0)\d{2,3}([ .-]?)\d{3}\1\d{3,4}(?!\w)|\b\d{9}(?:\d{3})?\b"
)
_DIGITS = re.compile(r"\d{3}|\d\.\d")
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.])")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
# PostgreSQL repeats values of the row that it refused.
_KEY_VALUES = re.compile(r"(Key \([^)]*\))=\(.*?\)(?= |$)", re.MULTILINE)
_ROW = re.compile(r"(Failing row contains) \(.*?\)\.?$", re.MULTILINE)


def scrubbed(text: str) -> str:
    """Return the text without mail addresses, numbers of people, public IP addresses and keys."""
    # The cheap questions spare an access log the searches for what it hardly ever contains.
    if "Key (" in text or "Failing row" in text:
        text = _ROW.sub(r"\1 (***)", _KEY_VALUES.sub(r"\1=(***)", text))
    if "@" in text:
        text = _EMAIL.sub("***@***", text)
    if text.count(":") > 1:
        text = _IPV6.sub(_masked_address, text)
    if _DIGITS.search(text):
        text = _NUMBER.sub("***", _IPV4.sub(_masked_address, text))
    return _KEY_PATH.sub(r"\1...", text)


class LineFormatter(logging.Formatter):
    """Text for people: the usual line, with the id of the request behind it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line of JSON, without personal data in message and traceback."""
        request_id = request_id_of(record)
        line = super().format(record)
        line = line if hasattr(record, "path") else scrubbed(line)
        return f"{line} [{request_id}]" if request_id else line


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        line: dict[str, object] = {
            "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message if hasattr(record, "path") else scrubbed(message),
        }
        if request_id := request_id_of(record):
            line["request_id"] = request_id
        line |= {name: getattr(record, name) for name in ACCESS_FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["error"] = scrubbed(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def request_id_of(record: logging.LogRecord) -> str:
    """Return the id of the request that a record belongs to, "" if it belongs to none."""
    return str(getattr(record, "request_id", "")) or REQUEST_ID.get()


def _masked_address(match: re.Match[str]) -> str:
    try:
        is_private = ipaddress.ip_address(match[0]).is_private
    except ValueError:
        return match[0]
    return match[0] if is_private else "***"
