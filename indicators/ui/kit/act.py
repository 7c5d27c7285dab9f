"""Form actions: run once for each rendering of a button, with the result displayed at the top of the next run.

Streamlit runs callbacks before the script and may interrupt one wherever it accesses ``st.session_state``, for instance
when a second click is waiting. The outcome is therefore written to a plain object, obtained before the action starts:
no interruption can fall between the commit of a transaction and the record of its outcome.
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
    """Result of an action: a sentence, or several notices.

    ``then`` is called afterwards to update the session or the address, again on the second half of a double click.
    """

    answer: str | tuple[Notice, ...]
    then: Callable[[], None] | None = None

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The result as a list of notices."""
        return (Notice(Tone.DONE, self.answer),) if isinstance(self.answer, str) else self.answer


Act = Callable[..., "str | ActAnswer | None"]


class Click(TypedDict):
    """Keyword arguments of a button that runs an action."""

    on_click: Callable[..., None]
    args: tuple[Any, ...]


@dataclass(slots=True)
class _Record:
    """State of a form in this session. ``turn`` counts successes; ``token`` counts results, refusals included."""

    turn: int = 0
    token: int = 0
    answer: ActAnswer = ActAnswer(())
    success: ActAnswer = ActAnswer(())
    fault: Exception | None = None


def click(form: str, act: Act, *args: Any, if_refused: str = "") -> Click:
    """Keyword arguments of a button that calls ``act(*args)`` once, however often this rendering of it is clicked.

    A success resets the fields of ``form``. A refusal (Refused, StoreError) keeps what was typed, and ``if_refused``
    is appended to its message. An action that returns None has done nothing yet, e.g. it asks for a confirmation.
    """
    return {"on_click": _carry_out, "args": (form, _record(form).token, if_refused, act, *args)}


def turn(form: str) -> int:
    """Number of successes of a form in this session; it is part of the keys of its fields."""
    return _record(form).turn


def last(form: str) -> ActAnswer | None:
    """Result of the last success of a form in this session; refusals are ignored."""
    notices = tuple(notice for notice in _record(form).success.notices if notice.tone is not Tone.REFUSED)
    return ActAnswer(notices) if notices else None


def drop_parameters(*names: str) -> Callable[[], None]:
    """Function that removes parameters from the address, to pass as ``then``."""

    def follow() -> None:
        for name in names:
            st.query_params.pop(name, None)

    return follow


def raise_fault() -> None:
    """Raise the exception caught in the last callback, if any: the frame logs it and shows the error page."""
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
