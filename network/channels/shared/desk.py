"""Where the screens of plans, posts and scans stand: below the list of channels."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy

CHANNELS_TITLE = gettext_lazy("Pages on social networks")
# The breadcrumb to the list of channels, as (URL, title).
ABOVE_CHANNELS = (reverse_lazy("channels_desk:index"), CHANNELS_TITLE)
