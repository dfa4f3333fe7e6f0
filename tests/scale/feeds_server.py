"""The portal of the benchmark on loopback: nginx, or a small server of our own without it."""

import contextlib
import http.server
import multiprocessing
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from email.utils import formatdate
from multiprocessing.process import BaseProcess
from pathlib import Path

_NGINX = """
daemon off; worker_processes 1; pid {run}/pid; error_log {run}/error.log warn;
events {{ worker_connections 2048; }}
http {{
  access_log off; etag on; sendfile on; gzip off; keepalive_requests 100000;
  types {{ application/rss+xml xml; }}
  client_body_temp_path {run}/body; proxy_temp_path {run}/proxy; fastcgi_temp_path {run}/fastcgi;
  uwsgi_temp_path {run}/uwsgi; scgi_temp_path {run}/scgi;
  server {{ listen 127.0.0.1:{port} backlog=2048; root {pages}; location /s/ {{ return 404; }} }}
}}
"""


def nginx() -> str | None:
    """Return the program, None where it is not installed."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def serving(pages: Path, *, port: int, run: Path) -> Iterator[None]:
    """Serve the folder with ETag and Last-Modified while the block runs; `run` is for its files."""
    run.mkdir(parents=True, exist_ok=True)
    program = nginx()
    server: subprocess.Popen[bytes] | BaseProcess
    if program:
        config = run / "nginx.conf"
        config.write_text(_NGINX.format(run=run, pages=pages, port=port))
        server = subprocess.Popen([program, "-p", str(run), "-c", str(config)])
    else:
        server = multiprocessing.get_context("spawn").Process(target=_serve, args=(pages, port))
        server.start()
    try:
        _await(port)
        yield
    finally:
        server.terminate()
        server.wait() if isinstance(server, subprocess.Popen) else server.join()


def _await(port: int) -> None:
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def _serve(pages: Path, port: int) -> None:
    class Portal(http.server.SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = pages / self.path.lstrip("/")
            if not path.is_file():
                self.send_error(404)
                return
            changed = path.stat().st_mtime
            tag, body = f'"{changed:.0f}"', path.read_bytes()
            same = self.headers.get("If-None-Match") == tag
            self.send_response(304 if same else 200)
            self.send_header("ETag", tag)
            self.send_header("Last-Modified", formatdate(changed, usegmt=True))
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(0 if same else len(body)))
            self.end_headers()
            if not same:
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    http.server.ThreadingHTTPServer(("127.0.0.1", port), Portal).serve_forever()
