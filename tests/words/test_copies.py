"""Templates copied from a package for a word differ from it in such words alone."""

import re
from pathlib import Path

import pytest
import wagtail
import wagtail_modeladmin
from django.conf import settings

WAGTAIL = Path(wagtail.__file__).parent / "admin" / "templates"
MODELADMIN = Path(wagtail_modeladmin.__file__).parent / "templates"
# What stands in the package, and in our copy.
WORDS = [
    ('value="Search"', 'value="{% translate "Search" %}"'),
    ('aria-label="Actions"', 'aria-label="{% translate "Actions" %}"'),
    (
        "{% trans \"This is your dashboard on which helpful information about content you've "
        'created will be displayed." %}',
        '{% translate "Nothing waits for you. The menu leads to everything else." %}',
    ),
    ("{% load i18n %}", ""),
    ("'plus'", '"plus"'),
]
COMMENTS = re.compile(r"{% comment .*?{% endcomment %}|{#.*?#}|\s+", re.DOTALL)


def bare(html: str) -> str:
    """Return a template without comments, blanks and what differs on purpose."""
    for package, ours in WORDS:
        html = html.replace(package, ours)
    return COMMENTS.sub("", html.replace(" />", "/>"))


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (WAGTAIL, "wagtailadmin/home.html"),
        (WAGTAIL, "wagtailadmin/shared/header.html"),
        (WAGTAIL, "wagtailadmin/shared/headers/_actions.html"),
        (MODELADMIN, "modeladmin/includes/header.html"),
    ],
)
def test_a_copy_says_what_the_package_says(folder, name):
    ours = (Path(settings.BASE_DIR) / "templates" / name).read_text(encoding="utf-8")
    assert bare(ours) == bare((folder / name).read_text(encoding="utf-8"))
