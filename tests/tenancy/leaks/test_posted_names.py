"""A key has many spellings and many places in a form; a foreign one is not there in any of them."""

import json
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from sites.models import MaterialPage
from tests.factories.sections import make_material
from tests.tenancy.conftest import Cast, House
from tests.tenancy.leaks.asking import body_of, visits

pytestmark = [pytest.mark.django_db, pytest.mark.long]
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SPELLINGS = {
    "plain": str,
    "plus": lambda key: f"+{key}",
    "blank": lambda key: f"{key} ",
    "underscore": lambda key: f"0_{key}",
    "arabic": lambda key: str(key).translate(ARABIC),
}
# The others are tried by the matrix in all fields whose kind it knows, here by `make drill`.
SPELLED = [
    pytest.param(name, marks=[pytest.mark.drill] * (name not in ("plain", "arabic")))
    for name in SPELLINGS
]
PLACES = ["original", "cover", "file block", "link", "document link"]
NOTHING = inline_formset([])
ARTICLE = {
    "title": "Tin",
    "slug": "tin",
    "summary": "x",
    "date": "25/11/2026",
    "cover_alt_text": "x",
    "comments": NOTHING,
    "corrections": NOTHING,
}


def place_of(house: House) -> Page:
    return house.home.get_children().get(slug="tin-tuc")


def link_to(key: Any, kind: str = "LINK") -> str:
    """Return what the editor of rich text posts for a link; Wagtail's helper mends its key."""
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": "x", "inlineStyleRanges": []}
    entity = {"type": kind, "mutability": "MUTABLE", "data": {"id": key}}
    ranges = [{"offset": 0, "length": 1, "key": 0}]
    return json.dumps({"blocks": [block | {"entityRanges": ranges}], "entityMap": {"0": entity}})


def field_of(name: str, house: House, spell: Any) -> dict[str, Any]:
    """Return what a form of an article posts to name something of `house` in one place."""
    document, image = spell(house.document.pk), spell(house.image.pk)
    rest = {"body": streamfield([])}
    return {
        "original": rest | {"original": spell(house.article.pk), "language": "jra"},
        "cover": rest | {"cover": image},
        "file block": {"body": streamfield([("file", {"document": document, "title": ""})])},
        "link": {"body": streamfield([("paragraph", link_to(spell(house.article.pk)))])},
        "document link": {"body": streamfield([("paragraph", link_to(document, "DOCUMENT"))])},
    }[name]


def addresses_of(page: Page) -> list[str]:
    names = ("edit", "preview_on_edit")
    kind = [page._meta.app_label, page._meta.model_name, page.get_parent().pk]
    adds = ("add", "preview_on_add")
    return [
        *(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]) for name in names),
        *(reverse(f"wagtailadmin_pages:{name}", args=kind) for name in adds),
    ]


def assert_not_there(cast: Cast, addresses: list[str], form: dict[str, Any]) -> None:
    """Fail unless each address answers as if what the form names did not exist."""
    _persona, client = next(visits(cast, ["author"]))
    pages = Page.objects.count()
    for address in addresses:
        # A form with a mistake would be shown again, with all that was typed in.
        for title in ("Tin", ""):
            answer = client.post(address, nested_form_data(form | {"title": title}))
            assert answer.status_code == 404, (address, title)
            assert cast.foreign.marker not in body_of(answer), address
    assert Page.objects.count() == pages


@pytest.mark.parametrize("spelling", SPELLED)
@pytest.mark.parametrize("field", PLACES)
def test_an_article_names_nothing_foreign_in_any_spelling(cast, field, spelling):
    named = field_of(field, cast.foreign, SPELLINGS[spelling])
    assert_not_there(cast, addresses_of(cast.own.article), ARTICLE | named)


@pytest.mark.parametrize("field", PLACES)
def test_what_is_one_s_own_is_saved_from_the_same_form(cast, field):
    _persona, client = next(visits(cast, ["author"]))
    address = addresses_of(cast.own.article)[2]
    named = field_of(field, cast.own, str)
    answer = client.post(address, nested_form_data(ARTICLE | named))
    assert answer.status_code == 302, body_of(answer)


