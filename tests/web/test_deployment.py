"""What is shipped for those who run the service, as far as it can be tried without an engine for containers or a cluster."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import kubernetes_validate
import pytest
import yaml
from tests.ports import free_port
from tests.processes import children

from lod_publisher.settings import ServeSettings

DEPLOY = Path(__file__).parents[2] / "deploy"
PROGRAM = Path(sys.executable).parent / "lod-publisher"


def explained() -> dict[str, str]:
    """The variables of the example configuration, with the values that its lines have."""
    text = (DEPLOY / "lod-publisher.env").read_text(encoding="utf-8")
    return dict(re.findall(r"^#?(LOD_PUBLISHER_\w+)=(.*)$", text, re.M))


def test_the_example_configuration_explains_every_setting_and_says_the_defaults():
    assert set(explained()) == set(ServeSettings().environment())
    assert ServeSettings.from_environment(explained()) == ServeSettings(
        data=Path("/srv/archive"), trusted_proxies=("127.0.0.1",)
    )


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed (Debian package systemd)"
)
@pytest.mark.parametrize("unit", ["lod-publisher.service", "lod-publisher-build.service", "lod-publisher-build.timer"])
def test_systemd_accepts_the_units(unit, tmp_path):
    for path in (DEPLOY / "systemd").iterdir():
        text = path.read_text(encoding="utf-8").replace("/opt/lod-publisher/bin/lod-publisher", str(PROGRAM))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    told = subprocess.run(["systemd-analyze", "verify", tmp_path / unit], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed (Debian package systemd)"
)
def test_the_service_is_hardened():
    unit = DEPLOY / "systemd" / "lod-publisher.service"
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", told)
    assert exposure is not None
    assert float(exposure[1]) <= 2.0


def test_the_dockerfile_passes_its_lint():
    hadolint = Path(sys.executable).parent / "hadolint"
    told = subprocess.run([hadolint, DEPLOY / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout) == (0, "")


def test_kubernetes_accepts_the_manifests():
    manifests = list(yaml.safe_load_all((DEPLOY / "kubernetes" / "lod-publisher.yaml").read_text(encoding="utf-8")))
    assert [manifest["kind"] for manifest in manifests] == [
        "ConfigMap",
        "Deployment",
        "Service",
        "PodDisruptionBudget",
        "Ingress",
    ]
    for manifest in manifests:
        kubernetes_validate.validate(manifest, kubernetes_validate.latest_version(), strict=True)
    told = manifests[0]["data"]
    assert set(told) - {"SNAPSHOT_PLACE"} <= set(ServeSettings().environment())
    deployment = manifests[1]["spec"]
    assert manifests[3]["spec"]["minAvailable"] < deployment["replicas"]
    (server,) = deployment["template"]["spec"]["containers"]
    assert [server[probe]["httpGet"]["path"] for probe in ("readinessProbe", "livenessProbe")] == ["/ready", "/health"]


def test_the_compose_file_names_what_is_there():
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    mounts = [mount for service in services.values() for mount in service["volumes"]]
    for mount in mounts:
        source = mount.split(":")[0]
        assert source in compose["volumes"] or (DEPLOY / source).exists(), mount
    build = services["serve"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()
    assert set(services["serve"]["environment"]) <= set(ServeSettings().environment())
    assert "server 127.0.0.1:8000;" in (DEPLOY / "nginx.conf").read_text(encoding="utf-8")  # what its command replaces


def test_the_snapshot_that_kubernetes_fetches_arrives_verified_and_published(web_data, tmp_path):
    manifests = yaml.safe_load_all((DEPLOY / "kubernetes" / "lod-publisher.yaml").read_text(encoding="utf-8"))
    deployment = next(manifest for manifest in manifests if manifest["kind"] == "Deployment")
    place, target = tmp_path / "place", tmp_path / "data"
    subprocess.run([PROGRAM, "snapshots", "push", place, "--data", web_data], check=True, capture_output=True)
    given = {"$(SNAPSHOT_PLACE)": place, "/data": target}
    arguments = deployment["spec"]["template"]["spec"]["initContainers"][0]["args"]
    subprocess.run([PROGRAM, *[given.get(one, one) for one in arguments]], check=True, capture_output=True)
    assert (target / "current").readlink() == (web_data / "current").readlink()
    subprocess.run([PROGRAM, "snapshots", "verify", "--data", target], check=True, capture_output=True)


def test_the_environment_configures_the_server_and_what_is_typed_goes_before_it(web_data):
    port = free_port()
    told = {"LOD_PUBLISHER_DATA": str(web_data), "LOD_PUBLISHER_PORT": "1", "LOD_PUBLISHER_WORKERS": "1"}
    server = subprocess.Popen([PROGRAM, "serve", "--port", str(port)], env={**os.environ, **told})
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                with urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert time.monotonic() < deadline, "the server did not answer"
                time.sleep(0.1)
        assert len(children(server.pid)) == 1
    finally:
        os.kill(server.pid, signal.SIGINT)
        server.wait(60)
