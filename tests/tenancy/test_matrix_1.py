"""The first share of the addresses: nobody of one agency sees or changes a thing of another."""

from tests.tenancy.matrix import matrix_test

test_nobody_meets_or_changes_a_foreign_thing = matrix_test(0)
