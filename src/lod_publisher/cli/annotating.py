"""`annotate`: proposals of who and what a text speaks of, for a human to accept."""

from pathlib import Path

import click

from lod_publisher.build.annotating import known_names, propose, text_to_annotate
from lod_publisher.cli.reporting import data_option, sentence
from lod_publisher.errors import InputError
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.sources.annotations.writing import annotations_yaml


@click.command()
@click.argument("text", type=click.Path(path_type=Path))
@data_option
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the file here instead of printing it.",
)
@click.option(
    "--document", default="", metavar="KEY", help="Which document of the file; for a plain text, the key it is to have."
)
@click.option("--year", type=click.IntRange(1, 2999), help="When the text was written, if it does not say so itself.")
@click.option(
    "--at-least",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="Leave out what is less sure than this, from 0 to 1.",
)
@sentence
def annotate(text: Path, data: Path, target: Path | None, document: str, year: int | None, at_least: float) -> None:
    """Propose annotations of TEXT from the names that the published snapshot knows.

    What is written is a file of annotations that `build` reads: delete what is wrong, and take `confidence` and `because` off what
    is right. What keeps them is published as the program's reading.
    """
    if target is not None and not target.resolve().parent.is_dir():
        raise InputError(
            f"{target}: there is no folder {target.parent}, so nothing could be written. Make it, or give another path."
        )
    read = text_to_annotate(text, document, year)
    snapshot = Snapshot.open(data)
    drafts = propose(read, known_names(snapshot), at_least)
    remarks = (
        f"Proposed by lod-publisher for {text.name}, by the names of {snapshot.id}. Nobody has read this yet.",
        "Delete what is wrong; to accept a line, leave only its passages, as in Qasim: [p5, p6].",
    )
    written = annotations_yaml(read.key, drafts, remarks)
    if target is None:
        click.echo(written, nl=False)
        return
    target.write_text(written, encoding="utf-8")
    things = len({draft.key for draft in drafts if draft.section == "mentions"})
    dates = sum(draft.section == "dates" for draft in drafts)
    click.echo(f"{target}: {len(drafts) - dates:,} mentions of {things:,} entities and {dates:,} dates are proposed.")
