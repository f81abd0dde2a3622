"""`snapshots`: what is on disk, which is published, and whether it is as it was written."""

import json
from pathlib import Path

import click

from lod_publisher.cli.reporting import data_option, sentence
from lod_publisher.snapshot import shelf


@click.group()
def snapshots() -> None:
    """What is on disk: list, publish, roll back, prune, verify."""


@snapshots.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True)
@sentence
def list_(data: Path, as_json: bool) -> None:
    """List the snapshots, the oldest first; * marks the published one."""
    listings = shelf.list_snapshots(data)
    if as_json:
        rows = [
            {"id": listing.id, "published": listing.published, "triples": listing.triples, "entities": listing.entities}
            for listing in listings
        ]
        click.echo(json.dumps(rows, indent=1))
        return
    for listing in listings:
        size = f"{listing.entities:,} entities, {listing.triples:,} statements" if listing.triples >= 0 else "damaged"
        click.echo(f"{'*' if listing.published else ' '} {listing.id}  {size}")


@snapshots.command("publish")
@click.argument("snapshot_id")
@data_option
@sentence
def publish_(snapshot_id: str, data: Path) -> None:
    """Make a snapshot the published one, after verifying it."""
    shelf.verify(shelf.snapshots_folder(data) / snapshot_id)
    shelf.publish(data, snapshot_id)
    click.echo(f"{snapshot_id} is published.")


@snapshots.command()
@data_option
@sentence
def rollback(data: Path) -> None:
    """Publish the snapshot before the published one."""
    click.echo(f"{shelf.rollback(data)} is published.")


@snapshots.command()
@click.option("--keep", type=click.IntRange(1), default=3, show_default=True)
@data_option
@sentence
def prune(data: Path, keep: int) -> None:
    """Remove old snapshots, never the published one."""
    for snapshot_id in shelf.prune(data, keep):
        click.echo(f"{snapshot_id} removed.")


@snapshots.command("verify")
@data_option
@sentence
def verify_(data: Path) -> None:
    """Hold every file of the published snapshot against its manifest."""
    folder = shelf.published_folder(data)
    shelf.verify(folder)
    click.echo(f"{folder.name} is as it was written.")
