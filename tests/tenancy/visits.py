"""A persona goes from address to address; what they see and what they change is judged."""

import contextlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs

from django.core import mail
from django.core.files.storage import FileSystemStorage
from django.db import connection, transaction
from django.db.models import Model
from django.http import QueryDict
from django.test import Client, TestCase
from django.urls import reverse

from tests.factories.accounts import run_jobs, signed_in
from tests.tenancy.acts import ROWS_OF_ACTS
from tests.tenancy.conftest import OF_TWO, Cast
from tests.tenancy.parts import Address
from tests.tenancy.reads import Reads
from tests.tenancy.state import Rows, changed_keys, naming, rows_now, stored_models

WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')
# What anybody may write: their sessions, their account, and lines of the log about them.
OWN_ROWS = {
    "accounts.Session",
    "accounts.SignIn",
    "accounts.User",
    "agencies.AuditEntry",
    "mfa.Authenticator",
    "moderation.MailPreference",
    "wagtailadmin.EditingSession",
    "wagtailcore.PageSubscription",
    "wagtailusers.UserProfile",
}
# Sizes of pictures are made for whoever is the first to look.
DERIVED_ROWS = {"media.Rendition"}
# What the network admin writes on screens that are the network's own.
NETWORK_ROWS = {
    "agencies.Agency",
    # The request for a test of the alerts.
    "core.SystemRecord",
    # Steps, answers to objections, and progress of the network's own plans.
    "agencies.Succession",
    "provisioning.ReorganisationPlan",
    "provisioning.ReorganisationPart",
    "provisioning.ReorganisationStep",
    "agency_sites.BodyLink",
    "agency_sites.LinkCheck",
    "aggregator.LibraryItem",
    "aggregator.Proposal",
    "legal_updates.DocumentDraft",
    # Which document a number is, once the document's own has changed.
    "legal_updates.Citation",
    # What could not be delivered, sent again.
    "mailing.Delivery",
    "mailing.QueuedMail",
    "moderation.EditorialRules",
    "wagtailcore.ModelLogEntry",
    # Of a library item that was corrected.
    "wagtailcore.ReferenceIndex",
}
# Who reads reports is told there of agencies and of what is public, and never meets the secret.
REPORTS = {
    "report_viewer": (
        *("GET /admin/toc-do-dang/", "GET /admin/so-lieu-tai-lieu/"),
        *("GET /admin/cong-van/", "GET /admin/giam-sat/"),
        # The search finds the directives of their list.
        *("GET /admin/lien-ket/con-thieu/", "GET /admin/man-hinh/tim/"),
    )
}


class NotingQuery(QueryDict):
    """The query of a request that keeps in `read` what was asked of it.

    EVERYTHING where all was read at once, ANYTHING where it was asked whether there is any; what
    is read from a copy is noted by the copy.
    """

    EVERYTHING, ANYTHING = "*", "?"
    read: set[str] = set()
    is_noting = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_noting = True

    def note(self, key: object) -> None:
        """Keep that `key` was read."""
        if self.is_noting:
            NotingQuery.read.add(str(key))

    def __getitem__(self, key: str) -> Any:
        self.note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.note(key)
        return super().__contains__(key)

    def getlist(self, key: str, *args: Any) -> Any:
        """Note and return."""
        self.note(key)
        return super().getlist(key, *args)

    def __len__(self) -> int:
        self.note(self.ANYTHING)
        return super().__len__()

    def __iter__(self) -> Any:
        self.note(self.EVERYTHING)
        return super().__iter__()

    def items(self) -> Any:
        """Note and return."""
        self.note(self.EVERYTHING)
        return super().items()


