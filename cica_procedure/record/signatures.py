"""
Signatures of members, the Chair or the Secretariat on heads; no other module imports the package cryptography.

A signature states that the signer has seen this record up to this entry. It covers the head and the header of the
record, so it is not valid for another record. Several signers may sign the same head.
"""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from cica_procedure.errors import DamagedRecord, Inaccessible
from cica_procedure.reading import read_given
from cica_procedure.record.chain import Head, head_at
from cica_procedure.record.files import looking_at
from cica_procedure.record.sqlite_record import Record
from cica_procedure.record.verification import verify

try:
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
except ModuleNotFoundError as missing:
    raise Inaccessible(
        "cryptography", 'is not installed; signatures need it: pip install "cica-procedure[signatures]"'
    ) from missing


MAX_KEY = 64_000
"""The largest file of a key, in bytes."""


@frozen
class Signature:
    """
    One signature.

    Attributes:
        head: the head that was signed.

        signer: the id of the office or party that signed.

        key: the public key of the signer, in hexadecimal.

        signature: the Ed25519 signature over `statement`, in hexadecimal.
    """

    head: Head
    signer: str
    key: str
    signature: str


def statement(genesis: str, head: Head, signer: str) -> bytes:
    """Return the bytes that are signed: the genesis of the record, the head, and the signer."""
    return f"cica-head/1\n{genesis}\n{head}\n{signer}".encode()


def make_key(path: Path, passphrase: str = "") -> str:
    """
    Make a pair of keys: the private one in a file only its owner can read, the public one in a file ending ``.pub``.

    Args:
        path: the file of the private key.

        passphrase: what the private key is encrypted with; it is not encrypted when this is empty.

    Returns:
        The public key, in hexadecimal.

    Raises:
        Inaccessible: when one of the files exists or cannot be written.
    """
    private = Ed25519PrivateKey.generate()
    encryption: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        encryption = serialization.BestAvailableEncryption(passphrase.encode())
    secret = private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, encryption)
    public = _hex(private.public_key())
    try:
        with path.with_name(f"{path.name}.pub").open("x", encoding="utf-8") as file:
            file.write(f"{public}\n")
        try:
            path.touch(mode=0o600, exist_ok=False)
            path.write_bytes(secret)
        except OSError:
            path.with_name(f"{path.name}.pub").unlink()
            raise
    except OSError as error:
        raise Inaccessible(path, f"{error.strerror}; no key was kept there") from error
    return public


def read_public(path: Path) -> str:
    """
    Read a public key from the file `make_key` wrote.

    Raises:
        Inaccessible: when the file cannot be read, or does not contain a public key.
    """
    try:
        text = read_given(path, MAX_KEY).decode().strip()
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(text))
    except ValueError as error:
        raise Inaccessible(path, f"{error}; give a file that cica keygen wrote, with the ending .pub") from error
    return text


def sign(key: Path, genesis: str, head: Head, signer: str, passphrase: str = "") -> Signature:
    """
    Sign a head.

    Args:
        key: the file of the private key.

        genesis: the genesis of the record: the digest before its first entry.

        head: the head to sign.

        signer: the id of the office or party that signs.

        passphrase: that of the key, when it has one.

    Raises:
        Inaccessible: when the key cannot be read.
    """
    try:
        private = serialization.load_pem_private_key(read_given(key, MAX_KEY), passphrase.encode() or None)
    except (UnsupportedAlgorithm, ValueError, TypeError) as error:
        raise Inaccessible(key, f"{error}; give a private key that cica keygen made") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise Inaccessible(key, "is a key of another kind; give one that cica keygen made")
    signature = private.sign(statement(genesis, head, signer)).hex()
    return Signature(head, signer, _hex(private.public_key()), signature)


def is_encrypted(key: Path) -> bool:
    """Return whether the file of a private key asks for a passphrase."""
    return b"ENCRYPTED" in read_given(key, MAX_KEY)


