"""Work handed to the workers of a Dask cluster that share the folders of data and outputs with this machine.

A worker takes part where it has the same program, the same packages and the same folders: what it makes is what this machine would
have made, byte for byte. Who reaches the scheduler may run anything on its workers: it belongs into a network that is trusted.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ctxh.errors import RunFailed, WrongUsage
from ctxh.reference.inputs import environment_digest, program_digest
from ctxh.reference.places import Places, made

if TYPE_CHECKING:
    from distributed import Client

One = TypeVar("One")
CONNECTING = 10  # seconds until a scheduler has answered, and has a worker
HOW_TO = "python -m pip install 'ctxh[cluster]'"


@dataclass(frozen=True)
class Surroundings:
    """What must be the same on a worker: the program, the packages, and a file that this machine wrote among the outputs."""

    program: str
    packages: str
    shares: bool

    def unlike(self, other: Surroundings) -> str:
        """What is another one there, in words; empty where all is the same."""
        differences = (
            (self.program != other.program, "chương trình hoặc sổ notebook khác"),
            (self.packages != other.packages, "thư viện hoặc Python khác"),
            (not other.shares, "không thấy thư mục dữ liệu và kết quả của máy này"),
        )
        return "; ".join(words for differs, words in differences if differs)


def surroundings_here(notebooks: Path | None, data: Path, mark: Path) -> Surroundings:
    """What this process finds; ``notebooks`` are those that were asked for, None the program's own."""
    from ctxh.reference.places import NOTEBOOKS_OF_PROGRAM

    return Surroundings(program_digest(notebooks or NOTEBOOKS_OF_PROGRAM), environment_digest(), data.is_dir() and mark.is_file())


@contextmanager
def on_cluster(scheduler: str, places: Places, notebooks: Path | None) -> Iterator[Callable[..., Iterator[Any]]]:
    """What hands work to the workers of a scheduler, and gives back what each made of its part, as they end.

    Raises WrongUsage where no scheduler answers, it has no worker, or one is not as this machine is.
    """
    with _unlogged(), _connected(scheduler) as client, _marked(made(places.outputs)) as mark:
        look = partial(surroundings_here, notebooks, places.data, mark)
        _require_workers(client, scheduler, look)
        yield partial(_handed_out, client, scheduler, look(), look)


@contextmanager
def _unlogged() -> Iterator[None]:
    """A block in which no library logs: what it would say is said by what is raised."""
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def _marked(folder: Path) -> Iterator[Path]:
    """An empty file of any name in a folder, as long as the block lasts."""
    mark = folder / f".cluster-{secrets.token_hex(8)}"
    mark.touch()
    try:
        yield mark
    finally:
        mark.unlink(missing_ok=True)


def _connected(scheduler: str) -> Client:
    try:
        from distributed import Client
    except ImportError as fault:
        raise WrongUsage(f"Chưa cài phần chạy trên nhiều máy. Cài: {HOW_TO}, trên máy này và mọi máy làm việc.") from fault
    try:
        return Client(scheduler, timeout=CONNECTING)  # type: ignore[no-untyped-call]  # the library's
    except (OSError, ValueError, TypeError) as fault:
        raise WrongUsage(
            f"--scheduler «{scheduler}»: không bộ điều phối nào trả lời. Chạy «dask scheduler» ở máy ấy, rồi ghi địa chỉ nó in ra (tcp://MÁY:CỔNG)."
        ) from fault


def _require_workers(client: Client, scheduler: str, look: Callable[[], Surroundings]) -> None:
    """Nothing, when a scheduler has workers and all are as this machine is. Raises WrongUsage naming those that are not."""
    try:
        client.wait_for_workers(1, timeout=CONNECTING)
    except TimeoutError as fault:
        raise WrongUsage(
            f"Bộ điều phối {scheduler} chưa có máy làm việc nào. Ở từng máy chạy: dask worker {scheduler} --nthreads 1."
        ) from fault
    here, found = look(), client.run(look, on_error="return")
    unlike = {worker: here.unlike(one) if isinstance(one, Surroundings) else "không có chương trình ctxh" for worker, one in found.items()}
    named = [f"{worker} ({words})" for worker, words in sorted(unlike.items()) if words]
    if named:
        raise WrongUsage(f"Máy làm việc không như máy này: {', '.join(named)}. Cài cùng bản ctxh và thư viện, chung thư mục rồi chạy lại.")


def _handed_out(
    client: Client,
    scheduler: str,
    here: Surroundings,
    look: Callable[[], Surroundings],
    work: Callable[[One], One],
    asked: Sequence[One],
    failed: Callable[[One, str], One],
) -> Iterator[One]:
    """What work made of each thing asked for, as it ends; ``failed`` of it where workers died of it or one is no longer like this machine.

    Raises RunFailed when the scheduler is lost.
    """
    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    handed = {client.submit(_done_alike, here, look, work, one, pure=False): one for one in asked}
    for future in as_completed(handed):  # type: ignore[no-untyped-call]  # the library's
        if future.status == "cancelled":
            raise RunFailed(
                f"Mất liên lạc với bộ điều phối {scheduler}. Bản nào đã công bố vẫn còn nguyên; chạy lại lệnh này khi bộ điều phối đã lên."
            )
        if isinstance(fault := future.exception(), KilledWorker):
            yield failed(handed[future], f"máy làm việc dừng giữa chừng nhiều lần ({fault.last_worker.address})")
        else:
            unlike, made_of_it = future.result()
            yield failed(handed[future], unlike) if unlike else made_of_it


def _done_alike(here: Surroundings, look: Callable[[], Surroundings], work: Callable[[One], One], one: One) -> tuple[str, One]:
    """What is unlike on this worker, which may have come later, or nothing; and what work made of a thing."""
    unlike = here.unlike(look())
    return (f"máy làm việc không như máy này: {unlike}", one) if unlike else ("", work(one))
