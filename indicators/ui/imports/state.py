"""What the import screen holds between two runs: for each way in, the preview under way and what came of the last one."""

from dataclasses import dataclass

import streamlit as st

from indicators.domain.rights import Person
from indicators.services.files.previews import LEFT_OUT, Preview

PASTE, FILE, HISTORY = "coller", "fichier", "historique"
WAYS = {PASTE: "Coller", FILE: "Fichier", HISTORY: "Historique"}

_KEY = "import_way_{}"


@dataclass(frozen=True, slots=True)
class Done:
    """An import that was written: its code, its counts, and the preview of what was left out of it."""

    batch: str
    written: int
    unchanged: int
    left_out: int
    rest: Preview


@dataclass
class Way:
    """One way in. ``scope`` is what the preview was read against; ``number`` renews the widgets after a success."""

    email: str
    number: int = 1
    preview: Preview | None = None
    scope: object = None
    problem: str = ""
    done: Done | None = None

    def widget(self, name: str) -> str:
        """Key of a widget of this way."""
        return f"import_{name}_{self.number}"

    def show(self, preview: Preview, scope: object = None) -> None:
        """Hold a preview, in place of all that was said before."""
        self.preview, self.scope, self.problem, self.done = preview, scope, "", None

    def refuse(self, reason: str) -> None:
        """Say why nothing could be read; what was typed or chosen stays."""
        self.preview, self.problem, self.done = None, reason, None

    def drop(self) -> None:
        """Give up the preview; what was typed or chosen stays."""
        self.preview, self.problem = None, ""

    def finish(self, done: Done) -> None:
        """It is written: the widgets start anew, so that nothing is sent twice."""
        st.session_state.pop(self.widget("text"), None)
        self.preview, self.problem, self.done = None, "", done
        self.number += 1


def way(name: str, person: Person) -> Way:
    """What is held for a way in. It belongs to one person: somebody else on the same machine starts anew."""
    key = _KEY.format(name)
    state: Way | None = st.session_state.get(key)
    if state is None or state.email != person.email:
        state = Way(person.email, state.number + 1 if state else 1)
        st.session_state[key] = state
    return state


def left_out(preview: Preview) -> int:
    """How many cells of a preview will not be written, and are not stored either."""
    return len(preview.of(*LEFT_OUT))
