"""The act of a form: carried out once for each rendering of its button, then answered at the top of the next run.

Streamlit runs callbacks before the script, and may cut one short wherever it touches ``st.session_state``, because a
second click is waiting for instance. What becomes of an act is therefore written to a plain object, fetched before the
act begins: nothing can come between a transaction that is committed and the record that it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypedDict

import streamlit as st

from db.errors import StoreError
from indicators.services.refusals import Refused
from indicators.ui.kit.notices import Notice, Tone, waiting

_RECORDS = "acts"


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """What an act answers: a sentence, or several notices.

    ``then`` follows, in the session or in the address; the second half of a double click runs it again.
    """

    answer: str | tuple[Notice, ...]
    then: Callable[[], None] | None = None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The answer as notices."""
        return (Notice(Tone.DONE, self.answer),) if isinstance(self.answer, str) else self.answer


Act = Callable[..., "str | ActAnswer | None"]


class Click(TypedDict):
    """The parameters of a button that carries out an act."""

    on_click: Callable[..., None]
    args: tuple[Any, ...]


@dataclass(slots=True)
class _Record:
    """What a form went through in this session. ``turn`` counts its successes, ``token`` its answers, refusals included."""

    turn: int = 0
    token: int = 0
    answer: ActAnswer = ActAnswer(())
    success: ActAnswer = ActAnswer(())
    fault: Exception | None = None


def click(form: str, act: Act, *args: Any, if_refused: str = "") -> Click:
    """Parameters of a button that carries out ``act(*args)`` once, however often this rendering of it is clicked.

    A success renews the fields of ``form``. A refusal (Refused, StoreError) leaves them as they were typed, and
    ``if_refused`` ends its sentence. An act that gives None did nothing yet: it asked for a confirmation, say.
    """
    return {"on_click": _carry_out, "args": (form, _record(form).token, if_refused, act, *args)}


def turn(form: str) -> int:
    """How many times the act of a form succeeded in this session: the keys of its fields hold it."""
    return _record(form).turn


def last(form: str) -> ActAnswer | None:
    """What the last success of a form answered in this session, what it refused left out."""
    notices = tuple(notice for notice in _record(form).success.notices if notice.tone is not Tone.REFUSED)
    return ActAnswer(notices) if notices else None


def leave(*names: str) -> Callable[[], None]:
    """A sequel that takes parameters out of the address."""

    def follow() -> None:
        for name in names:
            st.query_params.pop(name, None)

    return follow


def raise_fault() -> None:
    """Raise what went wrong in the callback before this run, if anything did: the frame logs it and shows its page."""
    records: dict[str, _Record] = st.session_state.get(_RECORDS, {})
    for record in records.values():
        fault, record.fault = record.fault, None
        if fault is not None:
            raise fault


def _carry_out(form: str, token: int, if_refused: str, act: Act, *args: Any) -> None:
    record, notices = _record(form), waiting()
    if token == record.token:
        try:
            done = act(*args)
        except (Refused, StoreError) as refusal:
            record.answer = ActAnswer((Notice(Tone.REFUSED, f"{refusal} {if_refused}".strip()),))
        except Exception as fault:  # a bug, which a callback cannot show by itself
            record.fault = fault
            return
        else:
            if done is None:
                return
            record.answer = record.success = done if isinstance(done, ActAnswer) else ActAnswer(done)
            record.turn += 1
        record.token += 1
    notices += [notice for notice in record.answer.notices if notice not in notices]
    if record.answer.then is not None:
        record.answer.then()


def _record(form: str) -> _Record:
    records: dict[str, _Record] = st.session_state.setdefault(_RECORDS, {})
    return records.setdefault(form, _Record())
