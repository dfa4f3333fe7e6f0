"""Leave out the parts of Wagtail's public API, which this network does not serve.

Wagtail's apps build its schemas at every start, also where no URL leads to them: Ninja, Pydantic,
REST framework and a schema for each model take a third of the CPU time of a start.
"""

import re
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

# The pages of the admin ask `wagtail.admin.api`, which is built on `wagtail.api.v2`.
UNSERVED = re.compile(r"wagtail\.(contrib\.redirects\.api|([a-z]+\.)*api\.v3)(\.|$)")


class _Nothing:
    """Takes routers and schemas, and does nothing with them."""

    def __getattr__(self, name: str) -> "_Nothing":
        return self

    def __call__(self, *arguments: Any) -> None:
        """Register nothing."""


class _EmptyModules(MetaPathFinder, Loader):
    """Finds each module of that API as an empty one; whatever is imported from it does nothing."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """Return the spec of an empty module for a name of that API, None for others."""
        return ModuleSpec(name, self, is_package=True) if UNSERVED.match(name) else None

    def exec_module(self, module: ModuleType) -> None:
        """Let the names that Wagtail's apps import be found in the module."""
        vars(module).update(api=_Nothing(), router=_Nothing(), register_content_types=_Nothing())


def leave_out_unserved_api() -> None:
    """Let imports of that API find empty modules from now on."""
    sys.meta_path.insert(0, _EmptyModules())
