"""Whatever is wrong with the input, the user gets one sentence with a place and a way out, and what is published stays."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PERSON = "- kind: person\n  id: {id}\n  label: {label}\n  names:\n    - text: {label}\n      type: primary\n"
COLLECTION = 'title = "Test"\n[[sources]]\npath = "{path}"\nreader = "{reader}"\n'


def lod_publisher(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lod_publisher", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300, **options)  # type: ignore[call-overload,no-any-return]


def collection(folder: Path, text: str, name: str = "records.yaml", reader: str = "records") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "collection.toml").write_text(COLLECTION.format(path=name, reader=reader), encoding="utf-8")
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a small published snapshot."""
    folder = tmp_path_factory.mktemp("published")
    source = collection(folder / "good", PERSON.format(id="doe-jane", label="Jane Doe"))
    done = lod_publisher("build", source, "--data", folder / "data", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "data"


def assert_refused(done: subprocess.CompletedProcess[str], published: Path, *words: str, code: int = 2) -> None:
    before = (published / "current").readlink()
    assert done.returncode == code, (done.returncode, done.stderr)
    assert "Traceback" not in done.stderr + done.stdout
    message = done.stderr.strip().splitlines()[-1]
    for word in words:
        assert word in message, message
    assert (published / "current").readlink() == before
    assert not list(published.glob("snapshots/.building-*"))
    assert lod_publisher("snapshots", "verify", "--data", published).returncode == 0


def test_a_path_that_does_not_exist(published, tmp_path):
    done = lod_publisher("build", tmp_path / "absent", "--data", published)
    assert_refused(done, published, "absent", "no such file")


def test_a_folder_in_which_nothing_is_recognised(published, tmp_path):
    (tmp_path / "notes.bin").write_bytes(b"\0\1")
    assert_refused(lod_publisher("build", tmp_path, "--data", published), published, "nothing in it is recognised")


def test_a_collection_that_is_not_toml(published, tmp_path):
    (tmp_path / "collection.toml").write_text("title = \n", encoding="utf-8")
    assert_refused(lod_publisher("build", tmp_path, "--data", published), published, "collection.toml", "line 1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('titel = "x"\n', ("unknown setting 'titel'",)),
        ('title = "x"\n', ("no [[sources]]",)),
        ('title = 3\n[[sources]]\npath = "x"\n', ("title", "text")),
        ("[[sources]]\nreader = 'records'\n", ("source 1", "path")),
        ("[[sources]]\npath = 'x.yaml'\nreader = 'records'\n", ("x.yaml", "no such file")),
        ("[[sources]]\npath = '*.nothing'\n", ("*.nothing", "nothing matches")),
        ("languages = 'en'\n[[sources]]\npath = 'x.yaml'\n", ("languages", "list")),
    ],
)
def test_a_collection_with_a_wrong_setting(published, tmp_path, text, words):
    (tmp_path / "collection.toml").write_text(text, encoding="utf-8")
    assert_refused(lod_publisher("build", tmp_path, "--data", published), published, *words)


