"""What pages load: one style sheet, scripts where they were built, kept for good by caches."""

import re

import pytest

from lod_publisher.web.assets import STATIC, Assets, style_of

HTML = {"Accept": "text/html"}


@pytest.fixture
def folder(tmp_path):
    """The static files of a checkout in which one script was bundled, with a style and a shared part."""
    (tmp_path / "css").mkdir()
    for name in ("print", "views", "base", "tokens"):
        (tmp_path / "css" / f"{name}.css").write_text(f"/* {name} */", encoding="utf-8")
    (tmp_path / "dist" / "parts").mkdir(parents=True)
    (tmp_path / "dist" / "views.js").write_text("draw()", encoding="utf-8")
    (tmp_path / "dist" / "views.css").write_text("svg {}", encoding="utf-8")
    (tmp_path / "dist" / "parts" / "axis-AB12.js").write_text("axis()", encoding="utf-8")
    (tmp_path / "dist" / ".made-of").write_text("secret", encoding="utf-8")
    return tmp_path


def test_style_begins_with_the_tokens_and_ends_with_paper(folder):
    assert re.findall(r"\w+", style_of(folder / "css")) == ["tokens", "base", "views", "print"]


def test_a_script_that_was_not_built_is_not_asked_for(folder):
    assets = Assets.read(folder)
    assert str(assets.script("", "editor")) == ""
    assert '<script type="module" src="/a%22/static/dist/views.js?v=' not in str(assets.script('/a"', "views"))
    assert "/a&#34;/static/dist/views.css?v=" in str(assets.script('/a"', "views"))


def test_the_typeface_is_asked_for_early_where_it_was_bundled(folder):
    assert Assets.read(folder).typeface() == ""
    (folder / "dist" / "parts" / "source-serif-4-latin-wght-normal-AB12.woff2").write_bytes(b"letters")
    assert Assets.read(folder).typeface() == "/static/dist/parts/source-serif-4-latin-wght-normal-AB12.woff2"


def test_a_file_is_kept_for_good_only_under_the_name_of_its_content(folder):
    assets = Assets.read(folder)
    assert ".made-of" not in str(assets.files.keys())
    assert assets.keeps_for_good("dist/parts/axis-AB12.js", None)
    assert not assets.keeps_for_good("dist/views.js", None)
    assert not assets.keeps_for_good("dist/views.js", "old")
    assert assets.keeps_for_good("dist/views.js", assets.files["dist/views.js"].version)


def test_every_style_sheet_and_picture_of_a_page_is_there_and_is_kept_for_good(client):
    html = client.get("/", headers=HTML).text
    addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    assert len(addresses) >= 2
    for address in addresses:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Accept-Encoding" in answer.headers["Vary"]
        etag = answer.headers["ETag"]
        assert client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": etag}).status_code == 304


def test_an_address_without_a_version_is_asked_for_again_and_a_wrong_one_is_not_found(client):
    assert "no-cache" in client.get("/static/style.css").headers["Cache-Control"]
    assert client.get("/static/css/tokens.css").status_code == 404
    assert client.get("/static/../app.py").status_code == 404


def test_colours_are_written_in_the_tokens_alone():
    others = [path for path in (STATIC / "css").glob("*.css") if path.name not in ("tokens.css", "print.css")]
    screens = {path.name: path.read_text(encoding="utf-8").partition("@media print")[0] for path in others}
    written = {name: re.findall(r":[^;{]*(#[0-9a-fA-F]{3,8})\b", text) for name, text in screens.items()}
    assert {name: found for name, found in written.items() if found} == {}


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_pair_of_colours_that_meets_can_be_read(scheme):
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    day, _, night = text.partition("@media (prefers-color-scheme: dark)")
    tokens = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})\b", day))
    if scheme == "dark":
        tokens |= dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})\b", night.partition("@media print")[0]))
    words = [(ink, ground) for ink in ("ink", "quiet", "accent", "warn") for ground in ("paper", "sheet", "tint")]
    words += [
        ("accent", "accent-soft"),
        ("ink", "accent-soft"),
        ("warn", "warn-soft"),
        ("ink", "warn-soft"),
        ("ink", "mark"),
        ("paper", "accent"),
        ("gap", "tint"),
    ]
    weak = [
        (pair, round(_contrast(tokens[pair[0]], tokens[pair[1]]), 2))
        for pair in words
        if _contrast(tokens[pair[0]], tokens[pair[1]]) < 4.5
    ]
    weak += [
        ((name, "paper"), 0)
        for name in ("edge", *(f"hue-{n}" for n in range(1, 7)))
        if _contrast(tokens[name], tokens["paper"]) < 3
    ]
    assert weak == []


def test_a_class_is_styled_by_the_sheet_of_one_kind_of_page_alone():
    """All sheets reach all pages as one: a bare class of two kinds of page would dress each like the other."""
    shared = {"tokens", "base", "frame", "parts", "print"}
    owners: dict[str, set[str]] = {}
    for sheet in (STATIC / "css").glob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        for selectors in re.findall(r"([^{}@;]+)\{", text):
            for name in re.findall(r"(?:^|,)\s*\.([\w-]+)\s*(?=,|$)", selectors):
                if sheet.stem not in shared:
                    owners.setdefault(name, set()).add(sheet.stem)
    assert owners["facet"] == {"search"}
    assert {name: sheets for name, sheets in owners.items() if len(sheets) > 1} == {}
