"""Names that look like an agency's, and those that do not."""

import csv
from pathlib import Path

import pytest

from network.agencies import places
from network.channels.cases.similarity.compare import Likeness, closest, compare, is_mixed, words_of

DATA = Path(places.__file__).parent / "data"
# Each with the official name it imitates.
FAKES = [
    ("Ѕở Тư рháр Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("So Tu Phap GiaLai - Official", "Sở Tư pháp tỉnh Gia Lai"),
    ("S0 Tu Phap Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("So\u200b Tu Phap Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("SỞ TƯ PHÁP GIA LAI", "Sở Tư pháp tỉnh Gia Lai"),
    ("STP Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("Ｓở Ｔư ｐháp Ｇia Ｌai", "Sở Tư pháp tỉnh Gia Lai"),
    ("Hỗ trợ Sở Tư Pháp Gia Lai lấy lại tiền", "Sở Tư pháp tỉnh Gia Lai"),
    ("Sở Tư phápp Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("Sỡ Tư Pháp Tỉnh Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("Sở TP Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("Gia Lai - Sở Tư pháp", "Sở Tư pháp tỉnh Gia Lai"),
    ("sotuphap.gialai", "Sở Tư pháp tỉnh Gia Lai"),
    ("Sở Tư pháp tỉnh Gia Lai 24h", "Sở Tư pháp tỉnh Gia Lai"),
    ("$ở Tư ph@p Gia L@i", "Sở Tư pháp tỉnh Gia Lai"),
    ("Cổng thông tin Sở Tư pháp Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("Tư pháp Gia Lai", "Sở Tư pháp tỉnh Gia Lai"),
    ("S.ở T.ư p.háp G.ia L.ai", "Sở Tư pháp tỉnh Gia Lai"),
    ("Công an tỉnh Gia Lai - Cổng tiếp nhận hồ sơ", "Công an tỉnh Gia Lai"),
    ("CA tỉnh Gia Lai", "Công an tỉnh Gia Lai"),
    ("Cong An Gia Lai Official", "Công an tỉnh Gia Lai"),
    ("Công an Gia Lai hỗ trợ nạn nhân lừa đảo", "Công an tỉnh Gia Lai"),
    ("C0ng An Tinh Gia Lai", "Công an tỉnh Gia Lai"),
    ("UBND phường Pleiku - Fanpage", "Ủy ban nhân dân phường Pleiku"),
    ("Uy Ban Nhan Dan Phuong Pleiku", "Ủy ban nhân dân phường Pleiku"),
    ("UBND P. Pleiku hỗ trợ dịch vụ công", "Ủy ban nhân dân phường Pleiku"),
    ("Sở Y Tế Gia Lai Official", "Sở Y tế tỉnh Gia Lai"),
    ("Ѕо Y Te Gia Lai", "Sở Y tế tỉnh Gia Lai"),
    ("BHXH tỉnh Gia Lai tiếp nhận hồ sơ", "Bảo hiểm xã hội tỉnh Gia Lai"),
    ("Bao Hiem Xa Hoi Gia Lai", "Bảo hiểm xã hội tỉnh Gia Lai"),
    ("Sở Xây dựng Gia Lai Tin tức", "Sở Xây dựng tỉnh Gia Lai"),
    ("Thanh tra Gia Lai", "Thanh tra tỉnh Gia Lai"),
]
# Nobody of the network: neighbours elsewhere, namesakes, clubs, newspapers, shops.
OTHERS = [
    *("Sở Tư pháp Đắk Lắk", "Sở Tư pháp tỉnh Kon Tum", "Sở Tư pháp TP Hồ Chí Minh"),
    *("Công an tỉnh Đắk Lắk", "Công an Hà Nội", "Sở Y tế Lâm Đồng", "UBND tỉnh Quảng Ngãi"),
    *("Gia Lai 24h", "Báo Gia Lai", "Gia Lai Online", "Du lịch Gia Lai", "Rao vặt Gia Lai"),
    *("Hội Luật gia Gia Lai", "Đoàn Luật sư tỉnh Gia Lai", "Luật sư Pleiku"),
    *("Pleiku Food", "Cà phê Ia Grai", "Việc làm Chư Sê", "Yêu Pleiku"),
    *("Bộ Tư pháp", "Bộ Công an", "Cổng Thông tin điện tử Chính phủ"),
    *("Trường THPT Pleiku", "Bệnh viện Đa khoa Gia Lai", "Hoàng Anh Gia Lai FC"),
    *("Trung tâm Trợ giúp pháp lý Khánh Hòa", "Thư viện pháp luật", "Tin nóng Tây Nguyên"),
]


def officials():
    yield from ("Công an tỉnh Gia Lai", "Bảo hiểm xã hội tỉnh Gia Lai")
    for name, column in (("agencies_2025.csv", "name"), ("communes_2025.csv", "agency_name")):
        with (DATA / name).open(encoding="utf-8") as file:
            yield from (row[column] for row in csv.DictReader(file))


def found(name):
    best = closest(name, officials())
    return best if best.likeness == Likeness.SUSPICIOUS else None


def test_fakes_are_found_and_others_left_alone():
    hits = [(name, found(name)) for name, _official in FAKES]
    alarms = [(name, found(name)) for name in OTHERS if found(name)]
    right = sum(best is not None for _name, best in hits)
    assert right / len(FAKES) >= 0.95, [name for name, best in hits if best is None]
    assert right / (right + len(alarms)) >= 0.95, alarms
    wrong = [
        (name, best.official)
        for (name, best), (_name, official) in zip(hits, FAKES, strict=True)
        if best and best.official != official
    ]
    assert not wrong


@pytest.mark.parametrize("name", ["Sở Tài chính Gia Lai", "Sở Tư pháp Đắk Lắk", "Công an Gia Lai"])
def test_another_department_and_another_province_are_no_likeness(name):
    assert compare(name, "Sở Tư pháp tỉnh Gia Lai").likeness == Likeness.NONE


def test_an_agency_is_no_likeness_of_its_neighbour():
    names = list(officials())
    for name in names[::5]:
        assert closest(name, names).official == name


def test_mixed_alphabets_are_noticed():
    assert is_mixed("Ѕở Tư pháp")
    assert not is_mixed("Sở Tư pháp Gia Lai 24h")
    assert words_of("") == ()
    assert compare("☎ 0905", "Sở Y tế").score < 0.5
