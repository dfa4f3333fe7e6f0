"""Read when a TLS certificate ends, from a server or from a file."""

import datetime as dt
import socket
import ssl
from pathlib import Path

from cryptography import x509
from django.conf import settings

CONNECT_SECONDS = 5


class CertificateUnreadable(Exception):
    """There is no certificate to be read; the text is a short technical reason."""


def expiry_of(place: str) -> dt.datetime:
    """Return the end of the first certificate at `host:port` or in a PEM file.

    The certificate is not verified: an expired one must be readable too. Raises
    CertificateUnreadable if there is none.
    """
    try:
        content = Path(place).read_bytes() if place.startswith("/") else _served(place)
        return x509.load_pem_x509_certificate(content).not_valid_after_utc
    except (OSError, ValueError) as error:
        raise CertificateUnreadable(type(error).__name__) from error


def _served(place: str) -> bytes:
    host, _, port = place.rpartition(":")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    # Caddy shows a certificate only to those who name the public host.
    name = settings.ADMIN_HOST.partition(":")[0] or host
    with (
        socket.create_connection((host, int(port)), timeout=CONNECT_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=name) as secure,
    ):
        der = secure.getpeercert(binary_form=True)
    return ssl.DER_cert_to_PEM_cert(der or b"").encode()
