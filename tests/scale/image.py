"""The image of deploy/Dockerfile, built without a daemon, and programs run in it as its own user.

`buildah` builds it, on file systems and in processes of this machine, with this machine's network. No registry of images
is asked: in place of the official image of Python stands a Debian of the same release with the same version of Python,
put together by `debootstrap` once and kept in the user's cache. What is built is therefore the Dockerfile, not its base.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from tests.deploy.files import DEPLOY, ROOT

BASE = "docker.io/library/python:3.11-slim-bookworm"
_RELEASE = "bookworm"
_PACKAGES = "python3,python3-venv,python3-pip,python-is-python3,ca-certificates"
_OF_THIS_MACHINE = ("/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")
"""How packages are reached from here; the image keeps none of it."""
_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_BUILDING = 1800
_TRIES = 3
"""Of what is fetched: packages come over a network."""


class Missing(Exception):
    """What this machine lacks to build an image."""


class Image:
    """A built image and one container of it, with the volume that the image declares."""

    def __init__(self, folder: Path) -> None:
        """Build it, with all it needs in `folder`.

        Raises:
            Missing: no buildah, no debootstrap, not root, or Debian's packages cannot be reached.
        """
        self._words = ["buildah", "--root", str(folder / "images"), "--runroot", str(folder / "run")]
        base = _find_base()
        container = self._ask("from", "scratch")
        self._ask("add", "--quiet", container, str(base))
        self._ask("config", "--env", f"PATH={_PATH}", container)
        self._ask("commit", "--quiet", "--rm", container, BASE)
        mounts = [f"--volume={path}:{path}:ro" for path in _OF_THIS_MACHINE if Path(path).exists()]
        build = ["bud", "--pull=never", "--isolation=chroot", "--format=docker", *mounts]
        self._ask(*build, f"--file={DEPLOY / 'Dockerfile'}", "--tag=archive", str(ROOT))
        self._container = self._ask("from", "--pull=never", "archive")

    def configuration(self) -> dict[str, Any]:
        """What the image says of itself."""
        told: dict[str, Any] = json.loads(self._ask("inspect", "--type=image", "archive"))["Docker"]["config"]
        return told

    def files(self) -> Path:
        """The container's files without those of its volume, as this machine sees them."""
        return Path(self._ask("mount", self._container))

    def command(self, *words: str, **settings: str) -> list[str]:
        """What runs a command in the container."""
        given = [f"--env={name}={value}" for name, value in settings.items()]
        return [*self._words, "run", "--isolation=chroot", *given, self._container, "--", *words]

    def run(self, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        run = self.command(*words, **settings)
        return subprocess.run(run, capture_output=True, text=True, timeout=_BUILDING, check=False)

    def _ask(self, *words: str) -> str:
        done = subprocess.run([*self._words, *words], capture_output=True, text=True, timeout=_BUILDING, check=False)
        assert done.returncode == 0, f"{' '.join(words)}: {(done.stdout + done.stderr)[-3000:]}"
        return done.stdout.strip()


def _find_base() -> Path:
    """A tar of the files of a small Debian with Python."""
    for program in ("buildah", "debootstrap"):
        if shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin") is None:
            raise Missing(f"{program} is not on this machine (Debian: {program})")
    if os.geteuid() != 0:
        raise Missing("only root may put a base together here")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "volunteer-news-archive"
    cache.mkdir(parents=True, exist_ok=True)
    kept = cache / f"{_RELEASE}-python.tar"
    if not kept.is_file():
        with tempfile.TemporaryDirectory(prefix="base-", dir=cache) as draft:
            _put_together(Path(draft))
            (Path(draft) / kept.name).rename(kept)
    return kept


def _put_together(draft: Path) -> None:
    root = draft / "root"
    words = ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", _RELEASE, str(root)]
    env = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
    for last in range(_TRIES):
        done = subprocess.run(words, env=env, capture_output=True, text=True, timeout=_BUILDING, check=False)
        if done.returncode == 0:
            break
        shutil.rmtree(root, ignore_errors=True)
        if last + 1 == _TRIES:
            raise Missing(f"no base can be put together: {(done.stdout + done.stderr).strip()[-300:]}")
    pack = ["tar", "--create", "--numeric-owner", "--exclude=./var/cache/apt/archives/*.deb", "--file"]
    subprocess.run([*pack, str(draft / f"{_RELEASE}-python.tar"), "--directory", str(root), "."], check=True)
