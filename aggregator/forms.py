"""Admin forms of library items, and the check of public addresses."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from legal_updates.forms import TopicField
from network.core.addresses import (
    ascii_host,
    is_allowed_address,
    is_allowed_port,
    literal_address,
)
from network.core.fields import require_web_address

from .models import LibraryItem
from .topics import suggested_topics


class LibraryForm(WagtailAdminModelForm):
    """Base form that saves only changed fields, because the fetcher writes other fields of the same
    row."""

    @property
    def changed_fields(self) -> list[str]:
        """Return the names of the columns that the user has changed."""
        return [name for name in self.changed_data if name != "topics"]

    def save(self, commit: bool = True) -> Any:
        """Insert a new row completely; of an existing row save only the changed fields."""
        if self.instance.pk is None or not commit:
            return super().save(commit=commit)
        if self.changed_fields:
            self.instance.save(update_fields=self.changed_fields)
        self._save_m2m()
        return self.instance


class LibraryItemForm(LibraryForm):
    """Form for a reviewer's corrections of an item. The link is editable only if the source gave
    none."""

    topics = TopicField(label=_("Topics"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tick_likely_topics()
        link = self.fields["link"]
        self.stored_link = self.instance.link
        if self.stored_link:
            link.disabled = True
            link.help_text = _("The link is the source's and cannot be changed.")
        else:
            link.initial = self.initial["link"] = self.instance.suggested_link
            require_web_address(link)
            link.help_text = _("The source gave no usable link: check this one, or enter it.")

    def _tick_likely_topics(self) -> None:
        """Preselect the topics that the words of a new item suggest. The reviewer removes wrong
        ones."""
        likely = suggested_topics([self.instance]).get(self.instance.pk)
        if likely:
            self.initial["topics"] = likely
            self.fields["topics"].help_text = _(
                "Ticked by the words of the item: take away what does not fit."
            )

    @property
    def changed_fields(self) -> list[str]:
        """Return the changed fields. A suggested link that the reviewer accepted counts as
        changed."""
        changed = [name for name in ("title", "excerpt") if name in self.changed_data]
        return [*changed, *(["link"] if self.instance.link != self.stored_link else [])]

    def save(self, commit: bool = True) -> LibraryItem:
        """Save only the topics; `review_services.correct_item` saves the fields."""
        self._save_m2m()
        return self.instance


def clean_public_address(url: str) -> str:
    """Return the address of a portal. Raises ValidationError unless it is a public web address.

    Checks the spelling only; the fetcher checks the IP addresses to which the host name resolves.
    """
    try:
        parts = urlsplit(url)
        host, port = ascii_host(parts.hostname or ""), parts.port or 443
        public = _is_public(host) and is_allowed_port(port) and "@" not in parts.netloc
    except ValueError:
        public = False
    if not public:
        raise ValidationError(
            _("This address is not a public web address: enter one like https://portal.vn/rss.")
        )
    return url


def _is_public(host: str) -> bool:
    """Return whether the spelling of a host allows it to be public. Makes no DNS query."""
    address = literal_address(host)
    if address is not None:
        return is_allowed_address(str(address), allow_loopback=settings.AGGREGATOR_ALLOW_LOOPBACK)
    if host == "localhost":
        return bool(settings.AGGREGATOR_ALLOW_LOOPBACK)
    return "." in host and not host.endswith((".localhost", ".local", ".internal"))