def test_a_link_that_leads_out_of_the_collection(published, tmp_path):
    (tmp_path / "elsewhere.yaml").write_text(PERSON.format(id="secret", label="Secret"), encoding="utf-8")
    source = collection(tmp_path / "c", PERSON.format(id="x", label="X"))
    (source / "collection.toml").unlink()
    (source / "stray.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    done = lod_publisher("build", source, "--data", published)
    assert_refused(done, published, "stray.yaml", "leads out of the collection", "elsewhere.yaml")


def test_an_unknown_reader(published, tmp_path):
    source = collection(tmp_path / "c", "- {}\n", reader="cuneiform")
    assert_refused(lod_publisher("build", source, "--data", published), published, "no reader 'cuneiform'", "frus-tei")


def test_an_unknown_option(published, tmp_path):
    done = lod_publisher("build", tmp_path, "--data", published, "--colour", "blue")
    assert done.returncode == 2
    assert "--colour" in done.stderr


def test_a_base_that_would_make_invalid_iris(published, tmp_path):
    source = collection(tmp_path / "c", PERSON.format(id="x", label="X"))
    done = lod_publisher("build", source, "--data", published, "--base", "not an address")
    assert_refused(done, published, "cannot be the base", code=3)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.xml", b"", ("empty.xml", "empty")),
        ("prose.xml", b"This is no XML at all.", ("prose.xml:1",)),
        ("torn.xml", b"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>", ("torn.xml",)),
        (
            "latin.xml",
            "<TEI xmlns='http://www.tei-c.org/ns/1.0'><p>caf\xe9</p></TEI>".encode("latin-1"),
            ("latin.xml", "UTF-8"),
        ),
        (
            "laughs.xml",
            b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
            b"<TEI xmlns='http://www.tei-c.org/ns/1.0'>&b;</TEI>",
            ("laughs.xml",),
        ),
    ],
)
def test_a_broken_volume(published, tmp_path, name, content, words):
    (tmp_path / "collection.toml").write_text(COLLECTION.format(path=name, reader="frus-tei"), encoding="utf-8")
    (tmp_path / name).write_bytes(content)
    assert_refused(lod_publisher("build", tmp_path, "--data", published), published, *words)


def test_records_that_are_not_yaml(published, tmp_path):
    source = collection(tmp_path / "c", "- kind: person\n  id: [unclosed\n")
    assert_refused(lod_publisher("build", source, "--data", published), published, "records.yaml")


def test_a_record_with_an_impossible_date_is_left_out_and_named(published, tmp_path):
    good = PERSON.format(id="doe-john", label="John Doe")
    bad = "- kind: event\n  id: never\n  label: Never\n  type: meeting\n  date: '1958-02-30'\n"
    source = collection(tmp_path / "c", good + bad)
    done = lod_publisher("build", source, "--data", tmp_path / "data")
    assert done.returncode == 1, done.stderr
    assert "1958-02-30" in done.stdout
    listed = lod_publisher("query", "ASK { ?s ?p 'Never' }", "--data", tmp_path / "data")
    assert '"boolean":false' in listed.stdout


def test_strict_stops_at_a_violation_and_publishes_nothing(published, tmp_path):
    bad = "- kind: event\n  id: never\n  label: Never\n  type: meeting\n  date: '1958-02-30'\n"
    source = collection(tmp_path / "c", PERSON.format(id="doe-john", label="John Doe") + bad)
    done = lod_publisher("build", source, "--data", published, "--strict", "--quiet")
    assert_refused(done, published, "strict", code=1)


def test_two_records_that_claim_one_iri_are_a_finding_and_the_first_is_published(tmp_path):
    twice = PERSON.format(id="doe-jane", label="Jane Doe") + PERSON.format(id="doe-jane", label="Jack Dough")
    done = lod_publisher("build", collection(tmp_path / "c", twice), "--data", tmp_path / "data")
    assert done.returncode == 1, done.stderr
    assert "doe-jane" in done.stdout
    answer = lod_publisher(
        "query",
        "SELECT ?l { ?p a <http://www.cidoc-crm.org/cidoc-crm/E21_Person> ; <http://www.w3.org/2000/01/rdf-schema#label> ?l }",
        "--data",
        tmp_path / "data",
    )
    assert "Jane Doe" in answer.stdout
    assert "Jack Dough" not in answer.stdout


def test_a_full_disk(published, tmp_path):
    if os.geteuid() != 0:
        pytest.skip("only root can make a small disk")
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2500k", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small disk")
    try:
        shutil.copytree(published, disk / "data", symlinks=True, dirs_exist_ok=True)
        many = "".join(
            PERSON.format(id=f"p-{n}", label=f"Person number {n} {os.urandom(200).hex()}") for n in range(3000)
        )
        done = lod_publisher("build", collection(tmp_path / "c", many), "--data", disk / "data", "--quiet")
        assert_refused(done, disk / "data", "disk is full", code=3)
    finally:
        subprocess.run(["umount", disk], check=True)


