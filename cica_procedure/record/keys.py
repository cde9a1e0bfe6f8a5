"""Ed25519 keys, to sign acts and heads with; no other module imports the package cryptography."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

from cica_procedure.errors import Inaccessible
from cica_procedure.reading import read_given

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
class Key:
    """
    A private key.

    Attributes:
        public: the public key that belongs to it, in hexadecimal.
    """

    _private: Ed25519PrivateKey
    public: str

    def sign(self, text: bytes) -> bytes:
        """Return the signature over a text."""
        return self._private.sign(text)


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


def is_encrypted(path: Path) -> bool:
    """Return whether the file of a private key asks for a passphrase."""
    return b"ENCRYPTED" in read_given(path, MAX_KEY)


def read_key(path: Path, passphrase: str = "") -> Key:
    """
    Read a private key.

    Args:
        path: its file.

        passphrase: that of the key, when it has one.

    Raises:
        Inaccessible: when the key cannot be read.
    """
    try:
        private = serialization.load_pem_private_key(read_given(path, MAX_KEY), passphrase.encode() or None)
    except (UnsupportedAlgorithm, ValueError, TypeError) as error:
        raise Inaccessible(path, f"{error}; give a private key that cica keygen made") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise Inaccessible(path, "is a key of another kind; give one that cica keygen made")
    return Key(private, _hex(private.public_key()))


def is_true(public: str, signature: bytes, text: bytes) -> bool:
    """Return whether a signature over a text is by the private key that belongs to a public one."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _hex(public: Ed25519PublicKey) -> str:
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()
