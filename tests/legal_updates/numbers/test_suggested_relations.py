"""What a heading says its document does to others."""

import pytest

from legal_updates.numbers.suggested_relations import suggest_relations

NEW = "Nghị định số 168/2024/NĐ-CP"
OLD = "Nghị định số 100/2019/NĐ-CP ngày 30/12/2019 của Chính phủ"


def told(heading):
    return [
        (suggested.relation, suggested.number, suggested.parts)
        for suggested in suggest_relations(heading)
    ]


@pytest.mark.parametrize(
    ("heading", "relations"),
    [
        (f"{NEW} thay thế {OLD}", [("thay_the", "100/2019/NĐ-CP", "")]),
        (f"{NEW} bãi bỏ {OLD}", [("bai_bo", "100/2019/NĐ-CP", "")]),
        (
            f"{NEW} sửa đổi, bổ sung, bãi bỏ một số điều của {OLD}",
            [("sua_doi_bo_sung", "100/2019/NĐ-CP", "")],
        ),
        (
            f"{NEW} bãi bỏ Điều 5, khoản 2 Điều 7 {OLD}",
            [("bai_bo", "100/2019/NĐ-CP", "Điều 5, khoản 2 Điều 7")],
        ),
        (
            "Thông tư 5/2026/TT-BTC bãi bỏ các Thông tư số 7/2020/TT-BTC, 8/2020/TT-BTC",
            [("bai_bo", "7/2020/TT-BTC", ""), ("bai_bo", "8/2020/TT-BTC", "")],
        ),
        (
            f"{NEW} sửa đổi {OLD}; bãi bỏ Nghị định số 1/2018/NĐ-CP",
            [("sua_doi_bo_sung", "100/2019/NĐ-CP", ""), ("bai_bo", "1/2018/NĐ-CP", "")],
        ),
        # Not said of this document, or said of it by another one.
        (f"{NEW} quy định về xử phạt, căn cứ {OLD}", []),
        (f"{NEW} được thay thế bởi {OLD}", []),
        (f"{NEW} sửa đổi quy định về chăn nuôi theo Nghị quyết số 57/NQ-CP", []),
        (
            f"{NEW} sửa đổi {OLD} quy định chi tiết Luật và Nghị định số 132/2008/NĐ-CP",
            [("sua_doi_bo_sung", "100/2019/NĐ-CP", "")],
        ),
        (f"{NEW} thay thế {NEW}", []),
        ("Không có số nào", []),
    ],
)
def test_relations_in_a_heading(heading, relations):
    assert told(heading) == relations


def test_the_words_name_the_other_document_for_whoever_looks_it_up():
    (suggested,) = suggest_relations(f"{NEW} thay thế {OLD}")
    assert suggested.words == f"thay thế {OLD}"
