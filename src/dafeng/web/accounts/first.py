"""Who comes first? The operator of a site, who runs its first batch and gives the first roles."""

from __future__ import annotations

from typing import Final

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from dafeng.language import Text
from dafeng.web.accounts.models import Organisation, User
from dafeng.web.ledger import store

#: Code of the organisation that runs the site.
_SITE: Final = "site"


def operator_told(email: str) -> Text:
    """Make a person the operator of the site, and say where a password is chosen.

    Raises
    ------
    ValueError
        If this is no e-mail address.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValueError(email) from error
    link = make_operator(email)
    if link is None:
        return Text(f"网站管理员 {email}：已有密码", f"operator {email}: has a password already")
    return Text(
        f"网站管理员 {email}：在此设置密码（仅一次有效）{link}",
        f"operator {email}: choose a password here (the link serves once) {link}",
    )


@transaction.atomic
def make_operator(email: str) -> str | None:
    """Make a person the operator of the site, with an account where there is none.

    Returns
    -------
    str or None
        Address at which the person chooses a password; it serves once. None where the person has
        a password already.
    """
    store.hold()
    user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(email)
    if not user.is_operator or user.organisation is None:
        user.is_operator = True
        user.organisation = user.organisation or _organisation()
        user.save()
        store.append(_entry(user))
    return None if user.has_usable_password() else _link(user)


def _organisation() -> Organisation:
    names = {"name_zh": "网站运行方", "name_en": "operator of the site"}
    return Organisation.objects.get_or_create(code=_SITE, defaults=names)[0]


def _entry(user: User) -> dict[str, object]:
    return {
        "instant": store.moment(),
        "kind": "people.operator",
        "subject": f"people/{user.person}",
        "actor": "site",
        "content": {"person": user.person},
    }


def _link(user: User) -> str:
    key = default_token_generator.make_token(user)
    parts = {"uidb36": user_pk_to_url_str(user), "key": key}
    return settings.SITE_ADDRESS + reverse("account_reset_password_from_key", kwargs=parts)
