"""What people of the network fill in about sources and library items."""

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
    """Saves only what was changed here: the fetcher writes other fields of the same row."""

    @property
    def changed_fields(self) -> list[str]:
        """Return the columns of the row that the person has changed."""
        return [name for name in self.changed_data if name != "topics"]

    def save(self, commit: bool = True) -> Any:
        """Save a new row whole, the changed fields of an old one."""
        if self.instance.pk is None or not commit:
            return super().save(commit=commit)
        if self.changed_fields:
            self.instance.save(update_fields=self.changed_fields)
        self._save_m2m()
        return self.instance


class LibraryItemForm(LibraryForm):
    """What a reviewer may correct. The link belongs to the source, except where it gave none."""

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
        """Tick what the words of a new item suggest: the reviewer takes away what is wrong."""
        likely = suggested_topics([self.instance]).get(self.instance.pk)
        if likely:
            self.initial["topics"] = likely
            self.fields["topics"].help_text = _(
                "Ticked by the words of the item: take away what does not fit."
            )

    @property
    def changed_fields(self) -> list[str]:
        """Return what was changed; a suggested link that was left standing counts."""
        changed = [name for name in ("title", "excerpt") if name in self.changed_data]
        return [*changed, *(["link"] if self.instance.link != self.stored_link else [])]

    def save(self, commit: bool = True) -> LibraryItem:
        """Save the topics; the fields are saved by `review_services.correct_item`."""
        self._save_m2m()
        return self.instance


def clean_public_address(url: str) -> str:
    """Return the address of a portal. Raises ValidationError where it leads inside.

    The fetcher checks again what its name resolves to.
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
    """Return whether a host may be a portal's, by its spelling alone."""
    address = literal_address(host)
    if address is not None:
        return is_allowed_address(str(address), allow_loopback=settings.AGGREGATOR_ALLOW_LOOPBACK)
    if host == "localhost":
        return bool(settings.AGGREGATOR_ALLOW_LOOPBACK)
    return "." in host and not host.endswith((".localhost", ".local", ".internal"))
