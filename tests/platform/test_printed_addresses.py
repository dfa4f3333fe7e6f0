"""No stored address runs as a script when somebody clicks it: database, forms, templates, code."""

import ast
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.template import Context, Template
from wagtail.rich_text import RichText, get_text_for_indexing

from network.core import outside
from network.core.fields import WebAddressField
from network.core.model_fields import WebURLField
from tests.factories.documents import make_document
from tests.factories.sections import make_item

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [
    path for path in sorted((ROOT / "templates").rglob("*")) if path.suffix in {".html", ".svg"}
]
OURS = ("network", "sites", "legal_updates", "aggregator")
BAD = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "\u2028javascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "ftp://x.vn/a",
    "blob:https://x.vn/1",
    "//x.vn/a",
    "/\\x.vn/a",
    "\\\\x.vn",
    "x:y",
]
GOOD = [
    "https://x.vn/a?b=c:d",
    "HTTP://x.vn",
    "mailto:a@x.vn",
    "tel:0269",
    "/admin/pages/3/",
    "?trang=2&loc=a:b",
    "#trang-3",
    "trang/a:b/",
    "",
]

# --- Templates ---

# Computed: reversed addresses, addresses of pages and of stored files, the name of this website,
# data of pictures made small.
COMPUTED = re.compile(
    r"(view|desk)\.\w+_url|([\w.]+\.)?get_absolute_url|request\.path|static_prefix|media"
    r"|([\w.]+\.)?(file|captions|document)\.url"
    r"|(page|answer\.page|practice\.page|page\.shown_replacement)\.url"
    r"|shown\.thumb|form_url|register|hub|word_import|(help_wanted|resubmission)\.url"
    r"|\w+\|(zalo|facebook)_address"
)
ATTRIBUTE = re.compile(r"""\b(href|src|action|formaction|poster|srcset|data|cite|ping)=["']""")


# Tags that print nothing themselves.
SILENT = re.compile(r"\{%\s*(?:if|endif|for|endfor|with|endwith)\b.*?%\}")


def beginnings(markup: str) -> list[str]:
    """Return the variables with which addresses of a template begin, of every branch."""
    found = []
    for attribute in ATTRIBUTE.finditer(markup):
        value = value_of(markup, attribute.end())
        for branch in re.split(r"\{%\s*(?:else|elif)[^%]*%\}", value):
            begins = SILENT.sub("", branch).lstrip()
            if begins.startswith("{{"):
                found.append(begins[2:].partition("}}")[0].strip())
    return found


def value_of(markup: str, start: int) -> str:
    """Return the value of the attribute, whose end is its quote outside the template's tags."""
    quote, place = markup[start - 1], start
    while markup[place] != quote:
        end = {"{%": "%}", "{{": "}}"}.get(markup[place : place + 2])
        place = markup.index(end, place) + 2 if end else place + 1
    return markup[start:place]


def unsafe(expression: str) -> bool:
    return not (expression.endswith("|safe_href") or COMPUTED.fullmatch(expression))


def test_every_address_that_a_template_prints_is_computed_or_filtered():
    found = {
        f"{path.relative_to(ROOT)}: {each}"
        for path in TEMPLATES
        for each in beginnings(path.read_text())
        if unsafe(each)
    }
    assert found == set()


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="{{ row.url }}">',
        '<a class="a"\n   href="{{ row.url }}" title="x">',
        "<img src='{{ row.picture }}'>",
        '<a href="{% if a %}{{ row.url }}{% else %}/x/{% endif %}">',
        '<a href="{% if a %}{% url "x" %}{% else %}{{ row.url|lower }}{% endif %}">',
        '<button formaction="{{ url }}?a=1">',
    ],
)
def test_the_walk_finds_a_raw_address(markup):
    assert [each for each in beginnings(markup) if unsafe(each)] != []


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="{{ row.url|safe_href }}">',
        '<a href="https://x.vn/{{ row.url }}">',
        '<a href="mailto:{{ row.email }}">',
        '<a href="{% url "x" row.pk %}?a={{ b }}">',
        "<a {% outside_href row.url %}>",
    ],
)
def test_the_walk_lets_a_good_address_pass(markup):
    assert [each for each in beginnings(markup) if unsafe(each)] == []


