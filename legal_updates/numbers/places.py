"""Provinces and cities of Vietnam before and after 1 July 2025, as folded names.

Documents carry the names of their time (72/2023/QĐ-UBND is of Bình Định), so both sets are
included. Sources: Quyết định 124/2004/QĐ-TTg with later changes; Nghị quyết 202/2025/QH15.
"""

_NAMES = """
an giang,ba ria vung tau,bac giang,bac kan,bac lieu,bac ninh,ben tre,binh dinh,binh duong,
binh phuoc,binh thuan,ca mau,can tho,cao bang,da nang,dak lak,dak nong,dien bien,dong nai,
dong thap,gia lai,ha giang,ha nam,ha noi,ha tinh,hai duong,hai phong,hau giang,hoa binh,
ho chi minh,hue,hung yen,khanh hoa,kien giang,kon tum,lai chau,lam dong,lang son,lao cai,
long an,nam dinh,nghe an,ninh binh,ninh thuan,phu tho,phu yen,quang binh,quang nam,quang ngai,
quang ninh,quang tri,soc trang,son la,tay ninh,thai binh,thai nguyen,thanh hoa,tien giang,
tra vinh,tuyen quang,vinh long,vinh phuc,yen bai
"""
_OTHER_WRITINGS = {
    "thua thien hue": "hue",
    "hcm": "ho chi minh",
    "tphcm": "ho chi minh",
    "dac lac": "dak lak",
    "dac nong": "dak nong",
}

# Maps each spelling of a name to its standard name.
PROVINCES = {
    name.strip(): name.strip() for name in _NAMES.replace("\n", "").split(",")
} | _OTHER_WRITINGS