@pytest.mark.parametrize("name", ["manifest.json", "catalog.sqlite", "dumps/dataset.nt.gz", "report.ttl"])
def test_a_tampered_snapshot_is_not_served(published, tmp_path, name):
    data = tmp_path / "data"
    shutil.copytree(published, data, symlinks=True)
    file = data / "current" / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content if name != "manifest.json" else content[:40])
    for command in (["snapshots", "verify"], ["serve", "--port", "1"]):
        done = lod_publisher(*command, "--data", data)
        assert done.returncode == 3, done.stderr
        assert "Traceback" not in done.stderr
        assert name.split("/")[-1] in done.stderr


def test_a_file_added_to_the_store_is_noticed(published, tmp_path):
    data = tmp_path / "data"
    shutil.copytree(published, data, symlinks=True)
    (data / "current" / "store" / "extra.sst").write_bytes(b"x")
    done = lod_publisher("snapshots", "verify", "--data", data)
    assert (done.returncode, "extra.sst does not belong" in done.stderr) == (3, True)


def test_serving_nothing_says_what_to_do_first(tmp_path):
    done = lod_publisher("serve", "--data", tmp_path / "data")
    assert done.returncode == 3
    assert "nothing is published" in done.stderr


def _reads_its_program(pid: int, _data: Path) -> bool:
    return "pyoxigraph" in Path(f"/proc/{pid}/maps").read_text(encoding="utf-8")


def _builds(pid: int, data: Path) -> bool:
    return (data / "snapshots" / f".building-{pid}").exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)])
@pytest.mark.parametrize("when", [_reads_its_program, _builds], ids=["while it starts", "at work"])
def test_a_build_that_is_stopped_publishes_nothing_and_the_next_one_recovers(published, tmp_path, number, code, when):
    many = "".join(PERSON.format(id=f"p-{n}", label=f"Person {n}") for n in range(300))
    source = collection(tmp_path / "c", many)
    data = tmp_path / "data"
    shutil.copytree(published, data, symlinks=True)
    before = (data / "current").readlink()
    command = [sys.executable, "-m", "lod_publisher", "build", source, "--data", data, "--quiet"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while process.poll() is None and not when(process.pid, data):
        time.sleep(0.005)
    assert process.poll() is None
    process.send_signal(number)
    _, errors = process.communicate(timeout=120)
    assert process.returncode in (code, -number), errors
    # processes that were just being started when their parent was killed say so
    assert "Traceback" not in errors or number == signal.SIGKILL
    assert (data / "current").readlink() == before
    done = lod_publisher("build", source, "--data", data, "--quiet", "--max-loss", "100")
    assert done.returncode == 0, done.stderr
    assert not list(data.glob("snapshots/.building-*"))
    assert (data / "current").readlink() != before


_TOLD_TO_END = """
import sys
from pathlib import Path
from lod_publisher.snapshot.write import SnapshotWriter

def told_to_end(*_):
    raise KeyboardInterrupt

if __name__ == "__main__":
    Path.open = told_to_end
    try:
        with SnapshotWriter(Path(sys.argv[1]), "2026-01-01T00:00:00Z"):
            pass
    except KeyboardInterrupt:
        sys.exit(130)
"""


def test_a_build_that_is_stopped_while_it_begins_to_write_leaves_no_process_that_complains(tmp_path):
    program = tmp_path / "program.py"
    program.write_text(_TOLD_TO_END, encoding="utf-8")
    command = [sys.executable, program, tmp_path / "snapshot"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stderr) == (130, "")


def test_two_builds_at_once_do_not_disturb_each_other(published, tmp_path):
    many = "".join(PERSON.format(id=f"p-{n}", label=f"Person {n}") for n in range(1500))
    source = collection(tmp_path / "c", many)
    command = [sys.executable, "-m", "lod_publisher", "build", source, "--data", tmp_path / "data", "--quiet"]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    results = sorted((process.communicate(timeout=120)[1], process.returncode) for process in both)
    assert [code for _, code in results] == [0, 3]
    assert "another build is at work" in results[1][0]
