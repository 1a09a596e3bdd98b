"""Who vouches for this text? Signed notes with Ed25519 keys (C2SP signed-note)."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from dafeng.errors import NOWHERE, Fault, InputError, Severity
from dafeng.language import Text

#: Byte that names the algorithm of a key, here Ed25519; others (SM2, say) would be added here.
ED25519: Final = 1

_NAME: Final = re.compile(r"[^\s+]+")
_DASH: Final = "\u2014"
_PRIVATE: Final = "PRIVATE+KEY+"
_SEED, _MARK = 32, 4


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with the name of its holder.

    Parameters
    ----------
    name
        Who holds the key; for a log, its origin.
    public
        Public key, 32 bytes.
    """

    name: str
    public: bytes

    @property
    def mark(self) -> bytes:
        """Return the four bytes that name the key in a signature."""
        body = self.name.encode() + b"\n" + bytes([ED25519]) + self.public
        return hashlib.sha256(body).digest()[:_MARK]

    def __str__(self) -> str:
        coded = base64.b64encode(bytes([ED25519]) + self.public).decode()
        return f"{self.name}+{self.mark.hex()}+{coded}"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with the name of its holder.

    Parameters
    ----------
    name
        Who holds the key; for a log, its origin.
    seed
        Private key, 32 random bytes; never printed with the object.
    """

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"SigningKey({self.name!r})"

    @property
    def verifier(self) -> VerifierKey:
        """Return the public key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        private = Ed25519PrivateKey.from_private_bytes(self.seed)
        return VerifierKey(self.name, private.public_key().public_bytes_raw())

    def text(self) -> str:
        """Return the key as the text that `signing_key` reads; keep it secret."""
        coded = base64.b64encode(bytes([ED25519]) + self.seed).decode()
        return f"{_PRIVATE}{self.name}+{self.verifier.mark.hex()}+{coded}"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature under a note: the name of its holder, the mark of the key, 64 bytes."""

    name: str
    mark: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{_DASH} {self.name} {base64.b64encode(self.mark + self.value).decode()}"


@dataclass(frozen=True, slots=True)
class Note:
    """A text with signatures.

    Parameters
    ----------
    text
        Lines, each with its line end.
    signatures
        Who signed, the log first, then its witnesses.
    """

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return "\n".join([self.text, *(f"{s}" for s in self.signatures), ""])


def sign(text: str, key: SigningKey) -> Note:
    """Return a text with one signature.

    Raises
    ------
    ValueError
        If the text does not end with a line end or holds control characters.
    """
    if not text.endswith("\n") or not _printable(text):
        raise ValueError("a note is lines of printable text")
    return Note(text, (_signature(text, key),))


def countersign(note: Note, key: SigningKey) -> Note:
    """Return a note with one more signature, that of a witness."""
    return Note(note.text, (*note.signatures, _signature(note.text, key)))


def signers(note: Note, keys: Iterable[VerifierKey]) -> tuple[VerifierKey, ...]:
    """Return those of the keys whose signature under the note is good."""
    return tuple(
        key
        for key in keys
        if any(
            s.name == key.name and s.mark == key.mark and _is_good(note.text, s, key)
            for s in note.signatures
        )
    )


def note_of(text: str) -> Note:
    """Return the note that a text holds.

    Raises
    ------
    ValueError
        If it is none.
    """
    body, gap, tail = text.rpartition("\n\n")
    lines = tail.removesuffix("\n").split("\n")
    if not gap or not tail.endswith("\n") or not _printable(text):
        raise ValueError("no signed note")
    return Note(body + "\n", tuple(map(_signature_of, lines)))


def verifier_key(text: str) -> VerifierKey:
    """Return the public key that a text holds (``name+mark+base64``).

    Raises
    ------
    InputError
        If it is none, or its mark does not fit.
    """
    name, _, rest = text.strip().partition("+")
    mark, _, coded = rest.partition("+")
    raw = _decoded(coded)
    if _NAME.fullmatch(name) and len(raw) == 1 + _SEED and raw[0] == ED25519:
        key = VerifierKey(name, raw[1:])
        if key.mark.hex() == mark:
            return key
    raise InputError([_no_key()])


def signing_key(text: str) -> SigningKey:
    """Return the private key that a text holds.

    Raises
    ------
    InputError
        If it is none, or its mark does not fit; the text is never repeated.
    """
    name, _, rest = text.strip().removeprefix(_PRIVATE).partition("+")
    mark, _, coded = rest.partition("+")
    raw = _decoded(coded)
    if text.strip().startswith(_PRIVATE) and len(raw) == 1 + _SEED and raw[0] == ED25519:
        key = SigningKey(name, raw[1:])
        if key.verifier.mark.hex() == mark:
            return key
    raise InputError([_no_key()])


def _signature(text: str, key: SigningKey) -> Signature:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    value = Ed25519PrivateKey.from_private_bytes(key.seed).sign(text.encode())
    return Signature(key.name, key.verifier.mark, value)


def _is_good(text: str, signature: Signature, key: VerifierKey) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(key.public).verify(signature.value, text.encode())
    except InvalidSignature:
        return False
    return True


def _signature_of(line: str) -> Signature:
    parts = line.split(" ")
    raw = _decoded(parts[2]) if len(parts) == 3 else b""  # noqa: PLR2004 - dash, name, value
    if parts[0] != _DASH or len(raw) <= _MARK or not _NAME.fullmatch(parts[1]):
        raise ValueError("no signature line")
    return Signature(parts[1], raw[:_MARK], raw[_MARK:])


def _decoded(text: str) -> bytes:
    """Return what base64 holds; nothing if it is not the one way to write it."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return b""
    return raw if base64.b64encode(raw).decode() == text else b""


def _printable(text: str) -> bool:
    return all(c == "\n" or c >= " " for c in text)


def _no_key() -> Fault:
    return Fault(
        "record.key.form",
        Severity.ERROR,
        NOWHERE,
        Text(
            "这不是 Ed25519 密钥（名称+标记+base64）", "this is no Ed25519 key (name+mark+base64)"
        ),
        Text("使用日志公布的公钥文本", "use the text of the public key that the log publishes"),
    )