def sign_record(path: Path, key: Path, signer: str, passphrase: str = "") -> Signature:
    """
    Sign the head of a record and keep the signature in it.

    The signer vouches for the record. So every entry is verified first, and is also read, so that no entry that could
    be read in two ways is signed.

    Args:
        path: the record.

        key: the file of the private key.

        signer: the id of the office or party that signs.

        passphrase: that of the key, when it has one.

    Raises:
        DamagedRecord: when the record is not what was written.

        NotARecord: when the file is not a record, or has an entry that cannot be read.

        Inaccessible: when the key or the record cannot be read, or the record cannot be written.
    """
    verdict = verify(path).upheld(path)
    record = Record.open(path)
    try:
        deque(record.entries(), maxlen=0)
        signature = sign(key, record.genesis, verdict.head, signer, passphrase)
        record.keep_signature(signature)
    finally:
        record.close()
    return signature


def faults(signatures: Iterable[Signature], genesis: str, trusted: Mapping[str, str]) -> Iterator[str]:
    """
    Yield a message for everything that is wrong with signatures.

    Args:
        signatures: the signatures to check.

        genesis: the genesis of the record: the digest before its first entry.

        trusted: the public keys that are known, by signer; every signer in it must have signed.
    """
    found = list(signatures)
    if not found:
        yield "nobody has signed it"
    for given in found:
        if trusted.get(given.signer, given.key) != given.key:
            yield f"the signature of {given.signer} is by another key than the one it is known by"
        if not _is_true(given, genesis):
            yield f"the signature of {given.signer} on the head {given.head} is not true"
    if found and (missing := sorted(trusted.keys() - {given.signer for given in found})):
        yield f"{', '.join(missing)} has not signed it"


@frozen
class Signed:
    """
    What the signatures on a record prove.

    Attributes:
        counted: those that are true, on heads that the record has; the identity is proved only for known keys.

        aside: how many are not true, by another key than the one their signer is known by, or, by a key that is not
            known, on a head that the record does not have; they prove nothing, and spoil nothing, since anybody could
            have put them there.

        missing: the signers that are known by a key and have not signed.
    """

    counted: tuple[Signature, ...]
    aside: int
    missing: tuple[str, ...]

    @property
    def last(self) -> int:
        """The number of the last entry that a signature covers; 0 when there is none."""
        return max((signature.head.seq for signature in self.counted), default=0)


def check_signatures(path: Path | str, genesis: str, trusted: Mapping[str, str]) -> Signed:
    """
    Check the signatures on a record whose entries have been verified.

    Args:
        path: the file.

        genesis: the genesis of the record: the digest before its first entry.

        trusted: the public keys that are known, by signer.

    Raises:
        DamagedRecord: when a signer whose key is known has signed a head that the record no longer has.

        Inaccessible, NotARecord: when the record cannot be read.
    """
    counted: list[Signature] = []
    given = kept(path)
    with looking_at(path) as connection:
        for signature in given:
            known = trusted.get(signature.signer)
            if known not in {None, signature.key} or not _is_true(signature, genesis):
                continue
            if head_at(connection, signature.head.seq, genesis) == signature.head:
                counted.append(signature)
            elif known is not None:
                problem = f"{signature.signer} signed a head it no longer has, entry {signature.head.seq}"
                raise DamagedRecord(path, problem, signature.head.seq)
    missing = sorted(trusted.keys() - {signature.signer for signature in counted})
    return Signed(tuple(counted), len(given) - len(counted), tuple(missing))


def _is_true(given: Signature, genesis: str) -> bool:
    """Return whether a signature is one by the key that it names, whoever that is."""
    try:
        public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(given.key))
        public.verify(bytes.fromhex(given.signature), statement(genesis, given.head, given.signer))
    except (InvalidSignature, ValueError, TypeError, AttributeError):
        return False
    return True


def keep(connection: sqlite3.Connection, signature: Signature) -> None:
    """Add a signature to the record."""
    connection.execute(
        "INSERT INTO signatures (head_seq, head_digest, signer, public_key, signature) VALUES (?, ?, ?, ?, ?)",
        (signature.head.seq, signature.head.digest, signature.signer, signature.key, signature.signature),
    )


def kept(path: Path | str) -> list[Signature]:
    """
    Return the signatures on a record, in the order they were added.

    Raises:
        Inaccessible: when there is no such file, or it cannot be read.

        NotARecord: when the file is not a record.
    """
    with looking_at(path) as connection:
        rows = connection.execute(
            "SELECT head_seq, head_digest, signer, public_key, signature FROM signatures ORDER BY seq"
        ).fetchall()
    return [Signature(Head(seq, digest), signer, key, signature) for seq, digest, signer, key, signature in rows]


def _hex(public: Ed25519PublicKey) -> str:
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
