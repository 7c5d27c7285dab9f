"""Documents made apart from the screens: one at a time, in the order asked, kept a while for who asked.

One thread does it, and the typesetting runs in a process of its own: those who look at the dashboard are not held up.
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
MAX_KEPT = 12
KEPT_FOR = timedelta(hours=1)

Progress = Callable[[float], None]
Make = Callable[[Progress], bytes]


class Stage(StrEnum):
    """Where a document is."""

    WAITING = "attente"
    MAKING = "composition"
    READY = "pret"
    FAILED = "echec"


@dataclass
class Job:
    """One document. ``key`` says what it holds: the same one asked twice is made once."""

    key: Hashable
    make: Make | None
    asked_at: datetime
    id: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    stage: Stage = Stage.WAITING
    share: float = 0.0
    content: bytes = b""

    @property
    def is_under_way(self) -> bool:
        """Whether it is still to be waited for."""
        return self.stage in (Stage.WAITING, Stage.MAKING)

    def note(self, share: float) -> None:
        """How far it is, from 0 to 1; it never goes back."""
        self.share = max(self.share, min(1.0, share))


_pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="export")
_jobs: "OrderedDict[str, Job]" = OrderedDict()
_lock = threading.Lock()


def ask(key: Hashable, make: Make) -> Job:
    """Have a document made, or find the one that is being made or is ready.

    Raises:
        Refused: too many others wait.
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
    """Have a document that failed made anew, of what it was asked of. Raises Refused."""
    if job.make is None:
        return job  # nothing failed: another tab did it meanwhile
    return ask(job.key, job.make)


def find(identifier: str) -> Job | None:
    """A document by its identifier; None for one that is no longer kept."""
    with _lock:
        return _jobs.get(identifier)


def before(job: Job) -> int:
    """How many others are to be made before this one."""
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
    """What is finished is let go after an hour, or when there is too much of it."""
    limit = datetime.now(UTC) - KEPT_FOR
    finished = [job for job in _jobs.values() if not job.is_under_way]
    for place, finished_job in enumerate(finished):
        if finished_job.asked_at < limit or place < len(finished) - MAX_KEPT:
            del _jobs[finished_job.id]
