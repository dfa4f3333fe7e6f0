"""The editor of formatted text, whose scripts are loaded when its first field is shown."""

import json
from typing import Any

from django.forms import Media
from django.forms.widgets import Script
from django.templatetags.static import static
from django.utils.functional import cached_property
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea


class LateDraftail(DraftailRichTextArea):
    """Wagtail's editor. Its scripts are a sixth of a page editor's first load."""

    @cached_property
    def media(self) -> Media:
        """Return a script that knows the addresses of the others (late_scripts.js)."""
        whole: Any = super().media
        addresses = [
            whole.absolute_path(script) if isinstance(script, str) else script.path
            for script in whole._js
        ]
        late: Any = Script(
            static("core/late_draftail.js"), **{"data-draftail": json.dumps(addresses)}
        )
        return Media(js=[late], css=whole._css)
