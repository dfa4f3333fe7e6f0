"""Registrations of the import of people from a file."""

from django.utils.translation import gettext_lazy as _

from network.agencies.models import JOURNAL_ACTIONS
from network.agencies.people.views import PEOPLE_LISTS

from .services import PEOPLE_IMPORTED
from .views import PeopleFileView


def register() -> None:
    """Register the screen in the lists of people, and the action of the audit log."""
    PEOPLE_LISTS.register({"provisioning:people_file": PeopleFileView.page_title})
    JOURNAL_ACTIONS.register({PEOPLE_IMPORTED: _("People imported")})
