"""The folders inside a room point one way, but for a few pairs that may only become fewer."""

from tests.folders import imports_between_folders, two_way_pairs

# One reads Word files, the other confines whoever reads a file, and shows what was read. Each other
# is a model that shows or reads what its folder offers, or a list of hooks and checks that
# Wagtail or Django look up beside what they use.
KNOWN = {
    ("aggregator", "aggregator/clusters"),
    ("aggregator", "aggregator/proposals"),
    ("network/core", "network/core/system_checks"),
    ("network/media", "network/media/inspection"),
    ("network/media", "network/media/viewing"),
    ("network/media/viewing", "network/media/word_import"),
    ("network/moderation", "network/moderation/models"),
    ("network/moderation", "network/moderation/review"),
    ("network/oversight", "network/oversight/audits"),
    ("network/oversight", "network/oversight/verdicts"),
    ("sites", "sites/models"),
    ("sites/models", "sites/reading"),
}


def test_no_other_folders_of_a_room_import_each_other() -> None:
    assert set(two_way_pairs(imports_between_folders())) == KNOWN


def test_a_pair_is_two_folders_that_import_each_other() -> None:
    there, back = ("a", "a/b"), ("a/b", "a")
    assert two_way_pairs({there: ["a.x -> a.b.y"]}) == []
    assert two_way_pairs({there: ["a.x -> a.b.y"], back: ["a.b.z -> a.x"]}) == [there]