@pytest.mark.parametrize("address", BAD)
def test_the_filter_prints_no_address_that_a_click_would_run(address):
    page = Template('{% load outside %}<a href="{{ a|safe_href }}">x</a>').render(
        Context({"a": address})
    )
    assert BeautifulSoup(page, "html.parser").a["href"] == ""
    assert outside.href(address) == ""


@pytest.mark.parametrize("address", GOOD)
def test_the_filter_prints_what_leads_somewhere(address):
    page = Template('{% load outside %}<a href="{{ a|safe_href }}">x</a>').render(
        Context({"a": address})
    )
    assert BeautifulSoup(page, "html.parser").a["href"] == address


# --- Rich text ---


@pytest.mark.parametrize("address", [each for each in BAD if "<" not in each])
@pytest.mark.parametrize("form", ['<a href="{}">x</a>', "<A title=a HREF='{}'>x</A>"])
def test_rich_text_prints_no_such_link_even_if_it_was_stored(address, form):
    page = str(RichText(f"<p>{form.format(address)}</p>"))
    assert BeautifulSoup(page, "html.parser").a.get("href", "") == ""


def test_rich_text_hides_a_scheme_in_no_character_reference():
    page = str(RichText('<p><a href="&#106;avascript&colon;alert(1)">x</a></p>'))
    assert "href" not in page


@pytest.mark.parametrize(
    "tag",
    [
        '<a title="a>b" href="javascript:alert(1)">',
        "<a title='>' href='javascript:alert(1)'>",
        "<a/href='javascript:alert(1)'>",
        "<a title=''href='javascript:alert(1)'>",
        '<a title="" href=javascript:alert(1)>',
        "<svg><a xlink:href='javascript:alert(1)'>",
    ],
)
def test_rich_text_finds_the_address_wherever_a_browser_does(tag):
    page = BeautifulSoup(str(RichText(f"<p>{tag}x</a></p>")), "html.parser")
    assert not [value for value in page.a.attrs.values() if "javascript" in value]


def test_rich_text_keeps_its_words_and_good_links():
    source = '<p>href="javascript:x" <b>a</b> <a href="https://x.vn/?a=1&amp;b=2">x</a></p>'
    assert str(RichText(source)) == source
    assert get_text_for_indexing(source)


def test_without_that_filter_the_stored_script_would_be_printed(monkeypatch):
    monkeypatch.setattr(outside, "safe_href", str)
    assert "javascript:" in str(RichText('<a href="javascript:alert(1)">x</a>'))


# --- Code ---

