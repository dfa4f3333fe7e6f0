"""Block the parts of Wagtail's public API that this network does not serve.

Wagtail's apps build its schemas at every start, even without URLs: Ninja, Pydantic, REST framework
and a schema for each model take a third of the CPU time of a start.
"""

import re
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

# The admin uses `wagtail.admin.api`, which is based on `wagtail.api.v2`, so that one stays.
UNSERVED = re.compile(r"wagtail\.(contrib\.redirects\.api|([a-z]+\.)*api\.v3)(\.|$)")


class _Nothing:
    """Placeholder for routers and schemas. It accepts any call and does nothing."""

    def __getattr__(self, name: str) -> "_Nothing":
        return self

    def __call__(self, *arguments: Any) -> None:
        """Do nothing."""


class _EmptyModules(MetaPathFinder, Loader):
    """Import hook that provides empty modules for that API."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the spec of an empty module if `name` belongs to that API, else None."""
        return ModuleSpec(name, self, is_package=True) if UNSERVED.match(name) else None

    def exec_module(self, module: ModuleType) -> None:
        """Add the names that Wagtail's apps import from these modules."""
        vars(module).update(api=_Nothing(), router=_Nothing(), register_content_types=_Nothing())


def leave_out_unserved_api() -> None:
    """Install the import hook: later imports of that API get empty modules."""
    sys.meta_path.insert(0, _EmptyModules())
