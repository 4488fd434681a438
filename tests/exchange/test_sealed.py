"""What is locked comes back whole with its passphrase, and not at all where a single bit is changed."""

import io
import json
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcal.errors.keeping import DamagedBackupError, WrongBackupPassphraseError
from labcal.exchange import sealed
from labcal.exchange.sealed import CHUNK, MAGIC, SealedReader, SealedWriter, key_for, key_of

KEY = key_for("a good passphrase")
PATH = Path("lab.labcal-backup")


def locked(content: bytes) -> bytes:
    target = io.BytesIO()
    with SealedWriter(target, KEY) as writer:
        writer.write(content)
    return target.getvalue()


def opened(content: bytes, secret=KEY) -> bytes:
    return io.BufferedReader(SealedReader(io.BytesIO(content), secret, PATH)).read()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])
def test_it_comes_back_whole(size):
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    assert opened(locked(content)) == content


def test_the_passphrase_gives_the_key_again():
    assert opened(locked(b"Port Office"), "a good passphrase") == b"Port Office"
    with pytest.raises(WrongBackupPassphraseError, match="not the passphrase"):
        opened(locked(b"Port Office"), "another passphrase")


def test_nothing_of_it_is_readable():
    content = locked(b"Port Office" * 1000)
    assert b"Port Office" not in content
    assert locked(b"Port Office" * 1000) != content


def test_the_key_is_kept_and_never_shown():
    assert key_of(KEY.kept()) == KEY
    assert str(KEY.secret) not in repr(KEY)


@settings(max_examples=30)
@given(st.data())
def test_any_changed_byte_is_found(data):
    whole = locked(b"Port Office" * 50)
    place = data.draw(st.integers(0, len(whole) - 1))
    changed = bytearray(whole)
    changed[place] ^= data.draw(st.integers(1, 255))
    if place < len(whole) - 600 and whole[place : place + 1].isspace():
        return
    with pytest.raises((DamagedBackupError, WrongBackupPassphraseError)):
        opened(bytes(changed))


def test_chunks_are_neither_moved_dropped_nor_added():
    whole = locked(bytes(3 * CHUNK))
    start = len(MAGIC) + 4 + struct.unpack(">I", whole[8:12])[0]
    wide = CHUNK + sealed.TAG
    first, second, third = (whole[start + at * wide : start + (at + 1) * wide] for at in range(3))
    head = whole[:start]
    for forged in (second + first + third, first + third, first + second, first + second + third + third):
        with pytest.raises(DamagedBackupError):
            opened(head + forged)


def test_one_may_go_to_and_fro():
    content = bytes(range(256)) * 8192
    reader = io.BufferedReader(SealedReader(io.BytesIO(locked(content)), KEY, PATH))
    for place in (CHUNK - 3, 5, len(content) - 9, CHUNK):
        reader.seek(place)
        assert reader.read(9) == content[place : place + 9]
    assert reader.seek(-4, io.SEEK_END) == len(content) - 4
    assert reader.read(9) == content[-4:]


@pytest.mark.parametrize(
    "change",
    [{"memory": 1 << 30}, {"time": 0}, {"format": "sealed-9"}, {"salt": "AAAA"}, {"chunk": 7}],
)
def test_a_head_that_asks_for_the_impossible_is_refused(change):
    whole = locked(b"x")
    length = struct.unpack(">I", whole[8:12])[0]
    header = json.dumps({**json.loads(whole[12 : 12 + length]), **change}).encode()
    forged = MAGIC + struct.pack(">I", len(header)) + header + whole[12 + length :]
    with pytest.raises(DamagedBackupError, match="its head"):
        opened(forged, "a good passphrase")
