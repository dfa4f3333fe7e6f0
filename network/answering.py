"""Ask the hub whether it answers, and wait until it does. Used by `network.launch`."""

import http.client
import socket
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus

from django.conf import settings

from network.options import Options
from network.parts import Child, LaunchError

# Of one request; a hub that needs longer is busy.
ANSWER_SECONDS = 10
# Between two lines that say what a slow start waits for.
REPORT_SECONDS = 15
PAUSE_SECONDS = 0.1


def wait_until_answering(
    options: Options, children: Sequence[Child], *, report: Callable[[str], None]
) -> None:
    """Return when the hub answers. Raises LaunchError if a part of the network dies meanwhile.

    There is no time limit: a slow machine may need minutes, and whoever waits can press Ctrl-C.
    Every REPORT_SECONDS `report` gets a line that says what is missing.
    """
    begun = time.monotonic()
    report_at = begun + REPORT_SECONDS
    while problem := find_problem(options):
        for child in children:
            if child.process.poll() is not None:
                raise LaunchError(child.exit_message())
        if time.monotonic() >= report_at:
            report_at = time.monotonic() + REPORT_SECONDS
            log = next((f" (log: {child.log})" for child in children if child.log), "")
            waited = round(time.monotonic() - begun)
            report(f"      {waited} s: still waiting for {options.address}: {problem}{log}\n")
        time.sleep(PAUSE_SECONDS)


def find_problem(options: Options, *, may_refuse: bool = False) -> str:
    """Ask the web server for the hub. Returns what is wrong, or "" if the hub answers.

    A status code below 500 is an answer: production may redirect or refuse this request. With
    `may_refuse` 503 is one too: the process lives, and the database is away or all are busy.
    """
    connection = http.client.HTTPConnection(options.nearby, options.port, timeout=ANSWER_SECONDS)
    if options.socket:
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(ANSWER_SECONDS)
    # As if through the proxy: production answers to its own name alone, and only over TLS.
    name = settings.ALLOWED_HOSTS[0].lstrip("*.") or "localhost"
    headers = {"Host": name, "X-Forwarded-Proto": "https"}
    try:
        if options.socket:
            connection.sock.connect(options.socket)
        connection.request("GET", "/", headers=headers)
        status = connection.getresponse().status
    except (ConnectionRefusedError, FileNotFoundError):
        return "the web server is not listening yet"
    except TimeoutError:
        return f"the web server has not answered for {ANSWER_SECONDS} s"
    except (OSError, http.client.HTTPException):
        return "the web server broke off the connection"
    finally:
        connection.close()
    if status < 500 or (may_refuse and status == HTTPStatus.SERVICE_UNAVAILABLE):
        return ""
    return f"the web server answers with error {status}"
