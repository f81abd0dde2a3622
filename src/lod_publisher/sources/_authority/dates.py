"""Dates as cataloguers write them: "1909-1994", "approximately 1850-", "b. 1909", 19090209, "09.02.1909"."""

import re

_YEAR = r"\d{3,4}"
_ABOUT = r"(?:approximately|ca\.?|circa|c\.|um|etwa|vers|about)\s*"
_BC = re.compile(r"\b(?:B\.?\s?C\.?(?:E\.?)?|v\.\s?Chr\.?)", re.I)
_SPAN = re.compile(rf"^((?:{_ABOUT})?{_YEAR}[^-–—]*)?\s*[-–—]\s*((?:{_ABOUT})?{_YEAR}.*)?$", re.I)
_BORN = re.compile(r"^(?:b\.|born|geb\.|geboren|né|née|\*)\s*(.+)$", re.I)
_DIED = re.compile(r"^(?:d\.|died|gest\.|gestorben|mort|†)\s*(.+)$", re.I)
_ACTIVE = re.compile(r"^(?:active|fl\.|flourished|wirkt|\d+(?:st|nd|rd|th) (?:century|cent\.))|century|jh\.", re.I)
_MONTHS = ("january", "february", "march", "april", "may", "june",
           "july", "august", "september", "october", "november", "december")  # fmt: skip
_YEAR_FIRST = re.compile(rf"({_YEAR})\s+([A-Za-z]+)\.?(?:\s+(\d{{1,2}}))?")


def life_dates(text: str) -> tuple[str, str]:
    """The years of birth and death in a heading's dates; years of activity and centuries are neither."""
    text = text.strip().rstrip(".,;)").lstrip("(")
    if not text or _ACTIVE.search(text) or _BC.search(text):
        return "", ""
    if span := _SPAN.match(text):
        return (span[1] or "").strip(), (span[2] or "").strip()
    if born := _BORN.match(text):
        return born[1], ""
    if died := _DIED.match(text):
        return "", died[1]
    return "", ""


def normal_date(text: str) -> str:
    """A cataloguer's date in EDTF; what is of no form known here is given back as it is, for others to judge."""
    plain = re.sub(r"^\(edtf\)\s*", "", text.strip().rstrip(".,;"))
    about = re.match(rf"^{_ABOUT}({_YEAR}.*)$", plain, re.I)
    edtf = _numbers(about[1] if about else plain)
    return f"{edtf}~" if about and edtf[-1:] not in ("~", "?", "%") else edtf


def _numbers(text: str) -> str:
    """Bring the numbers of a date into the order and the number of digits that EDTF asks for."""
    if match := re.fullmatch(r"\+?(\d{4})-?(\d{2})-?(\d{2})(?:T.*)?", text):
        year, month, day = match[1], match[2], match[3]
        return year if month == "00" else f"{year}-{month}" if day == "00" else f"{year}-{month}-{day}"
    if match := re.fullmatch(r"(\d{1,2}|XX)\.(\d{1,2}|XX)\.(\d{4})", text, re.I):
        month, day = match[2].upper(), match[1].upper()
        rest = "" if month == "XX" else f"-{int(month):02}" if day == "XX" else f"-{int(month):02}-{int(day):02}"
        return match[3] + rest
    if match := re.fullmatch(rf"({_YEAR}) (?:or|oder|ou) ({_YEAR})", text):
        return f"[{match[1].zfill(4)},{match[2].zfill(4)}]"
    if match := re.fullmatch(rf"(?:before|vor|avant) ({_YEAR})", text, re.I):
        return f"../{match[1].zfill(4)}"
    if match := re.fullmatch(rf"(?:after|nach|après) ({_YEAR})", text, re.I):
        return f"{match[1].zfill(4)}/.."
    if match := re.fullmatch(r"(\d{2,3})(-{1,2}|u{1,2}|x{1,2})\??", text, re.I):
        return match[1].ljust(4, "X")
    if (match := _YEAR_FIRST.fullmatch(text)) and (month := _month(match[2])):
        return f"{match[1].zfill(4)}-{month:02}" + (f"-{int(match[3]):02}" if match[3] else "")
    if match := re.fullmatch(rf"({_YEAR})\s*([?~%]?)", text):
        return match[1].zfill(4) + match[2]
    return text


def _month(word: str) -> int:
    return next((n for n, name in enumerate(_MONTHS, 1) if len(word) > 2 and name.startswith(word.lower())), 0)
