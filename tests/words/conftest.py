"""The houses and the people of the tests of tenancy."""

from tests.tenancy.conftest import built, cast, no_copies_of_contexts, reads

__all__ = ["built", "cast", "no_copies_of_contexts", "reads"]
