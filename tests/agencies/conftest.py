"""The guard in front of the screens, and the screens alone."""

import pytest

GUARD = "network.agencies.guard.middleware.GuardMiddleware"
ACTS = "network.agencies.acting.middleware.ActsMiddleware"


@pytest.fixture(params=["with the guard", "without the guard"])
def with_and_without_guard(request: pytest.FixtureRequest, settings) -> None:
    """Run the test twice: what a screen promises, it keeps without the guard."""
    others = [name for name in settings.MIDDLEWARE if name not in (GUARD, ACTS)]
    guard = [GUARD] if request.param == "with the guard" else []
    settings.MIDDLEWARE = [*others, *guard, ACTS]


@pytest.fixture
def guarded(settings) -> None:
    """Put the guard before the screens, whatever the settings say."""
    others = [name for name in settings.MIDDLEWARE if name not in (GUARD, ACTS)]
    settings.MIDDLEWARE = [*others, GUARD, ACTS]
