"""Base of the app configs: each folder of an app registers its own contributions."""

from importlib import import_module
from pathlib import Path

from django.apps import AppConfig


class RoomConfig(AppConfig):
    """Config of an app. Import it as `rooms.RoomConfig`: Django takes every config in `apps.py`."""

    def ready(self) -> None:
        """Call `register()` of `registrations.py` of the app, then of those in its folders, by
        name.

        So the modules of an app know none of its folders, as lower apps know none of the higher
        ones.
        """
        root = Path(self.path)
        files = sorted(root.rglob("registrations.py"), key=lambda file: (len(file.parts), file))
        for file in files:
            parts = file.relative_to(root).with_suffix("").parts
            import_module(".".join([self.name, *parts])).register()
