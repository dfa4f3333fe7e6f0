"""What the kind of an agency implies (domain brief 2.1): does it get a section, and which menu."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of agency: whether it gets a section by itself, and its default menu."""

    key: str
    is_tenant: Literal["yes", "optional", "no"]
    menu: Literal["standard", "commune"] = "standard"


KINDS: dict[str, Kind] = {
    kind.key: kind
    for kind in (
        Kind("ubnd_tinh", "no"),
        Kind("so", "yes"),
        Kind("van_phong", "yes"),
        Kind("thanh_tra", "yes"),
        Kind("ban", "yes"),
        Kind("nganh_doc", "optional"),
        Kind("doan_the", "yes"),
        Kind("hoi", "optional"),
        Kind("hoi_dong", "no"),
        Kind("ubnd_huyen", "yes"),
        Kind("ubnd_thi_xa", "yes"),
        Kind("ubnd_thanh_pho", "yes"),
        Kind("phong_tu_phap", "no"),
        Kind("ubnd_xa", "yes", "commune"),
        Kind("ubnd_phuong", "yes", "commune"),
        Kind("don_vi_su_nghiep", "optional"),
        Kind("bao_chi", "no"),
    )
}
