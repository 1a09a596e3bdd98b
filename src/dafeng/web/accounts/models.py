"""People and their organisations, as the site keeps them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from dafeng.language import Text


class Organisation(models.Model):
    """A body for which people work: a place, a province, an authority, an institute.

    ``code`` is what the rules of a programme know it by: the code of a division, the id of a park,
    or an own word.
    """

    code = models.SlugField(max_length=80, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    province = models.CharField(max_length=6, blank=True)

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> Text:
        """Return the name in both languages."""
        return Text(self.name_zh, self.name_en)


class UserManager(BaseUserManager["User"]):
    """Makes people; their address is what they sign in by."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Return a new person."""
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


def _opaque() -> str:
    return uuid.uuid4().hex


class User(AbstractBaseUser):
    """A person who can sign in.

    ``person`` is the opaque id under which the person stands in the record and in the rules; name
    and address stand here alone.
    """

    person = models.CharField(max_length=40, unique=True, default=_opaque, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)
    joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name or self.email


class Invitation(models.Model):
    """An invitation of a person by somebody who may give the role.

    The link is sent by e-mail alone and stands here as its hash. ``person`` is the id under which
    the person will stand in the record; ``facts`` are what the rules need to know of the person.
    """

    batch = models.ForeignKey("programmes.RunningBatch", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    person = models.CharField(max_length=40, unique=True, default=_opaque, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    facts = models.JSONField(default=dict)
    role = models.CharField(max_length=80)
    body = models.CharField(max_length=80, blank=True)
    inviter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    token = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()
    expires = models.DateTimeField()
    ended = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-made", "-id"]

    def __str__(self) -> str:
        return self.email
