"""Natural keys of another agency typed into every text field of one's own forms.

A natural key is what people type: an address, a number, a code, a mail, a name. Services look rows
up by them, so a lookup over all agencies would let a typed key reach a foreign row.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import CharField, EmailField, FileField, Model, SlugField, TextField, URLField
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from network.agencies.models import Agency, Membership
from tests.factories.cases import screenshot
from tests.factories.files import scan_of
from tests.tenancy.admin_urls import admin_addresses
from tests.tenancy.conftest import Cast, House, secret_of
from tests.tenancy.crawl import IS_DRILL, LEAVING, is_good, is_screen, screen_of
from tests.tenancy.forms import FORMS, NEW_ROW, _add
from tests.tenancy.parts import Address
from tests.tenancy.reads import Reads
from tests.tenancy.state import naming, stored_models
from tests.tenancy.visits import OWN_ROWS, Visit, text_of

# Stands where the foreign house's marker stands in a key that nobody has.
NOBODY = "NHANAODO"
# Who serves the own house, in the order in which forms are shared out.
PERSONAS = ("agency_admin", "approver")
TYPED = ("text", "url", "email", "search", "tel")
LONGEST = 500
# Fields of text that hold a day, and those that are not a person's to fill in.
DAYS = re.compile(r"(_on|_at|since|until|day|valid_from|valid_to|date)$")
NOT_TYPED = ("stamp", "next", "csrfmiddlewaretoken")
# What fields ask for that cannot be told from the form.
SAMPLES = {
    "url": "facebook.com/trang.moi",
    "website": "https://trang-moi.gialai.gov.vn/",
    "attendances": "0",
    "phone": "0269 3824 000",
    "contact": "Văn thư, 0269 3824 000",
    "number": "12/QĐ-STP",
    "ending": "12/QĐ-STP, nghỉ hưu",
    "handed_over": "12/BB, 02/01/2026",
    "intro": "Trang phổ biến, giáo dục pháp luật của cơ quan, trả lời câu hỏi của người dân.",
}
TICKED = ("networks", "topics", "languages")
WITH_PICTURES = ("cases_desk:add_evidence", "channels_desk:attest")
# Fields that name an agency which shall receive something: a new row may name it.
RECEIVERS = {
    ("question_desk:forward", "to"),
    ("fake_reports_desk:hand_over", "to"),
    ("reporters:ask", "to_agency"),
    *((f"activities:{name}", "hosts") for name in ("add", "add_for", "copy", "edit")),
}
# Screens that answer with public names of other agencies: the agency that a page's name is similar
# to, and the agency that is asked for a reporter. They are searched for the secret mark alone.
SAYING_NAMES = (
    "channels_desk:edit",
    "channels_desk:register",
    "channels_watch:find",
    "reporters:ask",
)
# Kept by libraries and by the network for itself: nobody types them.
MACHINE_MADE = ("procrastinate", "sessions", "wagtailsearch", "mfa", "contenttypes", "mailing")


@dataclass(frozen=True)
class FilledForm:
    """A form as a person could send it: where to, its fields, and those that take any text."""

    target: Address
    fields: dict[str, Any]
    texts: tuple[str, ...]
    files: tuple[str, ...]


def natural_columns() -> dict[type[Model], set[str]]:
    """Return the text columns that can find a row, by model, read from the models themselves.

    They are unique, indexed, or hold an address, a mail or a slug; and every column of any model
    that is named like one of these.
    """
    texts = {
        model: [each for each in model._meta.local_fields if _is_text(each)]
        for model in stored_models()
        if model._meta.app_label not in MACHINE_MADE
    }
    names = {
        field.name
        for model, fields in texts.items()
        for field in fields
        if isinstance(field, EmailField | SlugField | URLField)
        or field.unique
        or field.db_index
        or field.name in _constrained(model)
    }
    found = {
        model: {field.name for field in fields if field.name in names}
        for model, fields in texts.items()
    }
    return {model: columns for model, columns in found.items() if columns}


def _is_text(field: Any) -> bool:
    return (
        isinstance(field, CharField | TextField)
        and not isinstance(field, FileField)
        and not field.choices
    )


def _constrained(model: type[Model]) -> set[str]:
    meta, names = model._meta, set[str]()
    for rule in (*meta.constraints, *meta.indexes):
        names.update(getattr(rule, "fields", ()))
        for expression in getattr(rule, "expressions", ()):
            names.update(_names_in(expression))
    return names.union(*meta.unique_together)


def _names_in(expression: Any) -> Iterator[str]:
    if name := getattr(expression, "name", ""):
        yield name
    for part in getattr(expression, "get_source_expressions", lambda: ())():
        yield from _names_in(part)


def natural_keys(house: House) -> list[str]:
    """Return what is in those columns of the house's rows: every address, of the rest each shape.

    Two slugs of three words find rows in the same way; two addresses lead to different rows.
    """
    keys: dict[str, str] = {}
    for model, columns in natural_columns().items():
        rows = model._base_manager.filter(pk__in=house.rows[model]).order_by("pk")
        for text in itertools.chain.from_iterable(rows.values_list(*sorted(columns))):
            if text and house.marker.lower() in text.lower() and len(text) <= LONGEST:
                keys.setdefault(text if kind_of(text) == "url" else _shape(text), text)
    return list(keys.values())


def kind_of(key: str) -> str:
    """Return what a field must accept to take the key."""
    if key.startswith("http"):
        return "url"
    return "mail" if "@" in key else "words"


def _shape(key: str) -> str:
    return re.sub(r"[a ]*a[a ]*", "a", re.sub(r"\w", "a", key))


class TypingVisit(Visit):
    """A visit that types foreign keys: answers are compared with those to a key that nobody has.

    What was typed is shown again, so an answer leaks if it says the marker more often than it says
    NOBODY where that was typed instead.
    """

    def __init__(self, client: Client, cast: Cast, persona: str, reads: Reads) -> None:
        super().__init__(client, cast, persona, reads=reads)
        self.said = self.more = self.written = 0
        self.typed, self.token = "", self.foreign.marker.lower()
        # How often the answer to a form says a key that nobody has: (form, fields, kind of key).
        self.usual: dict[Any, int] = {}
        # Whether the form's field names an agency that shall receive something.
        self.receives = False

    def type_key(self, form: FilledForm, fields: tuple[str, ...], key: str) -> None:
        """Post a form with a foreign key in some fields; where that answers more, look closer.

        An address that is only shown again needs no second look: nothing else looks like it.
        """
        self.token, self.typed = self._token(form, self.foreign.marker), key.lower()
        said = self._send(form, fields, key)
        if kind_of(key) == "url" and not self.more:
            return
        usual = form.target.name, form.target.url, fields, kind_of(key)
        if usual not in self.usual:
            self.usual[usual] = self._with_nobodys(form, fields, key)
        if said > self.usual[usual] and said > self._with_nobodys(form, fields, key):
            self.leaks.append(f"{form.target.url} with {key!r} in {fields} says more")

    def _with_nobodys(self, form: FilledForm, fields: tuple[str, ...], key: str) -> int:
        """Return how often an answer says a key that nobody has, of the same shape."""
        marker = self.foreign.marker
        nobodys = key.replace(marker, NOBODY).replace(marker.lower(), NOBODY.lower())
        self.token, self.typed = self._token(form, NOBODY), nobodys.lower()
        return self._send(form, fields, nobodys)

    @staticmethod
    def _token(form: FilledForm, marker: str) -> str:
        return (secret_of(marker) if form.target.name in SAYING_NAMES else marker).lower()

    def _send(self, form: FilledForm, fields: tuple[str, ...], key: str) -> int:
        self.said = self.more = 0
        self.receives = bool(RECEIVERS & {(form.target.name, field) for field in fields})
        self.post(form.target, fresh(form) | dict.fromkeys(fields, key))
        return self.said

    def _judge(self, said: str, response: Any) -> None:
        self.answers.append(response)
        if response.status_code >= 500:
            self.leaks.append(f"{said} answered {response.status_code}")
        self._hear(text_of(response).decode(errors="replace"))

    def _judge_mails(self, said: str) -> None:
        """Search the mails that a form sent, headers included, and empty the outbox.

        A field of RECEIVERS names the agency that shall get the mail. Its own people may read
        their own names and addresses there, so only mails that reach anybody else are searched.
        """
        for message in mail.outbox:
            if not (self.receives and self._readers >= set(message.recipients())):
                self._hear(message.message().as_string() + message.body)
        mail.outbox.clear()

    @cached_property
    def _readers(self) -> set[str]:
        """Addresses of the people who serve the foreign agency today."""
        day = timezone.localdate()
        serving = Membership.objects.valid_on(day).filter(agency=self.foreign.agency)
        return set(serving.values_list("user__email", flat=True))

    def _hear(self, text: str) -> None:
        """Count how often a text says the token, and how often outside of what was typed."""
        text = text.lower()
        self.said += text.count(self.token)
        self.more += text.replace(escape(self.typed), "").count(self.token) if self.typed else 0

    def _suspicious(self, model: type[Model], keys: set[str], after: dict[str, str]) -> set[str]:
        touched = keys & self.foreign.rows[model]
        if model._meta.label in OWN_ROWS:
            return touched
        # Not their session: how often it is written depends on the time that the requests take.
        self.written += len(keys)
        owned = self.foreign.rows
        if self.receives:
            owned = {each: rows for each, rows in owned.items() if each is not Agency}
        return touched | naming(model, keys - touched, owned)


def own_forms(visit: Visit, names: set[str], done: set[Any]) -> Iterator[FilledForm]:
    """Yield every form with text fields on the persona's own screens that nobody met before."""
    opened = set()
    for address in admin_addresses(visit.cast.own):
        screen = screen_of(address)
        if address.name not in names or address.name == LEAVING or screen in opened:
            continue
        response = visit.get(address.url)
        if not is_screen(address, response):
            continue
        opened.add(screen)
        for form in _filled_forms(address, response.content):
            known = address.name, frozenset(form.fields)
            if form.texts and known not in done:
                done.add(known)
                yield form


