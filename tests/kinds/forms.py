"""What the faults befall: a clean table of each of five forms, and the words that several kinds use."""

from __future__ import annotations

OLD = "Người cao tuổi từ đủ 80 tuổi"
CLEAN = {
    "labour": "1 | Hộ kinh doanh cá thể | 1605 | 2244 | 1003\n2 | Doanh nghiệp | 1067 | 3244 | 2172",
    "funerals": (
        "1 | Mẫu Văn Thử | '030042000001 | 04/11/2024 | | Bằng Lai | 7200000 | 12/QĐ | 11/2024 |\n"
        "2 | Mẫu Văn Mẫu | '030042000002 | 21/03/2024 | | Đồng Cẩm | 10000000 | 13/QĐ | 04/2024 |"
    ),
    "beneficiaries": (
        f"1 | Mẫu Văn Thử | 05/08/1942 | | '030042000001 | Bằng Lai | {OLD} | 1 | 1500000 | x | 01/2022 | 12/QĐ | Tài khoản | |\n"
        "2 | Mẫu Thị Thử | | 15/11/1980 | '030180000002 | Đồng Cẩm | Người khuyết tật nặng "
        "| 1.5 | 2250000 | | 02/2022 | 13/QĐ | Tiền mặt | |"
    ),
    "gifts": "1 | Tết Nguyên đán | Chủ tịch nước | NCC và thân nhân (mức thường) | 1003 | 300000 | | | 300900000",
    "poor_review": "1 | Thôn Đông | 1300 | 1010 | 1002 | 0 | 1 | 9\n2 | Thôn Hạ | 1200 | 15 | 3 | 0 | 1 | 13",
}
NAMELESS = ("Chung", "Xã Kim Xuyên", "KIM XUYÊN", "T/C", "Cộng lại", "Gộp")  # what a total may be called that no list of words knows
NUMBERS, DAYS, WORDS = ("count", "money"), ("date",), ("category",)
MONTHS, BIRTHS = ("month",), ("birth",)


class NotHere(Exception):
    """What a fault raises that cannot befall this form."""
