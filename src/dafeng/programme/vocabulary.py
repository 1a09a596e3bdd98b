"""In which words are the rules of a programme written? Subjects, scopes, relations, permissions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from dafeng.language import Text

#: How a fact is known: quoted, secondary source, inferred or set by this file, from memory.
Mark = Literal["Q", "S", "I", "M"]


class Subject(StrEnum):
    """What a stage or a clock belongs to: the batch as a whole, or one place's case."""

    BATCH = "batch"
    CASE = "case"


class Scope(StrEnum):
    """To which cases a role's power reaches."""

    PLACE = "place"
    PROVINCE = "province"
    WHOLE = "whole"
    ASSIGNED = "assigned"
    NONE = "none"


class Relation(StrEnum):
    """How a person who holds a role stands to a case."""

    OWN = "own"
    OWN_PROVINCE = "own_province"
    HOST_PROVINCE = "host_province"
    WHOLE = "whole"
    ASSIGNED = "assigned"
    CONFLICTED = "conflicted"
    NONE = "none"


class Permission(StrEnum):
    """What a role may do with a case apart from moving it."""

    SEE = "see"
    READ = "read"
    READ_DRAFT = "read_draft"
    READ_PUBLIC = "read_public"
    READ_RESTRICTED = "read_restricted"
    READ_REVIEWERS = "read_reviewers"
    READ_SHARED = "read_shared"
    BEGIN = "begin"
    EDIT = "edit"
    COMMENT = "comment"
    ANSWER = "answer"
    ASSIGN = "assign"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Basis:
    """On what a rule rests.

    Parameters
    ----------
    mark
        How it is known.
    source
        Id of the source; empty where the rule is this file's own.
    """

    mark: Mark
    source: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document: its title, its address, empty if none is known."""

    id: str
    title: Text
    address: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence about the programme that readers should see, with its basis."""

    text: Text
    basis: Basis
