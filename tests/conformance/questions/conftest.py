"""The collection that the questions are put to: the founding collection, some volumes of FRUS, and the ambassadors to Iraq."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conformance.questions.independent.tei import Volume, volumes

from lod_publisher.settings import DEFAULT_BASE
from lod_publisher.snapshot.read import Snapshot

ROOT = Path(__file__).parents[3]
# Volume XII holds Iraq and its revolution; of the volumes at hand XI has the most documents of the days of Suez and Hungary, and
# XIII drafts by Rockwell and a second form of Nasser's name; of 1961-63, XV has dates coded otherwise than printed.
VOLUMES = ("frus1958-60v12", "frus1955-57v11", "frus1955-57v13", "frus1961-63v15")
POCOM = (
    "missions-countries/iraq.xml",
    "roles-country-chiefs/ambassador-e-p.xml",
    "people/g/gallman-waldemar-john.xml",
    "people/j/jernegan-john-durnford.xml",
)

Row = dict[str, str]
Ask = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def frus(shared: Path) -> dict[str, Volume]:
    """The volumes as lxml sees them."""
    return {volume.name: volume for volume in volumes(shared / "data/frus", VOLUMES)}


@pytest.fixture(scope="session")
def published(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The same volumes, the seeds and the appointments, built by the command as a user would."""
    data = tmp_path_factory.mktemp("questions") / "data"
    sources = [ROOT / "seeds", *(shared / f"data/frus/{name}.xml" for name in VOLUMES)]
    sources += [shared / "data/pocom" / name for name in POCOM]
    command = [
        sys.executable,
        "-m",
        "lod_publisher",
        "build",
        *map(str, sources),
        "--data",
        str(data),
        "--without-validation",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    return Snapshot.open(data)


@pytest.fixture(scope="session")
def ask(published: Snapshot) -> Ask:
    """Put a saved question, found by its number; `exchange` replaces words of it, to ask the same of other places or days."""

    def put(number: int, exchange: dict[str, str] | None = None) -> list[Row]:
        (file,) = (ROOT / "seeds/queries").glob(f"q{number:02}-*.rq")
        text = file.read_text(encoding="utf-8").replace(f"BASE <{DEFAULT_BASE}/>", f"BASE <{published.base}/>")
        for old, new in (exchange or {}).items():
            assert old in text
            text = text.replace(old, new)
        return published.select(text)

    return put


@pytest.fixture(scope="session")
def person_of(published: Snapshot, frus: dict[str, Volume]) -> Callable[[str, str], str]:
    """The published person whom an entry of a volume's list introduces, by volume and xml:id.

    Which entries are one person is not this folder's question, so the answer is taken from the data.
    """
    rows = published.select(f"SELECT ?person ?entry {{ ?person <{published.base}/vocab/introduced_by> ?entry }}")
    persons = {row["entry"].partition("/id/document/")[2]: row["person"].partition("/id/person/")[2] for row in rows}

    def find(volume: str, entry: str) -> str:
        return persons[f"{volume}/persons/{entry}"]

    return find
