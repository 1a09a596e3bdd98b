"""What happened: an append-only log whose heads are signed and whose entries can be proven."""

from __future__ import annotations

from dafeng.record.audit import Audited, audit_log, audit_receipt
from dafeng.record.canonical import NotCanonicalError, canonical
from dafeng.record.entry import Entry, entry_of, instant_of, instant_text
from dafeng.record.head import Head, head_of
from dafeng.record.log import ClockError, Log, next_entry
from dafeng.record.note import (
    Note,
    SigningKey,
    VerifierKey,
    countersign,
    note_of,
    sign,
    signers,
    signing_key,
    verifier_key,
)
from dafeng.record.receipt import Receipt, receipt_of
from dafeng.record.tree import (
    Levels,
    Nodes,
    consistency_path,
    fresh_nodes,
    inclusion_path,
    is_consistent,
    leaf_hash,
    levels,
    node_hash,
    root,
    root_of_path,
)

__all__ = [
    "Audited",
    "ClockError",
    "Entry",
    "Head",
    "Levels",
    "Log",
    "Nodes",
    "NotCanonicalError",
    "Note",
    "Receipt",
    "SigningKey",
    "VerifierKey",
    "audit_log",
    "audit_receipt",
    "canonical",
    "consistency_path",
    "countersign",
    "entry_of",
    "fresh_nodes",
    "head_of",
    "inclusion_path",
    "instant_of",
    "instant_text",
    "is_consistent",
    "leaf_hash",
    "levels",
    "next_entry",
    "node_hash",
    "note_of",
    "receipt_of",
    "root",
    "root_of_path",
    "sign",
    "signers",
    "signing_key",
    "verifier_key",
]