def _filled_forms(address: Address, html: bytes) -> Iterator[FilledForm]:
    for form in BeautifulSoup(html, "html.parser", parse_only=FORMS)("form"):
        if form.get("method", "get").lower() != "post":
            continue
        fields = QueryDict(mutable=True)
        for field in form(["input", "textarea", "select"]):
            _add(fields, field)
        for block in form.select("[data-block]"):
            fields[f"{block['id']}-count"] = "0"
        fields.pop("csrfmiddlewaretoken", None)
        data = {
            name: values if len(values) > 1 else "".join(values) for name, values in fields.lists()
        }
        inputs = [each for each in form(["input", "textarea", "select"]) if _is_sent(each)]
        texts = [each["name"] for each in inputs if _takes_text(each)]
        for field in inputs:
            _fill(data, field)
        yield FilledForm(
            Address(address.name, form.get("action") or address.url, address.route),
            data,
            tuple(dict.fromkeys(texts)),
            tuple(each["name"] for each in inputs if each.get("type") == "file"),
        )


def _is_sent(field: Any) -> bool:
    name = field.get("name", "")
    return bool(name) and NEW_ROW not in name and name not in NOT_TYPED


def _takes_text(field: Any) -> bool:
    if field.name == "textarea":
        return True
    typed = field.name == "input" and field.get("type", "text") in TYPED
    return typed and not DAYS.search(field["name"])


