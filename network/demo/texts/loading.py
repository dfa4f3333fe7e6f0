"""Load all pages of the demo. Safe to run twice. Called by `load_demo`."""

import datetime as dt

from .articles import add_articles
from .drafting import Drafting
from .law_pages import add_law_pages, end_uses
from .notices import add_notices
from .questions import add_answers


def load_pages(*, now: dt.datetime) -> None:
    """Add the missing articles, pages about law, notices and answers.

    All are written at once, so that the decision log of each agency is in the order of its dates.
    """
    drafting = Drafting()
    add_articles(drafting)
    add_law_pages(drafting, now=now)
    add_notices(drafting, now=now)
    add_answers(drafting)
    drafting.write(now=now)
    end_uses()
