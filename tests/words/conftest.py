"""The houses and the people of the tests of tenancy."""

from tests.tenancy.conftest import built, cast

__all__ = ["built", "cast"]
