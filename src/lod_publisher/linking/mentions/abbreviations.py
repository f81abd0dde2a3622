"""Abbreviations and short names that American papers use for bodies and states, by the folded name in full."""

_TABLE = """
united states: US, U.S., USA, United States of America
united states government: USG
united kingdom: UK, U.K., Great Britain
soviet union: USSR, U.S.S.R., Union of Soviet Socialist Republics
germany federal republic of: FRG, Federal Republic of Germany
korea republic of: ROK, Republic of Korea
korea south: ROK, Republic of Korea
china republic of: GRC, Republic of China
china people s republic of: PRC
united arab republic: UAR
taiwan: Formosa
turkey: Republic of Turkey, Turkish Republic
north atlantic treaty organization: NATO
southeast asia treaty organization: SEATO
central treaty organization: CENTO
united nations: UN, U.N.
general assembly: UNGA
security council: UNSC
central intelligence agency: CIA
national security council: NSC
operations coordinating board: OCB
joint chiefs of staff: JCS
department of defense: DOD
united states information agency: USIA
agency for international development: AID
international cooperation administration: ICA
foreign operations administration: FOA
organization of american states: OAS
european economic community: EEC
international monetary fund: IMF
international atomic energy agency: IAEA
organization for economic cooperation and development: OECD
international bank for reconstruction and development: IBRD
commander in chief pacific: CINCPAC
"""

ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    name.strip(): tuple(form.strip() for form in forms.split(","))
    for name, _, forms in (line.partition(":") for line in _TABLE.strip().splitlines())
}

FULL_NAMES: dict[str, tuple[str, ...]] = {
    form.lower(): tuple(name.split()) for name, forms in ABBREVIATIONS.items() for form in forms if form.isupper()
}
"""The words behind an abbreviation, folded: cia is central intelligence agency."""
