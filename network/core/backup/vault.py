"""Encryption of backup files with one key that an office can write down on paper.

A file consists of a header, a random salt, and numbered chunks of AES-256-GCM under a key derived
for the file; the last chunk is marked (the STREAM construction, as in age). A truncated, altered or
renamed file can therefore not be decrypted.
"""

import base64
import hashlib
import hmac
import os
import secrets
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .errors import BackupError

HEADER = b"PBGDPL backup 1\n"
SALT_BYTES, TAG_BYTES, CHUNK = 16, 16, 1024 * 1024
# 160 random bits as 32 letters and digits, which can be read aloud and copied by hand.
KEY_BYTES, GROUP = 20, 4


def new_key() -> str:
    """Generate a backup key: eight groups of four letters and digits."""
    text = base64.b32encode(secrets.token_bytes(KEY_BYTES)).decode()
    return "-".join(text[at : at + GROUP] for at in range(0, len(text), GROUP))


class Vault:
    """Encrypts and decrypts backup files with one key."""

    def __init__(self, key: str) -> None:
        """Derive the encryption and naming keys. Raises BackupError if the key is malformed."""
        try:
            secret = base64.b32decode("".join(key.split()).replace("-", "").upper())
        except ValueError:
            secret = b""
        if len(secret) != KEY_BYTES:
            raise BackupError(
                "BACKUP_KEY is not a backup key (eight groups of four letters and digits):"
                " `docker/entrypoint new-env` or `manage.py backup_key --new` makes one."
            )
        self._secret = secret
        self._names = _derive(secret, b"names")
        # Identifies the key in manifests and on screens. The key cannot be computed from it.
        self.fingerprint = _derive(secret, b"fingerprint")[:4].hex()

    def name_of(self, digest: bytes) -> str:
        """Return the object name of a content digest. It reveals nothing without the key."""
        return hmac.new(self._names, digest, hashlib.sha256).hexdigest()

    def encrypt(self, pieces: Iterable[bytes], path: Path, *, label: str) -> None:
        """Encrypt the pieces into a new private file. `label` is authenticated with the file."""
        salt = os.urandom(SALT_BYTES)
        cipher = self._cipher(salt, label)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as target:
            target.write(HEADER + salt)
            for number, (chunk, is_last) in enumerate(_chunks(pieces)):
                target.write(cipher.encrypt(_nonce(number, is_last=is_last), chunk, None))
            target.flush()
            os.fsync(target.fileno())

    def decrypt(self, path: Path, *, label: str) -> Iterator[bytes]:
        """Yield the decrypted content. Raises BackupError at the first chunk that is not
        authentic."""
        with path.open("rb") as source:
            start = source.read(len(HEADER) + SALT_BYTES)
            if not start.startswith(HEADER) or len(start) < len(HEADER) + SALT_BYTES:
                raise BackupError(f"{path} is damaged: it is no backup file of this release.")
            cipher = self._cipher(start[len(HEADER) :], label)
            for number, (chunk, is_last) in enumerate(_read_chunks(source)):
                try:
                    yield cipher.decrypt(_nonce(number, is_last=is_last), chunk, None)
                except InvalidTag:
                    raise BackupError(
                        f"{path} is damaged: it was altered or truncated, or is of another key."
                    ) from None

    def _cipher(self, salt: bytes, label: str) -> AESGCM:
        return AESGCM(_derive(self._secret, b"file\0" + salt + label.encode()))


def own_vault() -> Vault:
    """Return the vault of BACKUP_KEY. Raises BackupError if it is not set."""
    if not settings.BACKUP_KEY:
        raise BackupError(
            "BACKUP_KEY is not set: `docker/entrypoint new-env` or `manage.py backup_key --new`"
            " makes one. Keep a copy of it on paper, apart from this machine."
        )
    return Vault(settings.BACKUP_KEY)


def vault_of(fingerprint: str) -> Vault:
    """Return the vault with this fingerprint, of the current or a former key.

    Raises BackupError with the fingerprint if the key is not configured.
    """
    keys = filter(None, (settings.BACKUP_KEY, *settings.BACKUP_KEY_FALLBACKS))
    for vault in map(Vault, keys):
        if vault.fingerprint == fingerprint:
            return vault
    raise BackupError(
        f"The backup needs the key {fingerprint}, and BACKUP_KEY is another one or not set."
    )


def _derive(secret: bytes, purpose: bytes) -> bytes:
    kdf = HKDF(hashes.SHA256(), 32, salt=None, info=b"pbgdpl backup\0" + purpose)
    return kdf.derive(secret)


def _nonce(number: int, *, is_last: bool) -> bytes:
    return struct.pack(">3xQB", number, is_last)


def _chunks(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Split the pieces into full chunks and a last one, which may be empty. Yields (chunk,
    is_last)."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > CHUNK:
            yield bytes(waiting[:CHUNK]), False
            del waiting[:CHUNK]
    yield bytes(waiting), True


def _read_chunks(source: IO[bytes]) -> Iterator[tuple[bytes, bool]]:
    chunk = source.read(CHUNK + TAG_BYTES)
    while True:
        following = source.read(CHUNK + TAG_BYTES)
        yield chunk, not following
        if not following:
            return
        chunk = following