def _fill(data: dict[str, Any], field: Any) -> None:
    """Fill in what a form asks for and nobody has written yet."""
    name, kind = field["name"], field.get("type", "text")
    if field.name == "select":
        values = [each.get("value", "") for each in field("option")]
        data[name] = data.get(name) or next(filter(None, values), "")
    elif kind == "radio" or name in TICKED or (kind == "checkbox" and field.has_attr("required")):
        data.setdefault(name, field.get("value", "on"))
    elif field.name == "textarea" or kind in (*TYPED, "number"):
        needed = field.has_attr("required") or name in SAMPLES
        data[name] = str(data.get(name, "")).strip() or (_sample(name, kind) if needed else "")


def _sample(name: str, kind: str) -> str:
    if DAYS.search(name):
        return timezone.localdate().strftime("%d/%m/%Y")
    by_kind = {"number": "1", "url": "https://www.facebook.com/trang.moi.1"}
    by_kind["email"] = "nguoi.moi@example.vn"
    return SAMPLES.get(name) or by_kind.get(kind, "Dòng chữ mới, đủ dài.")


def fresh(form: FilledForm) -> dict[str, Any]:
    """Return the fields of a form, with files that nobody has read yet."""
    picture = form.target.name in WITH_PICTURES
    return form.fields | {
        name: screenshot() if picture else SimpleUploadedFile("tep.pdf", scan_of())
        for name in form.files
    }


def type_everywhere(
    cast: Cast, names: set[str], reads: Reads, keys: list[str]
) -> tuple[list[TypingVisit], set[str]]:
    """Let each persona type the keys. Returns the visits, and the forms taken as filled."""
    visits, done, taken = [], set[Any](), set[str]()
    for persona in PERSONAS:
        visit = TypingVisit(Client(), cast, persona, reads)
        for form in list(own_forms(visit, names, done)):
            answer = visit.post(form.target, fresh(form))
            if answer.status_code in (403, 404):
                continue
            taken |= {form.target.name} if is_good(answer) else set()
            for fields, key in _typings(form, keys):
                visit.type_key(form, fields, key)
        # What opening and filling in says is judged by the matrix.
        visits.append(visit)
    return visits, taken


def _typings(form: FilledForm, keys: list[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield which key to type into which fields: each key into all of them, then field by field.

    A field alone takes one key of each kind, a field for an address every address.
    """
    yield from ((form.texts, key) for key in keys)
    if form.target.name.startswith("wagtail") and not IS_DRILL:
        return
    one_of_each = list({kind_of(key): key for key in keys}.values())
    addresses = [key for key in keys if kind_of(key) == "url"]
    for field in form.texts:
        chosen = addresses if re.search("url|link|website", field) else one_of_each
        yield from (((field,), key) for key in (keys if IS_DRILL else chosen))