# Modules whose addresses are reversed, or those of pages and files; how many each prints.
REVERSED = {
    "aggregator/board.py": 1,
    # Read by a pattern, never shown.
    "aggregator/feeds/navigations.py": 2,
    "aggregator/review_rows.py": 2,
    "aggregator/review_views.py": 1,
    "legal_updates/citing/notices.py": 1,
    "legal_updates/citing/rendering.py": 1,
    "legal_updates/citing/reviews/views.py": 1,
    "legal_updates/drafts/views.py": 1,
    "legal_updates/desk/register_forms.py": 1,
    "legal_updates/desk/views.py": 1,
    "legal_updates/wording.py": 1,
    "network/accounts/wagtail_hooks.py": 2,
    "network/activities/desk/views.py": 1,
    "network/agencies/wagtail_hooks.py": 1,
    "network/capacity/decisions.py": 1,
    "network/capacity/people_views.py": 1,
    "network/channels/cases/desk/report_views.py": 2,
    "network/channels/cases/desk/views.py": 2,
    "network/channels/register/desk/inherited_views.py": 1,
    "network/channels/register/desk/views.py": 2,
    "network/channels/posting/notices/services.py": 1,
    "network/channels/posting/plans/views.py": 1,
    "network/core/outside.py": 2,
    "network/core/templatetags/frame.py": 1,
    # Addresses of static files.
    "network/core/templatetags/late_scripts.py": 2,
    "network/media/wagtail_hooks.py": 2,
    "network/core/wagtail_hooks.py": 2,
    "network/directives/desk/receipt_views.py": 1,
    "network/directives/desk/register_views.py": 3,
    "network/directives/desk/task_views.py": 1,
    # The library's addresses, by `LibraryItem.href`, which asks `web_address`.
    "network/hub/channels.py": 1,
    "sites/library/services.py": 1,
    "network/media/viewing/slides.py": 1,
    # Links of imported documents, by `web_address`.
    "network/media/word_import/pieces.py": 1,
    "network/media/viewing/word_html.py": 2,
    "network/moderation/review/again.py": 2,
    "network/moderation/wagtail_hooks.py": 1,
    "network/moderation/withdrawing/views.py": 1,
    "network/monitoring/wagtail_hooks.py": 1,
    "network/navigation/wagtail_hooks.py": 2,
    "network/oversight/matrix_views.py": 1,
    # Addresses of the network's own telephone and mail; paths that begin with one "/".
    "network/oversight/support/views.py": 2,
    "network/oversight/templatetags/oversight_tags.py": 1,
    "network/oversight/wagtail_hooks.py": 1,
    "network/practices/desk/adoption_views.py": 1,
    "network/practices/desk/views.py": 1,
    "network/provisioning/forms.py": 1,
    "network/questions/desk/views.py": 2,
    # Paths of our pages, by `safe_href`.
    "network/questions/problems/desk_views.py": 1,
    "network/rights_requests/desk/views.py": 1,
}
PRINTED = re.compile(r"""\b(?:href|src|action|formaction)=(?:["']?\{|["']$)""")


def printed_by(path: Path) -> int:
    """Return how many strings of a module begin an address with a value."""
    nodes = ast.walk(ast.parse(path.read_text()))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant))
    return sum(bool(PRINTED.search(text)) for text in texts if isinstance(text, str))


def test_every_address_that_code_prints_is_reviewed():
    found = {
        str(path.relative_to(ROOT)): count
        for package in OURS
        for path in sorted((ROOT / package).rglob("*.py"))
        if (count := printed_by(path))
    }
    assert found == REVERSED


# --- Forms and the database ---


def url_columns() -> list[tuple[type[models.Model], models.URLField]]:
    return [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(tuple(f"{name}." for name in OURS))
        for field in model._meta.local_fields
        if isinstance(field, models.URLField)
    ]


def test_every_field_of_an_address_takes_http_and_https_alone():
    columns = url_columns()
    assert len(columns) >= 21
    assert [field for _model, field in columns if not isinstance(field, WebURLField)] == []
    for address in BAD:
        with pytest.raises(ValidationError):
            WebURLField().run_validators(address)
        with pytest.raises(ValidationError):
            WebAddressField().clean(address if ":" in address else f"x:{address}")


@pytest.mark.django_db
def test_the_database_checks_every_column_of_an_address():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'c'"
        )
        checks = cursor.fetchall()
    for model, field in url_columns():
        wanted = rf"\({field.column}\)::text ~\* '\^https\?://'"
        mine = [text for table, text in checks if table == model._meta.db_table]
        assert any(re.search(wanted, text) for text in mine), (model, field.name)


@pytest.mark.django_db
@pytest.mark.parametrize("address", BAD)
def test_the_database_refuses_what_no_form_has_looked_at(address):
    item, document = make_item("Chữ"), make_document("1/2026/NĐ-CP")
    for row, name in ((item, "link"), (item, "original_link"), (document, "official_url")):
        with pytest.raises(IntegrityError, match="is_web"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**{name: address})