@pytest.mark.parametrize("spelling", SPELLED)
def test_a_front_page_shows_no_foreign_logo(cast, spelling):
    rows = ("comments", "library_rules", "own_links", "pano_placements")
    form = {"title": "Sở", "introduction": rich_text("<p>x</p>")} | dict.fromkeys(rows, NOTHING)
    logo = {"logo": SPELLINGS[spelling](cast.foreign.image.pk)}
    _persona, client = next(visits(cast, ["agency_admin"]))
    for name in ("edit", "preview_on_edit"):
        address = reverse(f"wagtailadmin_pages:{name}", args=[cast.own.home.pk])
        answer = client.post(address, nested_form_data(form | logo | {"title": ""}))
        assert answer.status_code == 404, name
        assert cast.foreign.marker not in body_of(answer), name


def material_form(**row: Any) -> dict[str, Any]:
    return ARTICLE | {
        "kind": "leaflet",
        "review_months": "12",
        "body": streamfield([]),
        "documents": NOTHING,
        "files": inline_formset([{"title": "x", "ORDER": "1"} | row]),
    }


@pytest.fixture
def material(cast) -> MaterialPage:
    return make_material(place_of(cast.own), owner=cast.people["author"])


@pytest.mark.parametrize("spelling", SPELLED)
def test_a_material_has_no_foreign_file(cast, material, spelling):
    file = SPELLINGS[spelling](cast.foreign.document.pk)
    assert_not_there(cast, addresses_of(material), material_form(file=file))


@pytest.mark.parametrize("spelling", SPELLED)
def test_a_material_is_not_replaced_by_a_foreign_page(cast, material, spelling):
    replacement = {"replaced_by": SPELLINGS[spelling](cast.foreign.article.pk)}
    form = material_form(file=cast.own.document.pk) | replacement
    assert_not_there(cast, addresses_of(material), form)


def test_a_material_takes_its_agency_s_file(cast, material):
    _persona, client = next(visits(cast, ["author"]))
    form = nested_form_data(material_form(file=cast.own.document.pk))
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[material.pk]), form)
    assert answer.status_code == 302, body_of(answer)
    saved = MaterialPage.objects.get(pk=material.pk).get_latest_revision_as_object()
    assert [row.file for row in saved.files.all()] == [cast.own.document]


@pytest.mark.parametrize("key", ["x", "5.0", "²", "9" * 30, "-1.5e3"])
@pytest.mark.parametrize(
    "field",
    ["files-0-file", "files-0-id", "cover", "original", "replaced_by", "documents-0-document"],
)
def test_what_no_editor_sends_is_refused_and_never_an_error(cast, material, field, key):
    form = nested_form_data(material_form(file=cast.own.document.pk)) | {field: key}
    if field.startswith("documents"):
        form |= nested_form_data({"documents": inline_formset([{"document": key, "ORDER": "1"}])})
    if field.endswith("-id"):
        form |= {"files-INITIAL_FORMS": "1"}
    _persona, client = next(visits(cast, ["author"]))
    for address in addresses_of(material):
        assert client.post(address, form).status_code in (200, 404), address


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("paragraph", {"": "{"}),
        ("paragraph", {"": "[1]"}),
        ("paragraph", {"": '{"blocks": 1, "entityMap": {}}'}),
        ("paragraph", {"": link_to("x")}),
        ("paragraph", {"": link_to([5])}),
        ("paragraph", {"": link_to("²", "LEGAL-DOCUMENT")}),
        ("file", {"-document": "5.0", "-title": ""}),
        ("image", {"-image": "x", "-alt_text": "", "-caption": ""}),
        ("related_documents", {"-documents-count": "x"}),
    ],
)
def test_a_body_that_is_none_is_refused_and_never_an_error(cast, kind, value):
    head = {"count": "1", "0-type": kind, "0-order": "0", "0-deleted": "", "0-id": ""}
    body = {f"body-{name}": part for name, part in head.items()}
    body |= {f"body-0-value{name}": part for name, part in value.items()}
    _persona, client = next(visits(cast, ["author"]))
    for address in addresses_of(cast.own.article):
        answer = client.post(address, nested_form_data(ARTICLE) | body)
        assert answer.status_code == 404, address
