"""Signed notes, keys, heads and canonical JSON, with published examples.

The note of «PeterNeumann» is the documented example of golang.org/x/mod/sumdb/note; the
checkpoint is the example of C2SP tlog-checkpoint; the JSON is of RFC 8785, section 3.2.3.
"""

from __future__ import annotations

import pytest

from dafeng.errors import InputError
from dafeng.record import (
    NotCanonicalError,
    SigningKey,
    canonical,
    countersign,
    head_of,
    note_of,
    sign,
    signers,
    signing_key,
    verifier_key,
)

SIGNER = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
WORDS = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
NOTE = WORDS + (
    "\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvq"
    "fqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_the_published_note_is_written_byte_for_byte() -> None:
    assert str(sign(WORDS, signing_key(SIGNER))) == NOTE


def test_the_published_note_is_verified_by_its_published_key() -> None:
    key = verifier_key(VERIFIER)
    assert signing_key(SIGNER).verifier == key
    assert str(key) == VERIFIER
    assert signing_key(SIGNER).text() == SIGNER
    assert signers(note_of(NOTE), [key]) == (key,)


@pytest.mark.parametrize("at", [0, 30, len(WORDS) - 2])
def test_one_changed_character_ends_the_signature(at: int) -> None:
    spoilt = NOTE[:at] + ("x" if NOTE[at] != "x" else "y") + NOTE[at + 1 :]
    assert signers(note_of(spoilt), [verifier_key(VERIFIER)]) == ()


def test_a_witness_signs_beside_the_log() -> None:
    log, city = SigningKey("log", bytes(32)), SigningKey("huzhou", bytes([7]) * 32)
    note = countersign(sign("log\n1\n", log), city)
    again = note_of(str(note))
    assert again == note
    assert signers(again, [city.verifier, log.verifier]) == (city.verifier, log.verifier)
    other = SigningKey("huzhou", bytes([8]) * 32).verifier
    assert signers(again, [other]) == ()


def test_a_private_key_is_never_shown_with_its_object() -> None:
    key = signing_key(SIGNER)
    assert "gQoUAt" not in repr(key)
    assert str(list(key.seed)) not in repr(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "nonsense",
        VERIFIER.replace("c74f20a3", "c74f20a4"),
        VERIFIER.replace("PeterNeumann", "PeterNewman"),
        VERIFIER[:-4],
        VERIFIER.replace("ARpc", "AhpC"),
    ],
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        verifier_key(text)
    with pytest.raises(InputError) as error:
        signing_key("PRIVATE+KEY+" + text)
    assert all(text not in fault.message.en for fault in error.value.faults if text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        WORDS,
        NOTE.removesuffix("\n"),
        NOTE.replace("\u2014", "-"),
        NOTE.replace("x08go", "x08g"),
        NOTE.replace("If you", "If\tyou"),
    ],
)
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"note|signature"):
        note_of(text)


def test_a_text_without_line_end_is_not_signed() -> None:
    with pytest.raises(ValueError, match="lines"):
        sign("one line", SigningKey("log", bytes(32)))


CHECKPOINT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_published_checkpoint_is_read_and_written() -> None:
    head = head_of(CHECKPOINT)
    assert (head.origin, head.size) == ("example.com/behind-the-sofa", 20852163)
    assert head.text() == CHECKPOINT


@pytest.mark.parametrize(
    "text",
    [
        CHECKPOINT.replace("20852163", "020852163"),
        CHECKPOINT.replace("q2I=", "q2J="),
        CHECKPOINT.replace("20852163", "-1"),
        CHECKPOINT + "more\n",
        CHECKPOINT.removesuffix("\n"),
        "",
    ],
)
def test_a_head_is_written_in_one_way_only(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        head_of(text)


def test_canonical_json_sorts_by_utf_16_as_published() -> None:
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"]
    text = canonical(value).decode()
    assert sorted(order, key=text.index) == order
    assert text.startswith('{"\\r":"Carriage Return","1":"One"')


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), 2**53, "\ud800", {"a": {1: 2}}, {"a": [0.0]}, b"x", {"\udc00": 1}],
)
def test_what_has_no_canonical_form_is_refused_with_its_place(value: object) -> None:
    with pytest.raises(NotCanonicalError, match=r"\$"):
        canonical(value)


def test_order_of_keys_and_kind_of_sequence_do_not_matter() -> None:
    assert canonical({"b": [1, True, None], "a": "中"}) == canonical(
        {"a": "中", "b": (1, True, None)}
    )
    assert canonical({"b": 1, "a": "中"}) == '{"a":"中","b":1}'.encode()
