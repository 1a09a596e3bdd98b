"""Which passwords are taken? What is refused is told in the language of the page."""

from __future__ import annotations

from typing import Final

from django.contrib.auth import password_validation as base

from dafeng.language import Text
from dafeng.web.frame.speech import say

_SHORT: Final = Text(
    "密码太短，至少 {n} 个字符", "the password is too short: {n} characters at least"
)
_COMMON: Final = Text("这个密码太常见", "this password is too common")
_SIMILAR: Final = Text(
    "密码与您的邮箱或姓名太像", "the password is too much like your e-mail address or name"
)


class LongEnough(base.MinimumLengthValidator):
    """Refuses short passwords."""

    def get_error_message(self) -> str:
        """Return what is wrong."""
        return say(_SHORT.format(n=self.min_length))

    def get_help_text(self) -> str:
        """Return what is asked."""
        return self.get_error_message()


class Uncommon(base.CommonPasswordValidator):
    """Refuses passwords of the lists that attackers try first."""

    def get_error_message(self) -> str:
        """Return what is wrong."""
        return say(_COMMON)

    def get_help_text(self) -> str:
        """Return what is asked."""
        return self.get_error_message()


class Unlike(base.UserAttributeSimilarityValidator):
    """Refuses passwords that are like what is known of the person."""

    def get_error_message(self) -> str:
        """Return what is wrong."""
        return say(_SIMILAR)

    def get_help_text(self) -> str:
        """Return what is asked."""
        return self.get_error_message()
