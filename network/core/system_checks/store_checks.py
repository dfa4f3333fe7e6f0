"""Check of the object store: does it answer, and does it keep strangers out?"""

import datetime as dt
import time
from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..stored_files import StoreAway
from .findings import SystemCheck, SystemFinding, failing, good


def check_store(now: dt.datetime) -> SystemFinding | None:
    """Ask the object store for its first object, and try to read it without keys. None if media
    are in a folder."""
    if "store" not in {settings.MEDIA_IN, settings.MEDIA_ALSO_IN}:
        return None
    begun = time.monotonic()
    try:
        store: Any = storages.create_storage(settings.MEDIA_BACKENDS["store"])
        public = store.public_object()
    except StoreAway as error:
        return failing(
            _("does not answer"),
            what=_("Pictures and files cannot be opened or uploaded (%(error)s).")
            % {"error": error},
            to_do=_("Start the object store, or correct MEDIA_STORE_URL and its keys."),
        )
    if public:
        return failing(
            _("open to everybody"),
            what=_("The object store gives files to strangers, drafts and reports too: %(name)s")
            % {"name": public},
            to_do=_("Make the bucket private: only the keys of this system may read it."),
        )
    seconds = time.monotonic() - begun
    value = _("answers after %(seconds)s s") % {"seconds": f"{seconds:.3f}".replace(".", ",")}
    return good(value, figures={"milliseconds": round(seconds * 1000, 1)})


CHECKS = {
    "object_store": SystemCheck(gettext_lazy("Object store"), check_store, needs_database=False)
}
