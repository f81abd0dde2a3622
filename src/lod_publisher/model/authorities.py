"""The authority files of the world: how each writes its codes and addresses, and which spellings of them mean the same.

A code is kept in one spelling ("n 79-21164" is n79021164), and only when it can be one: a wrong check digit is no code.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from lod_publisher.model.records import Identifier


def _as_it_is(code: str) -> str:
    return code


def _mod_11_2(code: str) -> bool:
    """Whether the last of 16 characters is the check digit of the others (ISO/IEC 7064, MOD 11-2)."""
    total = 0
    for digit in code[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return code[-1] == ("X" if check == 10 else str(check))


def _mod_11(code: str) -> bool:
    """Whether the last character is the check digit by descending weights modulo 11, as the German and French files have it."""
    digits = code.replace("-", "")
    total = sum(int(digit) * weight for weight, digit in enumerate(reversed(digits[:-1]), start=2))
    return digits[-1] == "0123456789X"[-total % 11]


def _isni(code: str) -> str:
    plain = re.sub(r"[\s-]", "", code).upper()
    return plain if re.fullmatch(r"\d{15}[\dX]", plain, re.ASCII) and _mod_11_2(plain) else ""


def _orcid(code: str) -> str:
    plain = _isni(code)
    return "-".join(plain[n : n + 4] for n in range(0, 16, 4)) if plain else ""


def _lccn(code: str) -> str:
    """A Library of Congress control number without spaces; the serial number after a hyphen has six digits."""
    plain = re.sub(r"\s", "", code).partition("/")[0].lower()
    year, hyphen, serial = plain.partition("-")
    return f"{year}{serial.zfill(6)}" if hyphen else plain


_ENDS_IN_CHECK = re.compile(r"1[012]?\d{7}[\dX]", re.ASCII)


def _gnd(code: str) -> str:
    """Codes of persons end in a check digit of one rule; those of bodies and subjects follow others and are taken as they are."""
    plain = code.strip().upper()
    return "" if _ENDS_IN_CHECK.fullmatch(plain) and not _mod_11(plain) else plain


def _idref(code: str) -> str:
    plain = code.strip().upper()
    return plain if re.fullmatch(r"\d{8}[\dX]", plain, re.ASCII) and _mod_11(plain) else ""


def _fast(code: str) -> str:
    return re.sub(r"^(?:fst)?0*", "", code.strip().lower())


@dataclass(frozen=True, slots=True)
class Register:
    """One authority file: its name in identifiers (`scheme`), its name for people, and the one address that we give to a code.

    `address` holds `{}` for the code. `code` is what a code looks like once `tidy` has spelled it; `site` finds the code in any
    of the addresses under which the file is or was known. `also` are other names: those of MARC's sources and agencies.
    """

    scheme: str
    name: str
    address: str
    code: str
    site: str
    also: tuple[str, ...] = ()
    tidy: Callable[[str], str] = _as_it_is

    def normal(self, code: str) -> str:
        """A code in its one spelling; "" when it cannot be one of this file."""
        tidied = self.tidy(code.strip())
        return tidied if re.fullmatch(self.code, tidied, re.ASCII) else ""

    def iri(self, code: str) -> str:
        """The address of a code that is in its one spelling."""
        return self.address.format(code)


_NUMBER = r"[1-9]\d*"
REGISTERS: tuple[Register, ...] = (
    Register("viaf", "Virtual International Authority File", "http://viaf.org/viaf/{}", _NUMBER, r"viaf\.org/viaf/(\d+)"),
    Register(
        "gnd", "Gemeinsame Normdatei", "https://d-nb.info/gnd/{}",
        r"1[012]?\d{7}[\dX]|[47]\d{6}-[\dX]|[1-9]\d{0,9}-[\dX]|3\d{7}[\dX]",
        r"(?:d-nb\.info|lobid\.org)/gnd/([\dX-]+)", ("de-588", "pnd", "gkd", "swd", "dnb"), _gnd,
    ),
    Register(
        "lcnaf", "Library of Congress Name Authority File", "http://id.loc.gov/authorities/names/{}",
        r"n[a-z]{0,2}\d{8,10}", r"id\.loc\.gov/(?:authorities/names|rwo/agents)/(n[a-z]{0,2}\d+)|lccn\.loc\.gov/(n[a-z]{0,2}\d+)",
        ("naf", "lccn", "dlc", "lc", "us-dlc", "lcn"), _lccn,
    ),
    Register(
        "lcsh", "Library of Congress Subject Headings", "http://id.loc.gov/authorities/subjects/{}",
        r"sh\d{8,10}", r"id\.loc\.gov/authorities/subjects/(sh\d+)", (), _lccn,
    ),
    Register(
        "isni", "International Standard Name Identifier", "https://isni.org/isni/{}",
        r"\d{15}[\dX]", r"isni\.org/(?:isni/)?([\dX]{16})", (), _isni,
    ),
    Register("orcid", "ORCID", "https://orcid.org/{}", r"[\dX-]{19}", r"orcid\.org/([\dX-]{19})", (), _orcid),
    Register(
        "wikidata", "Wikidata", "http://www.wikidata.org/entity/{}", r"Q[1-9]\d*",
        r"wikidata\.org/(?:entity|wiki)/(Q\d+)", ("wd", "wikidatashort"), str.upper,
    ),
    Register(
        "geonames", "GeoNames", "https://sws.geonames.org/{}/", _NUMBER, r"geonames\.org/(\d+)", ("geonameid",),
    ),
    Register(
        "tgn", "Getty Thesaurus of Geographic Names", "http://vocab.getty.edu/tgn/{}", r"\d{7}", r"vocab\.getty\.edu/(?:page/)?tgn/(\d+)",
    ),
    Register(
        "ulan", "Getty Union List of Artist Names", "http://vocab.getty.edu/ulan/{}", r"\d{9}",
        r"vocab\.getty\.edu/(?:page/)?ulan/(\d+)", ("gettyulan",),
    ),
    Register(
        "snac", "Social Networks and Archival Context", "http://n2t.net/ark:/99166/{}", r"w6[0-9a-z]+",
        r"ark:/99166/(w6[0-9a-z]+)",
    ),
    Register(
        "nara", "National Archives of the United States, catalogue", "https://catalog.archives.gov/id/{}", _NUMBER,
        r"catalog\.archives\.gov/id/(\d+)", ("naid",),
    ),
    Register(
        "fast", "Faceted Application of Subject Terminology", "http://id.worldcat.org/fast/{}", _NUMBER,
        r"id\.worldcat\.org/fast/(\d+)", ("oclc-fast", "ocolc-fast"), _fast,
    ),
    Register(
        "bnf", "Bibliothèque nationale de France", "https://data.bnf.fr/ark:/12148/{}", r"cb\d{8}[0-9a-z]",
        r"bnf\.fr/ark:/12148/(cb[0-9a-z]+)", ("fr-pabfm", "frbnf"), str.lower,
    ),
    Register(
        "idref", "IdRef, Sudoc", "https://www.idref.fr/{}/id", r"\d{8}[\dX]", r"idref\.fr/(\d{8}[\dX])", ("fr-751131001",), _idref,
    ),
    Register(
        "ndl", "National Diet Library of Japan", "http://id.ndl.go.jp/auth/entity/{}", r"[a-z]?\d{8,9}",
        r"id\.ndl\.go\.jp/auth/(?:entity|ndlna)/([a-z]?\d+)", ("ndlna",),
    ),
)  # fmt: skip
"""Those whose codes are looked at; a code of any other file is kept as it was found, without an address."""

_BY_NAME = {name: register for register in REGISTERS for name in (register.scheme, *register.also)}
_SITES = [
    (register, re.compile(rf"https?://(?:[\w-]+\.)*?(?:{register.site})(?![\w-])", re.I | re.ASCII))
    for register in REGISTERS
]
_PREFIXED = re.compile(r"\(([\w.-]+)\)\s*(\S.*)|([A-Za-z][\w-]*):\s*([^/\s].*)", re.S)


def register_of(name: str) -> Register | None:
    """The authority file of a name in any of its spellings: viaf, GND, DE-588, naf."""
    return _BY_NAME.get(name.strip().lower())


@lru_cache(maxsize=4096)  # each address of a record is looked at several times in a row
def identifier_of(text: str) -> Identifier | None:
    """The code in an address, or in one of the written forms "VIAF:95151565" and "(DE-588)118540238".

    None when no authority file that is known here has such codes.
    """
    text = text.strip()
    for register, site in _SITES if "://" in text else ():
        if found := site.match(text):
            code = register.normal(next(group for group in found.groups() if group))
            return Identifier(register.scheme, code) if code else None
    if form := _PREFIXED.fullmatch(text):
        named = register_of(form[1] or form[3])
        code = named.normal(form[2] or form[4]) if named else ""
        return Identifier(named.scheme, code) if named and code else None
    return None


def iri_of(identifier: Identifier) -> str:
    """The one address of a code; "" when its file has none or the code cannot be one."""
    register = _BY_NAME.get(identifier.scheme)
    code = register.normal(identifier.value) if register else ""
    return register.iri(code) if register and code else ""


def one_iri(iri: str) -> str:
    """An address elsewhere in its one spelling, so that two links to one record are equal."""
    found = identifier_of(iri)
    return iri_of(found) if found else iri


def own_key(identifier: Identifier) -> str:
    """The local id of what an authority file has under a code, when it is published here: gnd-118540238."""
    return f"{identifier.scheme}-{identifier.value}"


def is_anothers_key(local_id: str) -> bool:
    """Whether a local id is `own_key` of an authority file, and so gives way to a key that a collection chose."""
    scheme, hyphen, code = local_id.partition("-")
    register = _BY_NAME.get(scheme)
    return bool(hyphen) and register is not None and register.scheme == scheme and register.normal(code) == code
