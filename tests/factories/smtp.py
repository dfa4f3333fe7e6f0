"""A mail server on the loopback address, with and without TLS."""

import datetime as dt
import ipaddress
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

TIMEOUT = 20


class MailServer(socketserver.ThreadingTCPServer):
    """What it took is in `mails`: (was it encrypted, for whom, the text)."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, context: ssl.SSLContext, *, security: str) -> None:
        super().__init__(("127.0.0.1", 0), Session)
        self.context, self.security = context, security
        self.mails: list[tuple[bool, str, str]] = []
        # Answers to RCPT, by address.
        self.refusals: dict[str, str] = {}

    @property
    def port(self) -> int:
        """Return where it listens."""
        return int(self.server_address[1])


class Session(socketserver.StreamRequestHandler):
    """As much of RFC 5321 and RFC 3207 as a client needs."""

    server: MailServer
    timeout = TIMEOUT
    encrypted = False

    def handle(self) -> None:
        """Answer until the client hangs up."""
        if self.server.security == "tls":
            self.encrypt()
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.partition(" ")[0].upper()
            self.answer(verb, line)

    def answer(self, verb: str, line: str) -> None:
        """Answer one command."""
        if verb == "EHLO":
            offers = self.server.security == "starttls" and not self.encrypted
            self.say("250-here\r\n250 STARTTLS" if offers else "250 here")
        elif verb == "STARTTLS":
            self.say("220 go ahead")
            self.encrypt()
        elif verb == "RCPT":
            self.recipient = line.partition("<")[2].rstrip(">")
            self.say(self.server.refusals.get(self.recipient, "250 ok"))
        elif verb == "DATA":
            self.say("354 go ahead")
            lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
            self.server.mails.append((self.encrypted, self.recipient, "".join(lines)))
            self.say("250 taken")
        else:
            self.say("250 ok")

    def say(self, line: str) -> None:
        """Send an answer."""
        self.wfile.write(f"{line}\r\n".encode())

    def encrypt(self) -> None:
        """Go on under TLS."""
        self.connection: Any = self.server.context.wrap_socket(self.connection, server_side=True)
        self.setup_files()
        self.encrypted = True

    def setup_files(self) -> None:
        """Read and write what is encrypted."""
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)


@contextmanager
def mail_server(certificate: Path, *, security: str) -> Iterator[MailServer]:
    """Run a server that proves itself with `certificate`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with MailServer(context, security=security) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()


def make_certificate(path: Path) -> Path:
    """Write a certificate for 127.0.0.1, signed by itself, and its key to one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    form = serialization.PrivateFormat.PKCS8
    plain = serialization.NoEncryption()
    path.write_bytes(made.public_bytes(pem) + key.private_bytes(pem, form, plain))
    return path
