"""Reading in child processes under limits: one file's death costs that file alone."""

from __future__ import annotations

import logging
import multiprocessing
import resource
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from concurrent.futures import TimeoutError as ReadTimeoutError
from functools import partial

from pebble import ProcessExpired, ProcessPool

from majorprojects.errors import MachineError
from majorprojects.ingest import refusals
from majorprojects.ingest.discover import InboxFile
from majorprojects.ingest.refusals import RefusedError
from majorprojects.ingest.submission import Submission, digest, read_submission
from majorprojects.settings import Settings

logger = logging.getLogger(__name__)


def read_submissions(files: Sequence[InboxFile], settings: Settings) -> Iterator[Submission]:
    """Read files side by side, in their order; each within the settings' seconds and bytes.

    A file whose reader hangs, dies or asks for too much memory is refused; the worker is replaced.

    Raises:
        MachineError: the children cannot be started.
        OSError: a file cannot be read from the disk.
    """
    if not files:
        return
    with limited_pool(settings, len(files), preload="majorprojects.ingest.submission") as pool:
        future = pool.map(
            partial(read_submission, settings=settings), files, timeout=settings.reader_seconds
        )
        results = future.result()
        for file in files:
            try:
                yield next(results)
            except ReadTimeoutError:
                yield _refused(file, "超过时限", "it took too long")
            except ProcessExpired:
                yield _refused(file, "异常退出", "the reader died")
            except MemoryError:
                yield _refused(file, "占用内存过多", "it asked for too much memory")
            except OSError:
                raise
            except BrokenExecutor as error:
                # No file did this: to refuse what was not even read would blame its unit.
                raise MachineError(
                    "The processes that read files cannot be started or died one and all "
                    f"({error}); nothing was loaded: see that memory and processes are free, then "
                    "run the same command again."
                ) from error
            except Exception:
                # A file that our own code stumbles over must not stop the others.
                logger.exception("reading %s failed", file.source_path)
                yield _refused(file, "出错", "the reader stumbled")


def limited_pool(settings: Settings, jobs: int, *, preload: str) -> ProcessPool:
    """Child processes within the reader's bytes, no more than there are jobs.

    They start from a server process that has imported ``preload``, the module of their work, once.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    return ProcessPool(
        min(settings.reader_processes, jobs),
        initializer=_limit_memory,
        initargs=(settings.reader_bytes,),
        context=context,
    )


def _limit_memory(limit: int) -> None:
    # RLIMIT_DATA, not RLIMIT_AS: what the process may fill, not what libraries map and never touch.
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _refused(file: InboxFile, value: str, value_en: str) -> Submission:
    sha256, size = digest(file)
    refused = RefusedError(refusals.READER_DIED, value=value, value_en=value_en)
    return Submission(file, sha256, size, refusal=refused.finding)
