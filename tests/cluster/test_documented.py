"""What docs/cluster.md shows, typed as it stands, with addresses and folders of this machine."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.ports import free_port
from tests.releases.shown import blocks, end

from lod_publisher.snapshot import shelf


def test_the_commands_of_the_page_build_on_a_cluster_and_make_a_replica(root, s3, collection, tmp_path):
    port = free_port()
    shown = [block.text for block in blocks(root, "docs/cluster.md") if block.test]
    text = (
        "\n".join(shown)
        .replace("10.0.0.1:8786", f"127.0.0.1:{port}")
        .replace("10.0.0.1 --port 8786", f"127.0.0.1 --port {port}")
    )
    text = (
        text.replace("COLLECTION", str(collection))
        .replace("/srv/", f"{tmp_path}/")
        .replace("s3://archive/", f"{s3}/page/")
    )
    text = re.sub(r"^(dask .*)$", rf"\1 --no-dashboard > {tmp_path}/dask.log 2>&1 &", text, flags=re.MULTILINE)
    text = text.replace("dask worker", f"dask worker --local-directory {tmp_path}")
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    with subprocess.Popen(
        ["bash", "-eu", "-c", text],
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as typed:
        try:
            printed, _ = typed.communicate(timeout=300)
        finally:
            end(typed)
    assert typed.returncode == 0, printed
    made = shelf.published_folder(tmp_path / "archive")
    assert shelf.published_folder(tmp_path / "replica").name == made.name
    assert list((tmp_path / "archive").glob("exchange*")) == []
