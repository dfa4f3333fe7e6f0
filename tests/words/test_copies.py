"""Templates copied from a package for a word differ from it in such words and what is added."""

import re
from pathlib import Path

import pytest
import wagtail
from django.conf import settings

WAGTAIL = Path(wagtail.__file__).parent / "admin" / "templates"
# What stands in the package, and in our copy.
WORDS = [
    ('value="Search"', 'value="{% translate "Search" %}"'),
    ('aria-label="Actions"', 'aria-label="{% translate "Actions" %}"'),
    ("{% load i18n %}", ""),
    ("'plus'", '"plus"'),
]
# By copy: what stands in the package, and in our copy, both bare. What overwrites a colleague's
# text is not the first button.
ADDED = {
    "wagtailadmin/shared/header.html": [
        ("{%loadi18nwagtailadmin_tags%}", "{%loadframei18noutsidewagtailadmin_tags%}"),
        ("</header>", '</header>{%include"screen_tabs"|registered%}'),
        ("{{action_url}}", "{{action_url|safe_href}}"),
    ],
    "wagtailadmin/shared/editing_sessions/module.html": [
        (
            '<buttonclass="button"type="button"data-w-dialog-target="confirm"data-action='
            '"w-dialog#confirm">{%trans"Continue"%}</button><ahref=""target="_blank"'
            'class="buttonbutton-secondary"data-controller="w-action">'
            '{%trans"Viewlatestversion"%}</a>',
            '<ahref=""target="_blank"class="button"data-controller="w-action">'
            '{%trans"Viewlatestversion"%}</a><buttonclass="buttonbutton-secondary"type="button"'
            'data-action="w-dialog#hide">{%trans"Backtothetext"%}</button><buttonclass="buttonno"'
            'type="button"data-action="w-dialog#confirm">{%trans"Goonallthesame:"%}'
            '<spandata-w-dialog-target="confirm">{%trans"Continue"%}</span></button>',
        )
    ],
}
COMMENTS = re.compile(r"{% comment .*?{% endcomment %}|{#.*?#}|\s+", re.DOTALL)


def bare(html: str) -> str:
    """Return a template without comments, blanks and what differs on purpose."""
    for package, ours in WORDS:
        html = html.replace(package, ours)
    return COMMENTS.sub("", html.replace(" />", "/>"))


@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin/shared/header.html",
        "wagtailadmin/shared/headers/_actions.html",
        "wagtailadmin/shared/editing_sessions/module.html",
    ],
)
def test_a_copy_says_what_the_package_says(name):
    ours = (Path(settings.BASE_DIR) / "templates" / name).read_text(encoding="utf-8")
    expected = bare((WAGTAIL / name).read_text(encoding="utf-8"))
    for package, added in ADDED.get(name, []):
        assert expected.count(package) == 1
        expected = expected.replace(package, added)
    assert bare(ours) == expected