class Visit:
    """One persona at one time; `leaks` and `writes` say what should not have been.

    Who `may_look` reads foreign things by right: then only their writes are judged, and any
    write counts but to what is their own. `mark` is what must not be met, the marker unless said
    otherwise: on public pages that is the secret. `before` are the rows as they are, where they are
    known already; `reads` what answers for the database, if anything does.
    """

    def __init__(
        self,
        client: Client,
        cast: Cast,
        persona: str,
        *,
        may_look: bool = False,
        mark: str = "",
        before: Rows | None = None,
        reads: Reads | None = None,
    ) -> None:
        self.client, self.cast, self.persona, self.may_look = client, cast, persona, may_look
        self.foreign = cast.foreign
        self.mark = (mark or cast.foreign.marker).encode()
        self.leaks: list[str] = []
        self.writes: list[str] = []
        # Rows that an act of the overseer is made to write, on the screen under way.
        self.allowed: frozenset[str] = frozenset()
        self.asked = self.tried = 0
        # What the last thing asked or sent was answered with, and where that led.
        self.answers: list[Any] = []
        self.reads = reads
        client.raise_request_exception = False
        self.enter()
        self.before = before or rows_now()

    @property
    def found(self) -> list[str]:
        """Return all that should not have been."""
        return self.leaks + self.writes

    def enter(self) -> None:
        """Begin: signed in."""
        user = self.cast.people[self.persona]
        if user is not None:
            signed_in(self.client, user)
        self.cookies = {key: morsel.value for key, morsel in self.client.cookies.items()}

    def is_still_in(self) -> bool:
        """Return whether the persona is signed in as at the beginning."""
        if self.cast.people[self.persona] is None:
            return True
        return self.client.get(reverse("mfa_index")).status_code == 200

    def count(self, found: list[str], of: int) -> tuple[str, int, int]:
        """Return (persona, how many, of how many), to be printed at the end."""
        return self.persona, len(found), of

    def get(self, url: str) -> Any:
        """Ask for `url` and note a leak where the answer carries the marker, or breaks."""
        self.asked += 1
        self.answers = []
        response = self.client.get(url)
        self.restore_cookies()
        self._judge(f"GET {url}", response)
        return response

    def get_with(self, url: str, queries: list[str], exact: Iterable[str] = ()) -> Any:
        """Ask for `url`, then with each query the screen cares about; return the first answer.

        A screen that reads none of a query's keys answers as it did without them. Those of `exact`
        are asked only where one of their keys was read by its name.
        """
        with patch("django.core.handlers.wsgi.QueryDict", NotingQuery):
            NotingQuery.read = set()
            response = self.get(url)
            # Filters read their keys once there is anything in the query.
            always = {NotingQuery.EVERYTHING, NotingQuery.ANYTHING}
            for query in queries if response.status_code == 200 else ():
                if NotingQuery.read & (always | parse_qs(query).keys()):
                    self.get(f"{url}{'&' if '?' in url else '?'}{query}")
                    always = {NotingQuery.EVERYTHING}
            for query in exact if response.status_code == 200 else ():
                if NotingQuery.read & parse_qs(query).keys():
                    self.get(f"{url}{'&' if '?' in url else '?'}{query}")
        return response

    def post(self, address: Address, data: Any) -> Any:
        """Post a form to an address; see `send`."""
        return self.send("post", address, data)

    def post_json(self, address: Address, body: str) -> Any:
        """Post a JSON body to an address; see `send`."""
        return self.send("post", address, body, content_type="application/json")

    def send(self, method: str, address: Address, data: Any, **kwargs: Any) -> Any:
        """Send something to an address; what it wrote is judged and taken back, mails are read."""
        self.tried += 1
        self.answers = []
        self.allowed = ROWS_OF_ACTS.get(address.name, frozenset())
        said = f"{method.upper()} {address.url} {data}"
        tables: set[str] = set()
        with self._taken_back(), connection.execute_wrapper(_noting(tables)):
            with TestCase.captureOnCommitCallbacks(execute=True):
                response = getattr(self.client, method)(address.url, data, **kwargs)
            self._judge(said, response)
            if connection.needs_rollback:
                # The database refused, and nothing of it stays.
                return response
            if "preview" in address.name:
                self._judge(said + " then GET", self.client.get(address.url))
            if response.status_code == 302 and response["Location"].startswith("/admin/"):
                self._judge(said + " then on", self.client.get(response["Location"]))
            run_jobs()
            self._judge_mails(said)
            self._judge_rows(said, tables)
        return response

    def judge_all_rows(self, said: str) -> Rows:
        """Note every foreign row that is not what it was when the visit began; return all rows."""
        return self._judge_rows(said, {model._meta.db_table for model in stored_models()})

    def restore_cookies(self) -> None:
        """Forget what the last answer did to the cookies: signing out is one of the addresses."""
        self.client.cookies.clear()
        for key, value in self.cookies.items():
            self.client.cookies[key] = value

    @contextlib.contextmanager
    def _taken_back(self) -> Iterator[None]:
        # The rows come back, and so their files must still be there.
        kept = self.reads.taken_back() if self.reads else contextlib.nullcontext()
        with kept, patch.object(FileSystemStorage, "delete"), transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.restore_cookies()

    def _judge(self, said: str, response: Any) -> None:
        self.answers.append(response)
        if response.status_code >= 500:
            self.leaks.append(f"{said} answered {response.status_code}")
        is_report = said.startswith(REPORTS.get(self.persona, ()))
        mark = self.foreign.secret.encode() if is_report else self.mark
        if not self.may_look and mark in text_of(response):
            self.leaks.append(said)

    def _judge_mails(self, said: str) -> None:
        for message in mail.outbox:
            text = message.message().as_string() + message.body + " ".join(message.to)
            # Foreign people may be told about themselves, by the mail for a forgotten password; so
            # may who serves both houses.
            both = self.cast.people[OF_TWO]
            about_themselves = all(
                self.foreign.secret.lower() in to or (both and to == both.email)
                for to in message.to
            )
            if not about_themselves and self._is_marked(text):
                self.leaks.append(f"{said} mailed {message.subject} to {message.to}")
        mail.outbox.clear()

    def _judge_rows(self, said: str, tables: set[str]) -> Rows:
        models = [model for model in stored_models() if model._meta.db_table in tables]
        after = rows_now(models)
        for model, keys in changed_keys(self.before, after).items():
            for key in self._suspicious(model, keys, after[model]):
                self.writes.append(f"{said} wrote {model._meta.label} {key}")
        return after

    def _suspicious(self, model: type[Model], keys: set[str], after: dict[str, str]) -> set[str]:
        label = model._meta.label
        if label in OWN_ROWS:
            return keys & self.foreign.rows[model]
        if self.persona == "network_admin" and label in NETWORK_ROWS:
            return set()
        if self.persona == "overseer":
            return set() if label in DERIVED_ROWS | self.allowed else keys
        touched = keys & self.foreign.rows[model]
        marked = {key for key in keys if self._is_marked(after.get(key, ""))}
        return touched | marked | naming(model, keys - touched, self.foreign.rows)

    def _is_marked(self, text: str) -> bool:
        return self.foreign.marker.lower() in text.lower()


def text_of(response: Any) -> bytes:
    """Return all that an answer says: body (unpacked if a workbook or letter) and address."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    # To HEAD there is no body.
    if body and "officedocument" in response.get("Content-Type", ""):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    return body + response.get("Location", "").encode()


def _noting(tables: set[str]) -> Any:
    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        tables.update(WRITES.findall(str(sql)))
        return execute(sql, params, many, context)

    return note
