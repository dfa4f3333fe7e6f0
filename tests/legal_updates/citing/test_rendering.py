"""Numbers in HTML become links; everything else stays as it was."""

import datetime as dt

import pytest

from legal_updates.citing.rendering import link_documents
from legal_updates.models.choices import Validity
from tests.factories.documents import make_document

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 25)


def linked(markup: str, *documents, fetch=lambda keys: []) -> str:
    return link_documents(markup, documents, day=DAY, fetch=fetch)


def test_a_number_becomes_a_link_with_its_card():
    decree = make_document("100/2019/NĐ-CP", title="Xử phạt giao thông")
    text = linked("<p>Theo Nghị định số 100/2019/NĐ-CP thì</p>", decree)
    assert text == (
        f'<p>Theo Nghị định số <a class="cited" href="{decree.get_absolute_url()}" '
        'data-title="Xử phạt giao thông" data-validity="in_force" '
        'data-status="Còn hiệu lực (chưa kiểm tra)">'
        "100/2019/NĐ-CP</a> thì</p>"
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="/x">Nghị định 100/2019/NĐ-CP</a>',
        "<h2>Nghị định <em>số</em> 100/2019/NĐ-CP</h2>",
        '<img alt="Nghị định 100/2019/NĐ-CP"><p title="100/2019/NĐ-CP">x</p>',
        "<details><summary>Nghị định 100/2019/NĐ-CP</summary></details>",
        "<script>var a = 'Nghị định 100/2019/NĐ-CP' && 1 < 2;</script>",
        "<p>Nghị định 101/2019/NĐ-CP</p>",
        "<p>1 &lt; 2 &amp; 3&nbsp;4 &#39;x&#39;<br/><!-- 100/2019/NĐ-CP --></p>",
    ],
)
def test_links_headings_attributes_and_the_rest_stay_as_they_are(markup):
    assert linked(markup, make_document("100/2019/NĐ-CP")) == markup


def test_what_stands_around_and_in_the_title_is_escaped():
    decree = make_document("100/2019/NĐ-CP", title='"><script>alert(1)</script>')
    text = linked("<p>&lt;b&gt; Nghị định 100/2019/NĐ-CP &amp; &lt;i&gt;</p>", decree)
    assert "<script>" not in text
    assert "<p>&lt;b&gt; Nghị định <a" in text
    assert "</a> &amp; &lt;i&gt;</p>" in text


def test_nothing_is_said_of_a_record_that_nobody_confirmed():
    decree = make_document("100/2019/NĐ-CP", validity=Validity.EXPIRED, confirmed=False)
    assert 'data-status="Chưa xác định"' in linked("<p>Nghị định 100/2019/NĐ-CP</p>", decree)


def test_chosen_documents_are_fetched_once():
    decree, other = make_document("100/2019/NĐ-CP"), make_document("7/2020/NĐ-CP")
    asked = []

    def fetch(keys):
        asked.append(keys)
        return [other]

    markup = f'<a data-document="{decree.pk}">một</a> <a data-document="{other.pk}">hai</a>'
    text = linked(markup, decree, fetch=fetch)
    assert asked == [{other.pk}]
    assert text.count('class="cited"') == 2
    assert ">một</a>" in text
    assert ">hai</a>" in text
