"""Where are long runs computed, and how do they go on after a stop?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from pathlib import Path

from dafeng.errors import MethodError
from dafeng.files.kept_blocks import KeptBlocks
from dafeng.language import Text
from dafeng.scenarios.engine.blocks import Store, Watch, Way


@contextmanager
def way_of(dask: str | None, resume: Path | None, watch: Watch | None) -> Iterator[Way]:
    """Give the way in which a run is computed.

    Parameters
    ----------
    dask
        Address of a Dask scheduler, such as ``tcp://host:8786``; None computes here.
    resume
        Folder that keeps finished blocks; None keeps none.
    watch
        Told of progress.

    Raises
    ------
    MethodError
        If Dask is not installed or its scheduler does not answer.
    """
    stores = None if resume is None else _stores(resume)
    if dask is None:
        yield Way(stores=stores, watch=watch)
    else:
        with _dask(dask) as executor:
            yield Way(executor, stores=stores, watch=watch)


def _stores(folder: Path) -> Callable[[str], Store]:
    def store(key: str) -> Store:
        return KeptBlocks(folder / key[:16])

    return store


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as missing:
        raise MethodError(
            Text(
                "未安装 Dask；请运行 pip install 'dafeng[dask]'",
                "Dask is not installed; run pip install 'dafeng[dask]'",
            )
        ) from missing
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as silent:
        raise MethodError(
            Text(
                f"Dask 调度器 {address} 没有应答：{silent}",
                f"no Dask scheduler answers at {address}: {silent}",
            )
        ) from silent
    with client:
        yield client.get_executor()
