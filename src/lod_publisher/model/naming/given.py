"""Given names that stand for one another: pet names, and one name in several languages."""

from functools import lru_cache

from lod_publisher.model.naming.sounding import sound

_GROUPS = """
abraham abe avraham ibrahim
albert al bert
alexander alex sandy aleksandr aleksander aleksandar alexandre alejandro alessandro alec
alfred fred al
andrew andy andrei andrey andrej andre andreas andres
anthony tony antonio antoine anton antony
arthur art artur
benjamin ben benny
charles charlie chuck chip carl karl carlos carlo karel
christopher chris kit
daniel dan danny
david dave
dimitri dmitri dmitrii dmitry dimitrios dimitrij dimitry
donald don
dwight ike
edward ed eddie ted ned edvard eduard eduardo edouard
edwin ed
elizabeth liz beth betty eliza
eugene gene yevgeny evgeny eugen evgeni eugenio
francis frank francois francisco franz francesco frans
franklin frank
frederick fred freddie friedrich frederic fritz frederik
gerald gerry jerry
george georges georg georgios georgi georgy giorgio jorge gyorgy
gregory greg grigory grigorii gregorios
harold hal harry harald
henry hank harry hal henri heinrich hendrik enrique
herbert herb bert
howard howie
hubert bert hugh
jacob jake jakob
james jim jimmy jamie jaime
jeffrey jeff geoffrey
john jack johnny jean johann johannes jan juan ivan giovanni ioannis hans johan joao yiannis
jonathan jon
joseph joe josef jose giuseppe josip iosif yusuf youssef jozef joey
kenneth ken
lawrence larry laurence lorenz
leonard len leonid
louis lou lewis luis luigi ludwig lewellyn
lyndon lyn
margaret peggy maggie meg
martin marty
matthew matt matthias
maxwell max
michael mike mikhail michel miguel mihail michalis mick
mohammed mohammad muhammad mohamed mohamad muhammed mahomed mehmed mehmet
nathaniel nathan nat
nicholas nick nicolas nikolai nikolay nicolae nikolaos nikos nicos nicola nicolo mykola
patrick pat
paul pavel pablo paolo pavlos
peter pete pierre pedro pyotr petr petros pietro piotr
philip phil phillip philippe filip felipe
raymond ray
rebecca becky
richard dick rick dicky rich ricardo
robert bob bobby rob bert roberto
ronald ron
rudolf rudy rudolph
samuel sam sammy
sergei sergey serge sergio
stanley stan
stephen steve steven stefan etienne esteban stephan istvan stepan
susan sue
theodore ted teddy teodoro theodor fedor fyodor
thomas tom tommy tomas
timothy tim
victor vic viktor
vincent vince
vladimir volodymyr wladimir
walter walt wally
warren ren
william bill billy will willy wilhelm guillaume guillermo willem
zachary zach
"""
_BELONGS: dict[str, frozenset[int]] = {}
for _number, _line in enumerate(_GROUPS.strip().splitlines()):
    for _name in _line.split():
        _BELONGS[_name] = _BELONGS.get(_name, frozenset()) | {_number}
_NAMES = tuple(frozenset(_line.split()) for _line in _GROUPS.strip().splitlines())


def pet_names(given: str) -> frozenset[str]:
    """The names that may stand for a folded given name, as pet names or in other languages; itself is among them."""
    return frozenset[str]().union(*(_NAMES[number] for number in _BELONGS.get(given, ())))


@lru_cache(maxsize=65536)
def same_given(one: str, other: str) -> bool:
    """Whether two folded given names may be one: equal, of one sound, a pet name or another language's form of it."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if _BELONGS.get(one, frozenset()) & _BELONGS.get(other, frozenset()):
        return True
    return one[0] == other[0] and sound(one) == sound(other)
