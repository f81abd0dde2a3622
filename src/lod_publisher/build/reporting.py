"""What a report needs to know of a build: which records have a page, where the sources lie, and what builds before it found."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from lod_publisher.build.inputs import Inputs
from lod_publisher.build.result import BuildLog
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import IriScheme, Kind, is_local_id, keyed
from lod_publisher.settings import Source
from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.validation.report import HISTORY, About, Build, counts_of, extended, read_history, write_report


def write_build_report(folder: Path, snapshot_id: str, findings: Sequence[Finding], log: BuildLog) -> None:
    """Write the report of a build into its snapshot, with links to what was published and the history carried on."""
    moment = log.moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    pages = Pages(Catalog(folder / "catalog.sqlite"), IriScheme(log.inputs.base))
    about = About(
        " · ".join(collection.title for collection in log.inputs.collections),
        moment,
        snapshot_id,
        log.inputs.base,
        log.settings.validate,
        pages.page_of,
        pages.page_at,
        SourceFiles(log.inputs.sources).path_of,
    )
    before = read_history(log.settings.data / "current" / HISTORY)
    now = Build(snapshot_id, moment, log.settings.validate, counts_of(findings))
    write_report(folder, findings, about, extended(before, now))


def write_check_report(folder: Path, findings: Sequence[Finding], inputs: Inputs, moment: str) -> None:
    """Write the report of a check, which has published nothing, so that no record has a page."""
    title = " · ".join(collection.title for collection in inputs.collections)
    write_report(folder, findings, About(title, moment, source_of=SourceFiles(inputs.sources).path_of))


class SourceFiles:
    """Leads from the name by which findings call a source file to the file."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._paths: Mapping[str, Path] = {source.shown: source.path for source in sources}

    def path_of(self, file: str) -> Path | None:
        """The file; None for what is no file ("all sources") or does not lie where the source does."""
        path = self._paths.get(file)
        if path is not None:
            return path if path.is_file() else None
        parts = file.split("/")
        for length in range(len(parts) - 1, 0, -1):  # a source that is a folder of files
            folder = self._paths.get("/".join(parts[:length]))
            if folder is not None and ".." not in parts:
                path = folder.joinpath(*parts[length:])
                return path if path.is_file() else None
        return None


class Pages:
    """Leads from a finding to the page of its record, if the snapshot has one."""

    def __init__(self, catalog: Catalog, iris: IriScheme) -> None:
        self._catalog = catalog
        self._iris = iris
        self._of_key = lru_cache(maxsize=100_000)(self._page)

    def page_of(self, finding: Finding) -> str:
        """The IRI of the entity that a finding is about; "" when it was left out or the finding does not say which it is.

        What a shape found names its node. A reader knows only its own key: that leads to the page of the one entity with this
        key, of several to the one that was read from the same file. A passage leads to its place on the document's page.
        """
        if finding.focus:
            return self.page_at(finding.focus.strip("<>"))
        kind, _, local_id = finding.record.partition("/")
        if kind in set(Kind) and is_local_id(local_id) and (page := self._of_key(kind, local_id, finding.origin.file)):
            return page
        return self._of_key("", finding.record, finding.origin.file)

    def page_at(self, iri: str) -> str:
        """The IRI of the entity to which a node belongs; "" when it has no page here."""
        key = self._iris.split(iri)
        if key is not None:
            return self._of_key(str(key[0]), key[1], "")
        return self._of_key("", f"elsewhere/{keyed(iri)}", "")

    def _page(self, kind: str, local_id: str, file: str) -> str:
        if not is_local_id(local_id):
            return ""
        kinds = (Kind(kind),) if kind else tuple(Kind)
        found = [known for each in kinds if (known := self._living(each, local_id))]
        if len(found) > 1:
            found = [known for known in found if file in (known.source, known.source.rpartition(":")[0])]
        if len(found) == 1:
            return self._iris.entity(found[0].kind, found[0].local_id)
        whole, _, passage = local_id.rpartition("/")
        if not found and Kind.DOCUMENT in kinds and whole and self._living(Kind.DOCUMENT, whole):
            return f"{self._iris.entity(Kind.DOCUMENT, whole)}#{passage}"
        return ""

    def _living(self, kind: Kind, local_id: str) -> Entity | None:
        entity = self._catalog.entity(kind, local_id)
        return entity if entity is not None and entity.deleted is None else None
