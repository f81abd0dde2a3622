"""The documentation: it builds without a warning, nothing in it is out of reach, and every command in it works."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ports import free_port
from tests.releases.shown import Block, Desk, blocks, end, programs, wait

ROOT = Path(__file__).parents[2]
PAGES = ["README.md", "deploy/README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md"))]
BLOCKS = [block for page in PAGES for block in blocks(ROOT, page)]
QUESTION = "SELECT ?person ?name WHERE { ?person a crm:E21_Person ; rdfs:label ?name } LIMIT 3"
LETTER = "Baghdad, 3 December 1958\n\nI called on Prime Minister Qasim together with Ambassador Wright.\n"


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The founding collection as `make run` builds and serves it, and the commands."""
    folder = tmp_path_factory.mktemp("library")
    port = free_port()
    address, bin_ = f"http://127.0.0.1:{port}", programs(folder / "bin")
    line = [sys.executable, "-m", "lod_publisher"]
    data = ["--data", str(folder / "data")]
    subprocess.run([*line, "build", str(ROOT / "seeds"), *data, "--base", address, "--quiet"], check=True, timeout=300)
    server = subprocess.Popen(
        [*line, "serve", *data, "--port", str(port), "--workers", "1"],
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        wait(f"{address}/ready", server)
        yield Desk(folder, bin_, address, 0)
        server.terminate()
        server.wait(60)
    finally:
        end(server)


def desk(library: Desk, folder: Path, wheelhouse: Path) -> Desk:
    """What a reader of a page has before them: a checkout's files, a collection in `data`, and room of their own."""
    for name in ("seeds", "deploy"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(library.folder / "data", folder / "data", symlinks=True)
    for name in ("srv", "etc", "path/to/tei-volumes", ".venv"):
        (folder / name).mkdir(parents=True)
    shutil.copy(ROOT / "tests/pocket_corpus/frus-pocket.xml", folder / "path/to/tei-volumes")
    (folder / "letter.txt").write_text(LETTER, encoding="utf-8")
    (folder / "question.rq").write_text(QUESTION, encoding="utf-8")
    (folder / ".venv/bin").symlink_to(library.programs)
    (folder / "wheelhouse").symlink_to(wheelhouse)
    return Desk(folder, library.programs, library.address, free_port())


@pytest.mark.parametrize("page", sorted({block.page for block in BLOCKS if block.is_run}))
def test_every_command_of_a_page_works(page, library, wheelhouse, tmp_path):
    here = desk(library, tmp_path, wheelhouse)
    for block in BLOCKS:
        if block.page == page and block.is_run:
            here.type(block)


def test_what_cannot_be_typed_here_says_why_and_is_the_smaller_part():
    left = [block for block in BLOCKS if not block.is_run]
    assert len(BLOCKS) > 40
    assert len(left) * 3 <= len(BLOCKS), [str(block) for block in left]
    assert {block.language for block in BLOCKS} <= {"sh", "console"}, "a block of commands is marked as one"


def test_a_test_that_is_said_to_type_commands_reads_their_page():
    for block in BLOCKS:
        if block.test:
            assert Path(block.page).name in (ROOT / block.test).read_text(encoding="utf-8"), str(block)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("false\n", "ended with 1"),
        ("echo one\n# prints: two\n", "is to print"),
        ("lod-publisher serve --data nowhere\n", "the server ended"),
    ],
)
def test_a_command_that_fails_or_prints_something_else_is_noticed(text, problem, tmp_path):
    here = Desk(tmp_path, programs(tmp_path / "bin"), "http://127.0.0.1:9", free_port())
    with pytest.raises(AssertionError, match=problem):
        here.type(Block("page.md", 1, "sh", text, "", ""))


@pytest.mark.parametrize(
    "text", ["$ echo one\ntwo\n", "$ false\n$ true\n", "$ printf 'a\\nb\\n'\nb\na\n", "$ echo one two\none … three\n"]
)
def test_a_conversation_that_goes_otherwise_is_noticed(text, tmp_path):
    here = Desk(tmp_path, programs(tmp_path / "bin"), "http://127.0.0.1:9", free_port())
    with pytest.raises(AssertionError):
        here.type(Block("page.md", 1, "console", text, "", ""))
    here.type(Block("page.md", 1, "console", "$ false\n$ echo $?\n1\n$ printf 'a\\nb\\nc d\\n'\na\n...\nc …\n", "", ""))


def test_the_site_builds_without_a_warning_and_leads_to_every_page(tmp_path):
    line = [sys.executable, "-m", "mkdocs", "build", "--strict", "-d", str(tmp_path / "site")]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "not included" not in done.stderr
    menu = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    for path in (ROOT / "docs").glob("*.md"):
        assert menu.count(f": {path.name}\n") == 1, f"{path.name} is not in the menu of mkdocs.yml"
        assert (tmp_path / "site" / path.stem).is_dir() or path.stem == "index"


def test_links_between_files_and_to_headings_lead_somewhere():
    broken = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", (ROOT / page).read_text(encoding="utf-8")):
            name, _, heading = target.partition("#")
            if "://" in target or target.startswith("mailto:"):
                continue
            path = (ROOT / page).parent / name if name else ROOT / page
            if not path.exists() or (heading and heading not in headings(path)):
                broken.append(f"{page}: {target}")
    assert broken == []


def headings(page: Path) -> set[str]:
    """The names under which the headings of a page can be linked."""
    found = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in found}


def test_the_sentences_that_operators_look_up_are_those_that_the_program_says():
    told = (ROOT / "docs/operations.md").read_text(encoding="utf-8").partition("## 11.")[2]
    sentences = re.findall(r"^\| `([^`]+)` \|", told, re.MULTILINE)
    program = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src/lod_publisher").rglob("*.py"))
    said = re.sub(r'"\s*\n\s*f?"', "", program)
    assert len(sentences) > 8
    assert [sentence for sentence in sentences if sentence not in said] == []
