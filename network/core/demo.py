"""Demo data of higher floors, loaded after the data of `load_demo` itself."""

import datetime as dt
from collections.abc import Callable

from .registry import Registry

# Each part is safe to run twice and adds nothing the second time.
DEMO_PARTS = Registry[Callable[[dt.datetime], None]]("parts of the demo")
