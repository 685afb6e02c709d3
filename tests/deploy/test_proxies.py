"""The samples for nginx and Caddy: the programs accept them, and they fit the site behind them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.deploy.files import DEPLOY, tool

NGINX = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
CADDY = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")


def test_nginx_accepts_its_sample(tmp_path: Path) -> None:
    nginx = tool("nginx", "Debian's package nginx-light")
    openssl = tool("openssl", "Debian's package openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "chain.pem"
    new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    subject = ["-subj", "/CN=archive.example.org", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run([openssl, *new, *subject], capture_output=True, timeout=60, check=True)
    live = "/etc/letsencrypt/live/archive.example.org"
    text = NGINX.replace(f"{live}/fullchain.pem", str(certificate)).replace(f"{live}/privkey.pem", str(key))
    # `nginx -t` binds what it listens on: sockets in a folder instead of the machine's ports.
    for number, address in enumerate(("[::]:80", "[::]:443", "80", "443")):
        text = text.replace(f"listen {address}", f"listen unix:{tmp_path}/{number}.socket")
    (tmp_path / "site.conf").write_text(text, encoding="utf-8")
    whole = f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\n  include {tmp_path}/site.conf;\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
    run = subprocess.run(
        [nginx, "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "[warn]" not in run.stderr, run.stderr


def test_caddy_accepts_its_sample(tmp_path: Path) -> None:
    caddy = tool("caddy", "Debian's package caddy")
    run = subprocess.run(
        [caddy, "validate", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"],
        env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "Valid configuration" in run.stdout + run.stderr


def test_both_tell_the_site_who_asks_and_keep_the_figures_private() -> None:
    for header in (
        "X-Forwarded-For $remote_addr",
        "X-Forwarded-Proto $scheme",
        "Host $host",
        "X-Request-ID $request_id",
    ):
        assert f"proxy_set_header {header};" in NGINX
    assert "location ^~ /metrics" in NGINX and "gzip off;" in NGINX
    assert "respond @private 404" in CADDY and "header_up X-Request-ID" in CADDY
    assert not [line for line in CADDY.splitlines() if line.strip().startswith(("encode", "file_server"))]
