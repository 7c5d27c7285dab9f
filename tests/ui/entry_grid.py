"""What tests of « Ma saisie » do in front of its grid, and read on it and in the store."""

from collections.abc import Callable
from pathlib import Path

import pytest

from db.engine import Engine
from db.queries import observations
from db.unit_of_work import reading
from db.vocabulary import ValueState
from indicators.domain.rights import Person
from indicators.services.values import drafts
from indicators.ui.entry.sheet import EntryGrid
from tests.ui.desk import Desk, desk, seat_of

Sit = Callable[..., Desk]


def seats(root: Path, monkeypatch: pytest.MonkeyPatch) -> Sit:
    """Puts somebody in front of « Ma saisie »."""
    seat = seat_of(monkeypatch)

    def seated(person: Person, **parameters: str) -> Desk:
        return desk(root, person, seat).open("saisie", **parameters)

    return seated


def sheet(at: Desk) -> EntryGrid:
    """The sheet that the session holds."""
    found: EntryGrid = at.at.session_state["entry_sheet"]
    return found


def write(at: Desk, **texts: str) -> Desk:
    """Type in cells, by series with « _ » for « - »; what was typed before stays, as in a browser."""
    editor = sheet(at).editor
    assert editor is not None
    places = {line.row.series: place for place, line in enumerate(editor.lines)}
    edits = {place: {"Valeur": text} for place, text in editor.edits.items()}
    edits |= {places[code.replace("_", "-")]: {"Valeur": text} for code, text in texts.items()}
    return at.send(editor.widget, {"edited_rows": edits, "added_rows": [], "deleted_rows": []})


def frame(at: Desk) -> dict[str, dict[str, str]]:
    """Rows of the grid by series."""
    (table,) = at.at.data_editor
    return {index.partition("/")[0]: dict(row) for index, row in table.value.iterrows()}


def stored(engine: Engine) -> dict[str, tuple[str, ValueState, int]]:
    """Last versions by cell."""
    with reading(engine) as session:
        rows = observations.observations(session, totals_only=False, published=False, withdrawn=True)
        return {
            f"{row.series}/{row.period_code}": (str(row.value), ValueState(row.state), row.version_no) for row in rows
        }


def waiting(engine: Engine, person: Person) -> dict[str, str]:
    """What somebody typed and did not save, by series."""
    return {one.key.series: one.typed for one in drafts.drafts_of(engine, person)}
