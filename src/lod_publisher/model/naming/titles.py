"""Words of a name that are no name: ranks, offices, honours, degrees; and particles, which belong to the name beside them."""

_TITLES = """
mr mrs ms miss messrs madame mme mlle dr prof professor rev reverend father monsignor msgr mgr cardinal archbishop
bishop rabbi sir dame lady lord right rt honorable hon
president premier chancellor minister secretary undersecretary ambassador amb senator sen representative rep congressman
congresswoman governor gov lieutenant prime vice deputy assistant acting under chief director chairman chairwoman member
commissioner delegate consul counselor counsellor attache speaker mayor judge justice attorney adviser advisor dictator
generalissimo spokesman commandant commander commanding inspector superintendent treasurer former first foreign
general gen lieut lt brigadier brig major maj colonel col captain capt cpt admiral adm rear marshal cmdr cdr cmd comdr
sergeant sgt corporal ensign commodore contre vizeadmiral generalleutnant oberst field group wing squadron
king queen prince princess emperor empress shah sultan crown regent viscount count countess marquis marquess
maharaja maharajah aga ayatollah imam sheikh shaikh sheik shaykh shaykha amir emir sayyid sayid sayed seyyed sardar pandit pasha
bey effendi tunku tengku tuanku monsieur senor senora don dona herr frau hrh haji hajj
"""
TITLES = frozenset(_TITLES.split())
# These are titles only when words such as "of" follow ("Duke of Norfolk"), as they are given names too.
TITLES_WITH_OF = frozenset(["duke", "earl", "baron", "dean", "master", "chief", "head", "member", "marquis"])
# What goes between the words of one title: "Marshal of the Soviet Union", "Secretary of State".
_BETWEEN = (
    "of the and for in to at air force army navy staff soviet union state armed forces fleet defense war affairs "
    "interior treasury division charge d 1st 2nd 3rd 2d 3d"
)
BETWEEN = frozenset(_BETWEEN.split())
SUFFIXES = {"jr": "jr", "junior": "jr", "sr": "sr", "senior": "sr", "ii": "ii", "iii": "iii", "iv": "iv", "2d": "ii", "3d": "iii",
            "2nd": "ii", "3rd": "iii", "4th": "iv"}  # fmt: skip
_DEGREES = "phd md esq usn usa usaf usmc uscg ret retd kcmg gcmg cmg kbe cbe obe mbe mp sj op cb kcb kg dso"
DEGREES = frozenset(_DEGREES.split())
_PARTICLES = (
    "al el ul de del della delle di da do dos das du des den der van von vander vom zu ter ten te la le las los lo "
    "bin ibn ben bint ould abu abou af av san santa mac"
)
PARTICLES = frozenset(_PARTICLES.split())
# Family names that stand first in names written without a comma: common Vietnamese, Chinese and Korean ones.
_FAMILY_FIRST = (
    "nguyen pham tran le ly vo vu do dang bui ho ngo duong dinh truong phan huynh hoang dao luu cao ha lam ton ung "
    "mai tong thich chiang chou zhou mao chen chang zhang wang wu li liu lin hua deng teng huang yang yeh ye chao "
    "zhao sun hsu xu ku kung peng yu tung shen jiang kim pak park choi choe chong chung yi rhee yun paik shin han"
)
FAMILY_FIRST = frozenset(_FAMILY_FIRST.split())
