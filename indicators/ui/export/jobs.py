"""Background jobs that make documents: one at a time, in order, kept for a while for whoever requested them.

A single thread runs them, and typesetting runs in its own process, so that the dashboard stays responsive.
"""

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from indicators.services.refusals import Refused

MAX_WAITING = 8
MAX_FINISHED = 12
LIFETIME = timedelta(hours=1)

Progress = Callable[[float], None]
Make = Callable[[Progress], bytes]


class Stage(StrEnum):
    """Stages of a job."""

    WAITING = "attente"
    MAKING = "composition"
    READY = "pret"
    FAILED = "echec"


@dataclass
class Job:
    """One document being made. Requests with the same ``key`` share one job."""

    key: Hashable
    make: Make | None
    requested_at: datetime
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    stage: Stage = Stage.WAITING
    share: float = 0.0
    content: bytes = b""

    @property
    def is_under_way(self) -> bool:
        """Whether it is waiting or being made."""
        return self.stage in (Stage.WAITING, Stage.MAKING)

    def note(self, share: float) -> None:
        """Record the progress, from 0 to 1; it never decreases."""
        self.share = max(self.share, min(1.0, share))


_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export")
_jobs: "OrderedDict[str, Job]" = OrderedDict()
_lock = threading.Lock()


def ask(key: Hashable, make: Make) -> Job:
    """Queue a document, or return the job already queued, running or ready for the same key.

    Raises:
        Refused: too many documents are waiting.
    """
    with _lock:
        _forget_old()
        same = next((job for job in _jobs.values() if job.key == key and job.stage is not Stage.FAILED), None)
        if same is not None:
            return same
        if sum(job.is_under_way for job in _jobs.values()) >= MAX_WAITING:
            raise Refused("Trop de documents sont déjà en préparation : réessayez dans une minute.")
        job = Job(key, make, datetime.now(UTC))
        _jobs[job.id] = job
    submitted: Future[None] = _pool.submit(_run, job)
    del submitted  # what goes wrong is kept by the job itself
    return job


def again(job: Job) -> Job:
    """Queue a failed document again, from the same order. Raises Refused."""
    if job.make is None:
        return job  # nothing failed: another tab did it meanwhile
    return ask(job.key, job.make)


def find(identifier: str) -> Job | None:
    """The job with this identifier; None once it has expired."""
    with _lock:
        return _jobs.get(identifier)


def before(job: Job) -> int:
    """Number of jobs to run before this one."""
    with _lock:
        place = list(_jobs).index(job.id) if job.id in _jobs else 0
        return sum(job.is_under_way for job in list(_jobs.values())[:place])


def _run(job: Job) -> None:
    make = job.make
    assert make is not None
    job.stage = Stage.MAKING
    try:
        job.content = make(job.note)
    except Exception:
        logging.getLogger(__name__).exception("document %s", job.key)
        job.stage = Stage.FAILED
    else:
        job.make = None  # it holds a whole review, kept only for another try
        job.share, job.stage = 1.0, Stage.READY


def _forget_old() -> None:
    """Drop finished jobs after an hour, and the oldest beyond the limit."""
    limit = datetime.now(UTC) - LIFETIME
    finished = [job for job in _jobs.values() if not job.is_under_way]
    for place, finished_job in enumerate(finished):
        if finished_job.requested_at < limit or place < len(finished) - MAX_FINISHED:
            del _jobs[finished_job.id]
