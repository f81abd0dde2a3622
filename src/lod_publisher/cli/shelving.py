"""`snapshots`: what is on disk, which is published, and whether it is as it was written."""

import json
from pathlib import Path

import click

from lod_publisher.cli.reporting import data_option, sentence
from lod_publisher.snapshot import carrying, shelf
from lod_publisher.snapshot.places import Place
from lod_publisher.snapshot.trust import trust


@click.group()
def snapshots() -> None:
    """What is on disk: list, publish, roll back, prune, verify; push to and pull from a place that many machines reach."""


@snapshots.command("list")
@data_option
@click.option("--json", "as_json", is_flag=True)
@sentence
def list_(data: Path, as_json: bool) -> None:
    """List the snapshots, the oldest first; * marks the published one."""
    listings = shelf.list_snapshots(data)
    if as_json:
        rows = [
            {
                "id": listing.id,
                "published": listing.published,
                "triples": listing.triples,
                "entities": listing.entities,
                "problem": listing.problem,
            }
            for listing in listings
        ]
        click.echo(json.dumps(rows, indent=1))
        return
    for listing in listings:
        size = listing.problem or f"{listing.entities:,} entities, {listing.triples:,} statements"
        click.echo(f"{'*' if listing.published else ' '} {listing.id}  {size}")


@snapshots.command("publish")
@click.argument("snapshot_id")
@data_option
@sentence
def publish_(snapshot_id: str, data: Path) -> None:
    """Make a snapshot the published one, after verifying it and asking it sample questions."""
    trust(shelf.snapshots_folder(data) / snapshot_id)
    shelf.publish(data, snapshot_id)
    click.echo(f"{snapshot_id} is published.")


@snapshots.command()
@data_option
@sentence
def rollback(data: Path) -> None:
    """Publish the snapshot before the published one, after verifying it and asking it sample questions."""
    trust(shelf.snapshots_folder(data) / shelf.before_published(data))
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


@snapshots.command("push")
@click.argument("place")
@click.option("--id", "snapshot_id", default="", metavar="ID", help="Which snapshot; default: the published one.")
@data_option
@sentence
def push_(place: str, snapshot_id: str, data: Path) -> None:
    """Copy a snapshot to a PLACE, such as s3://bucket/archive or a shared disk, as the one that replicas are to serve."""
    click.echo(f"{carrying.push(data, Place(place), snapshot_id)} is in {place}.")


@snapshots.command("pull")
@click.argument("place")
@click.option("--id", "snapshot_id", default="", metavar="ID", help="Which snapshot; default: the one last pushed.")
@click.option("--no-publish", is_flag=True, help="Fetch and verify it, but leave the published one as it is.")
@data_option
@sentence
def pull_(place: str, snapshot_id: str, no_publish: bool, data: Path) -> None:
    """Fetch a snapshot from a PLACE, hold every file against its manifest, and publish it."""
    pulled = carrying.pull(data, Place(place), snapshot_id, not no_publish)
    click.echo(f"{pulled} is {'here' if no_publish else 'published'}.")
