"""Vectors by a service with the interface of OpenAI's ``/v1/embeddings``."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from dafeng.errors import DafengError
from dafeng.exchange.encoders import Role, Vectors, unit
from dafeng.language import Text

#: Texts of one call, and seconds that it may take.
BATCH: Final = 64
SECONDS: Final = 60.0
#: Largest answer that is read [bytes].
LARGEST: Final = 64 << 20


class ServiceError(DafengError):
    """A service of vectors gives no answer that can be used."""

    code = "service"


class EmbeddingService:
    """A service of vectors at an address that the user names.

    Parameters
    ----------
    address
        ``http://host/v1#MODEL``, or ``#QUERY_MODEL,PASSAGE_MODEL`` where the two roles have
        models of their own. Texts of records are sent there: public words only.
    key
        Key of the service, "" for none.
    """

    def __init__(self, address: str, key: str = "") -> None:
        where, _, models = address.partition("#")
        self._address = where.rstrip("/") + "/embeddings"
        first, _, second = models.partition(",")
        self._models: dict[Role, str] = {"query": first, "passage": second or first}
        self._key = key
        self._dimension = 0

    @property
    def name(self) -> str:
        """Return address and models; the key is no part of it."""
        return f"{self._address} {' '.join(dict.fromkeys(self._models.values()))}".strip()

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        """Return unit vectors.

        Raises
        ------
        ServiceError
            If the service does not answer, or not with one vector for each text.
        """
        rows: list[list[float]] = []
        for at in range(0, len(texts), BATCH):
            rows += self._vectors(list(texts[at : at + BATCH]), role)
        return unit(rows) if rows else np.empty((0, 0), np.float32)

    def _vectors(self, texts: list[str], role: Role) -> list[list[float]]:
        answer = self._answer({"model": self._models[role], "input": texts})
        try:
            found = sorted(answer["data"], key=lambda one: one["index"])
            rows = [[float(x) for x in one["embedding"]] for one in found]
        except (KeyError, TypeError, ValueError):
            rows = []
        if len(rows) != len(texts) or len({len(row) for row in rows}) != 1:
            raise self._error(Text("答复里没有与文字一一对应的向量", "no vector for each text"))
        if not np.isfinite(rows).all():
            raise self._error(Text("答复里有不是数的值", "a value that is no number"))
        if self._dimension not in (0, len(rows[0])):
            raise self._error(Text("向量的维数变了", "vectors of another dimension than before"))
        self._dimension = len(rows[0])
        return rows

    def _answer(self, asked: dict[str, Any]) -> Any:
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        body = json.dumps(asked).encode()
        request = urllib.request.Request(self._address, body, headers)  # noqa: S310 - checked below
        if request.type not in ("http", "https"):
            raise self._error(Text("只能用 http 或 https", "only http and https are used"))
        try:
            with urllib.request.urlopen(request, timeout=SECONDS) as stream:  # noqa: S310
                return json.loads(stream.read(LARGEST))
        except (OSError, ValueError) as error:
            raise self._error(Text(str(error) or "无答复", str(error) or "no answer")) from error

    def _error(self, why: Text) -> ServiceError:
        wording = Text("向量服务{address}：{why}", "service of vectors {address}: {why}")
        return ServiceError(wording.format(address=self._address, why=why))
