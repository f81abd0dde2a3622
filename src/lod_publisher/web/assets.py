"""Style, scripts and pictures of the pages: read once, compressed once, addressed by what is in them."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from markupsafe import Markup, escape

from lod_publisher.web.compression import MIN_BYTES, choose_encoding, compress

STATIC = Path(__file__).parent / "static"
STYLE = "style.css"
# Where the build of the package puts the scripts; empty in a checkout that was not built, and the pages are whole without them.
_BUNDLES = "dist"
_FACE = f"{_BUNDLES}/fonts.css"
_NAMED_BY_CONTENT = f"{_BUNDLES}/parts/"
_LETTERS = f"{_NAMED_BY_CONTENT}source-serif-4-latin-wght-normal-"
# Style is read in this order, the files not named here between the second and the last, by name.
_FIRST, _LAST = ("tokens", "base", "frame", "parts"), ("print",)
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
}
_PACKED = (".woff2", ".png", ".jpg", ".webp")


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent; its version is in the addresses that our pages write, so that caches may keep it for good."""

    body: bytes
    media_type: str
    version: str
    is_packed: bool = False
    _coded: dict[str, bytes] = field(default_factory=dict)

    @staticmethod
    def of(name: str, body: bytes) -> "Asset":
        """A file of this name and content."""
        suffix = Path(name).suffix
        media_type = _TYPES.get(suffix) or guess_type(name)[0] or "application/octet-stream"
        return Asset(body, media_type, hashlib.sha256(body).hexdigest()[:12], suffix in _PACKED)

    def coded(self, accepted: str | None) -> tuple[bytes, str]:
        """The body in the coding that a client prefers, and the name of that, "" for none."""
        coding = "" if self.is_packed or len(self.body) < MIN_BYTES else choose_encoding(accepted)
        if not coding:
            return self.body, ""
        if coding not in self._coded:
            self._coded[coding] = compress(self.body, coding)
        return self._coded[coding], coding


@dataclass(frozen=True, slots=True)
class Assets:
    """All files that pages may ask for, by their path below `/static/`."""

    files: dict[str, Asset]

    @staticmethod
    def read(folder: Path = STATIC) -> "Assets":
        """Read a folder; what lies in its `css` becomes one file, with the bundled typeface before it."""
        css = folder / "css"
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.parent != css)
        names = [path.relative_to(folder).as_posix() for path in paths]
        files = {
            name: Asset.of(name, path.read_bytes())
            for name, path in zip(names, paths, strict=True)
            if not any(part.startswith(".") for part in name.split("/"))
        }
        face = files.pop(_FACE, None)
        style = (face.body.decode().replace('url("./', f'url("{_BUNDLES}/') if face else "") + style_of(css)
        files[STYLE] = Asset.of(STYLE, style.encode())
        return Assets(files)

    def address(self, name: str) -> str:
        """The path of a file below the root of the site, with its version.

        Raises:
            KeyError: no such file, which a template must not ask for.
        """
        return f"/static/{name}?v={self.files[name].version}"

    def typeface(self) -> str:
        """The path of the upright Latin letters below the root, which every page asks for early; "" when they were not bundled."""
        return next((f"/static/{name}" for name in self.files if name.startswith(_LETTERS)), "")

    def script(self, root: str, name: str) -> Markup:
        """The elements that load a script and its style; nothing when it was not built."""
        elements = []
        if f"{_BUNDLES}/{name}.css" in self.files:
            elements.append(f'<link rel="stylesheet" href="{escape(root + self.address(f"{_BUNDLES}/{name}.css"))}">')
        if f"{_BUNDLES}/{name}.js" in self.files:
            elements.append(
                f'<script type="module" src="{escape(root + self.address(f"{_BUNDLES}/{name}.js"))}"></script>'
            )
        return Markup("\n".join(elements))  # noqa: S704 both parts are escaped

    def keeps_for_good(self, name: str, version: str | None) -> bool:
        """Whether an address names this very content."""
        return name.startswith(_NAMED_BY_CONTENT) or version == self.files[name].version


@cache
def shipped() -> Assets:
    """What came with this program, read once a process, with what was compressed for the readers of earlier snapshots."""
    return Assets.read()


def style_of(folder: Path) -> str:
    """The style sheets of a folder as one, in the order in which they build on each other."""
    names = {path.stem: path for path in sorted(folder.glob("*.css"))}
    middle = [name for name in names if name not in _FIRST + _LAST]
    return "\n".join(names[name].read_text(encoding="utf-8") for name in (*_FIRST, *middle, *_LAST) if name in names)
