"""Session state of the import screen: for each method, the current preview and the result of the last import."""

from dataclasses import dataclass

import streamlit as st

from indicators.domain.rights import Person
from indicators.services.files.previews import NOT_WRITTEN, Preview

PASTE, FILE, HISTORY = "coller", "fichier", "historique"
WAYS = {PASTE: "Coller", FILE: "Fichier", HISTORY: "Historique"}

_KEY = "import_way_{}"


@dataclass(frozen=True, slots=True)
class WrittenImport:
    """A written import: its code, its counts, and the preview of the cells it did not import."""

    batch: str
    written: int
    unchanged: int
    not_imported: int
    rest: Preview


@dataclass
class Way:
    """State of one import method. ``scope``: what the preview was read against; ``number`` renews the widgets."""

    email: str
    number: int = 1
    preview: Preview | None = None
    scope: object = None
    problem: str = ""
    done: WrittenImport | None = None

    def widget(self, name: str) -> str:
        """Key of a widget of this method."""
        return f"import_{name}_{self.number}"

    def show(self, preview: Preview, scope: object = None) -> None:
        """Set the preview and clear earlier messages."""
        self.preview, self.scope, self.problem, self.done = preview, scope, "", None

    def refuse(self, reason: str) -> None:
        """Set the reason why nothing could be read; the input stays."""
        self.preview, self.problem, self.done = None, reason, None

    def drop(self) -> None:
        """Discard the preview; the input stays."""
        self.preview, self.problem = None, ""

    def finish(self, done: WrittenImport) -> None:
        """Record a written import and renew the widgets, so that nothing is sent twice."""
        st.session_state.pop(self.widget("text"), None)
        self.preview, self.problem, self.done = None, "", done
        self.number += 1


def way(name: str, person: Person) -> Way:
    """State of an import method in this session; reset when another person signs in."""
    key = _KEY.format(name)
    state: Way | None = st.session_state.get(key)
    if state is None or state.email != person.email:
        state = Way(person.email, state.number + 1 if state else 1)
        st.session_state[key] = state
    return state


def count_not_imported(preview: Preview) -> int:
    """Number of cells of a preview that will not be written and are not stored already."""
    return len(preview.of(*NOT_WRITTEN))
