"""The picture of relations: nothing lies outside it, whatever the documents are called."""

import itertools

import pytest

from legal_updates.models.choices import Effect
from legal_updates.public.picture import WIDTH, draw
from legal_updates.public.relations import Related, RelationGroup


def group(count: int, *, incoming: bool, effect: Effect = Effect.NONE) -> RelationGroup:
    other = Related("Nghị định", "10/2026/VBHN-NĐ-BNV-RẤT-DÀI", "", None, "", confirmed=True)
    label = "Văn bản được quy định chi tiết, hướng dẫn thi hành"
    return RelationGroup("can_cu-out", label, incoming, effect, (other,) * count)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 40])
def test_everything_lies_inside(count):
    picture = draw(
        "Nghị quyết của Ủy ban Thường vụ Quốc hội 653/2019/UBTVQH14",
        [group(count, incoming=False), group(count, incoming=True, effect=Effect.EXPIRED)],
    )
    for box in picture.boxes:
        assert box.x >= 0
        assert box.x + box.width <= WIDTH
        assert box.y + box.height <= picture.height
    boxes = sorted((box.y, box.x, box.height, box.width) for box in picture.boxes)
    for (y, x, height, width), (next_y, next_x, *_) in itertools.pairwise(boxes):
        assert next_y >= y + height or (next_y == y and next_x >= x + width)


def test_what_acts_upon_the_document_points_at_it_and_is_red_where_it_ends_it():
    picture = draw("X", [group(1, incoming=True, effect=Effect.EXPIRED), group(1, incoming=False)])
    own = next(box for box in picture.boxes if box.own)
    above, below = sorted(picture.arrows, key=lambda arrow: arrow.y)
    assert (above.inward, above.tone, above.y < own.y) == (False, "plain", True)
    assert (below.inward, below.tone, below.y > own.y) == (True, "red", True)


def test_more_than_four_are_counted():
    picture = draw("X", [group(6, incoming=True)])
    assert [box.text for box in picture.boxes][-1] == "+ 3"
