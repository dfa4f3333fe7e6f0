"""Places where a commune does what an indicator asks, by the key that a CSV line names."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Label of the button, and URL name.
PLACES: dict[str, tuple[str | Promise, str]] = {
    "tasks": (_("See the tasks"), "directives:tasks"),
    "resources": (_("Enter resources"), "capacity:resources"),
    "diary": (_("Open the diary"), "activities:index"),
    "channels": (_("Open the channels"), "channels_desk:index"),
    "questions": (_("Open the questions"), "question_desk:index"),
    "reporters": (_("Open the reporters"), "reporters:index"),
    "pages": (_("Open the pages"), "wagtailadmin_explore_root"),
}
