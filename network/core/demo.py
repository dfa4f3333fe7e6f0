"""What higher floors add to the demo, after what `load_demo` loads itself."""

import datetime as dt
from collections.abc import Callable

from .registry import Registry

# Each may run twice, and adds nothing the second time.
DEMO_PARTS = Registry[Callable[[dt.datetime], None]]("parts of the demo")
