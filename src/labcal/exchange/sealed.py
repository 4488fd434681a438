"""A stream locked with a passphrase: AES-256-GCM by chunks, the key by argon2id.

Each chunk is bound to the header, to its place and to whether it is the last, so that none can be moved,
dropped or added. ``docs/formats/backup.md`` has the layout.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import struct
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from labcal.errors.keeping import DamagedBackupError, WrongBackupPassphraseError
from labcal.text import mark, phrase

MAGIC = b"LCSEAL01"
CHUNK = 1 << 20
TAG = 16
LEAST = 10
"""Characters a passphrase has at least."""
TIME, MEMORY, LANES = 3, 1 << 16, 4
"""Cost of argon2id: rounds, KiB and lanes, as RFC 9106 recommends where memory is scarce."""
MOST_TIME, MOST_MEMORY, MOST_LANES = 64, 1 << 21, 64
"""A header that asks for more than this was not made by LabCal."""
MOST_HEADER = 4096


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key with the salt from which the passphrase gives it again."""

    salt: bytes
    secret: bytes = field(repr=False)

    def kept(self) -> str:
        """Return the key as the book keeps it among its secrets."""
        return f"{b64encode(self.salt).decode()} {b64encode(self.secret).decode()}"


def key_of(kept: str) -> SealKey:
    """Return the key that ``SealKey.kept`` told."""
    salt, secret = (b64decode(part) for part in kept.split())
    return SealKey(salt, secret)


def key_for(passphrase: str, salt: bytes | None = None) -> SealKey:
    """Return the key of ``passphrase``, with a fresh salt where none is given."""
    return _derived(passphrase, salt or os.urandom(16), (TIME, MEMORY, LANES))


class SealedWriter(io.RawIOBase):
    """Locks what is written into ``target``; ``close`` writes the last chunk and leaves ``target`` open."""

    def __init__(self, target: IO[bytes], key: SealKey) -> None:
        super().__init__()
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._target, self._cipher = target, AESGCM(key.secret)
        self._prefix, self._waiting, self._number = os.urandom(7), bytearray(), 0
        told = {
            "format": "labcal-sealed-1",
            "kdf": "argon2id",
            "time": TIME,
            "memory": MEMORY,
            "lanes": LANES,
            "salt": b64encode(key.salt).decode(),
            "check": _check(key.secret),
            "prefix": b64encode(self._prefix).decode(),
            "chunk": CHUNK,
        }
        header = json.dumps(told).encode()
        self._bound = hashlib.sha256(header).digest()
        target.write(MAGIC + struct.pack(">I", len(header)) + header)

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._waiting += content
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._seal(bytes(self._waiting), last=True)
        super().close()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._bound))
        self._number += 1


class SealedReader(io.RawIOBase):
    """What was locked, as a file in which one may go to and fro.

    Raises:
        WrongBackupPassphraseError: Another passphrase locked it.
        DamagedBackupError: It is not as it was written; also while reading.
    """

    def __init__(self, source: IO[bytes], secret: str | SealKey, path: Path) -> None:
        super().__init__()
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._path = path
        header, self._start = _header(source, path)
        told = _fields(header, path)
        key = secret if isinstance(secret, SealKey) else _derived(secret, told.salt, told.cost)
        if not hmac.compare_digest(_check(key.secret), told.check):
            raise WrongBackupPassphraseError(path=path)
        self._source, self._cipher, self._prefix = source, AESGCM(key.secret), told.prefix
        self._bound = hashlib.sha256(header).digest()
        length = source.seek(0, io.SEEK_END) - self._start
        self._chunks = max(1, -(-length // (CHUNK + TAG)))
        self._size = length - self._chunks * TAG
        if self._size < 0:
            raise DamagedBackupError(path=path, part=phrase(mark("its end is missing")))
        self._place, self._known, self._plain = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(0, start + offset)
        return self._place

    def readinto(self, buffer: Any) -> int:
        if self._place >= self._size:
            return 0
        number, skip = divmod(self._place, CHUNK)
        part = self._chunk(number)[skip : skip + len(buffer)]
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)

    def _chunk(self, number: int) -> bytes:
        from cryptography.exceptions import InvalidTag

        if number != self._known:
            self._source.seek(self._start + number * (CHUNK + TAG))
            nonce = _nonce(self._prefix, number, last=number == self._chunks - 1)
            try:
                self._plain = self._cipher.decrypt(nonce, self._source.read(CHUNK + TAG), self._bound)
            except InvalidTag as error:
                part = phrase(mark("chunk {number}"), number=number + 1)
                raise DamagedBackupError(path=self._path, part=part) from error
            self._known = number
        return self._plain


@dataclass(frozen=True, slots=True)
class _Told:
    salt: bytes
    check: str
    prefix: bytes
    cost: tuple[int, int, int]


def _header(source: IO[bytes], path: Path) -> tuple[bytes, int]:
    """Return the header and where what is locked begins."""
    source.seek(0)
    start = source.read(len(MAGIC) + 4)
    length = struct.unpack(">I", start[len(MAGIC) :])[0] if len(start) == len(MAGIC) + 4 else 0
    header = source.read(length) if 0 < length <= MOST_HEADER else b""
    if not start.startswith(MAGIC) or not header or len(header) != length:
        raise DamagedBackupError(path=path, part=phrase(mark("its head")))
    return header, len(start) + length


def _fields(header: bytes, path: Path) -> _Told:
    try:
        told = json.loads(header)
        cost = int(told["time"]), int(told["memory"]), int(told["lanes"])
        found = _Told(b64decode(told["salt"]), str(told["check"]), b64decode(told["prefix"]), cost)
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedBackupError(path=path, part=phrase(mark("its head"))) from error
    fits = told.get("format") == "labcal-sealed-1" and told.get("chunk") == CHUNK and len(found.prefix) == 7
    modest = 1 <= cost[0] <= MOST_TIME and cost[1] <= MOST_MEMORY and 1 <= cost[2] <= MOST_LANES
    if not (fits and modest and cost[1] >= 8 * cost[2] and len(found.salt) == 16):
        raise DamagedBackupError(path=path, part=phrase(mark("its head")))
    return found


def _derived(passphrase: str, salt: bytes, cost: tuple[int, int, int]) -> SealKey:
    from argon2.low_level import Type, hash_secret_raw

    time, memory, lanes = cost
    secret = hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=time,
        memory_cost=memory,
        parallelism=lanes,
        hash_len=32,
        type=Type.ID,
    )
    return SealKey(salt, secret)


def _check(secret: bytes) -> str:
    """Return what tells a wrong passphrase from a damaged file."""
    return hmac.new(secret, b"labcal-sealed-1 check", hashlib.sha256).hexdigest()[:32]


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">IB", number, last)
