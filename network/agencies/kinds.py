"""Properties of each kind of agency (domain brief 2.1): whether it gets a section, and which
menu."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class AgencyKindDefaults:
    """Defaults of an agency kind: whether it gets a section automatically, and its menu."""

    key: str
    is_tenant: Literal["yes", "optional", "no"]
    menu: Literal["standard", "commune"] = "standard"


KINDS: dict[str, AgencyKindDefaults] = {
    kind.key: kind
    for kind in (
        AgencyKindDefaults("ubnd_tinh", "no"),
        AgencyKindDefaults("so", "yes"),
        AgencyKindDefaults("van_phong", "yes"),
        AgencyKindDefaults("thanh_tra", "yes"),
        AgencyKindDefaults("ban", "yes"),
        AgencyKindDefaults("nganh_doc", "optional"),
        AgencyKindDefaults("doan_the", "yes"),
        AgencyKindDefaults("hoi", "optional"),
        AgencyKindDefaults("hoi_dong", "no"),
        AgencyKindDefaults("ubnd_huyen", "yes"),
        AgencyKindDefaults("ubnd_thi_xa", "yes"),
        AgencyKindDefaults("ubnd_thanh_pho", "yes"),
        AgencyKindDefaults("phong_tu_phap", "no"),
        AgencyKindDefaults("ubnd_xa", "yes", "commune"),
        AgencyKindDefaults("ubnd_phuong", "yes", "commune"),
        AgencyKindDefaults("don_vi_su_nghiep", "optional"),
        AgencyKindDefaults("bao_chi", "no"),
    )
}
