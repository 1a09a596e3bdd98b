"""Which currencies are there?"""

from __future__ import annotations

from typing import Final

#: Codes of ISO 4217 of the currencies that are tender somewhere (after Unicode CLDR).
CURRENCIES: Final = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN
    BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR
    FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD
    JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD
    MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP
    PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP
    SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD
    XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - a list of codes reads better as text
)
#: Other words for some of them.
_WORDS: Final = {
    "人民币": "CNY", "元": "CNY", "RMB": "CNY", "¥": "CNY", "￥": "CNY", "欧元": "EUR", "€": "EUR",
    "EURO": "EUR", "美元": "USD", "$": "USD", "港元": "HKD", "英镑": "GBP", "£": "GBP",
}  # fmt: skip


def currency_of(text: str) -> str:
    """Return the code of a currency by its code or usual word; "" if it is none."""
    plain = text.strip().upper()
    code = _WORDS.get(plain, plain)
    return code if code in CURRENCIES else ""
