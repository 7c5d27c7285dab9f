"""The import screen in front of somebody of the small catalogue: pastes, brings a file, confirms, looks at the store."""

from decimal import Decimal

from streamlit.testing.v1 import AppTest

from db.unit_of_work import reading
from indicators.domain.rights import Person
from indicators.reading.values.cells import Cells, read_cells
from indicators.services.files import batches
from indicators.services.files.batches import Batch
from indicators.ui.imports import state
from tests.entry_world import ANNE, COUNT, FOREIGN, SHARE
from tests.ui.entry_screens import Desk, press

BOTH = {"campagne": "aucune", "periodes": "2023,2024"}


def paste(at: AppTest, text: str) -> AppTest:
    at.text_area[0].set_value(text)
    return press(at, "import_read")


def pasted(desk: Desk, text: str, person: Person = ANNE, **address: str) -> AppTest:
    """A block on the two series of Anne, columns 2023 and 2024."""
    return paste(desk.open(person, "importer", **{**BOTH, **address}), text)


def bring(at: AppTest, content: bytes, name: str = "valeurs.xlsx") -> AppTest:
    at.file_uploader[0].set_value((name, content, "application/octet-stream"))
    return press(at, "import_read")


def brought(desk: Desk, content: bytes, name: str = "valeurs.xlsx", person: Person = ANNE) -> AppTest:
    return bring(desk.open(person, "importer", facon="fichier"), content, name)


def stored(desk: Desk) -> dict[str, tuple[Decimal | None, str]]:
    with reading(desk.engine) as session:
        cells: Cells = read_cells(session, {COUNT, SHARE, FOREIGN})
    return {str(one): (row.value, row.state) for one, row in cells.latest.items()}


def imports_of(desk: Desk, person: Person = ANNE) -> list[Batch]:
    """Imports made here: the catalogue of these tests comes with one of Anne's, which is empty."""
    return [one for one in batches.history(desk.engine, person) if one.code != "I1"]


def preview_of(at: AppTest, way: str = state.PASTE) -> dict[str, int]:
    """Counts of the preview, by the words of its filters."""
    held = at.session_state[f"import_way_{way}"].preview
    return {} if held is None else {str(fate): count for fate, count in held.counts.items() if count}


def confirm(at: AppTest) -> AppTest:
    return press(at, "import_confirm")


def answer(at: AppTest, label: str) -> object:
    """The one field whose label begins so."""
    (found,) = [one for kind in (at.radio, at.selectbox, at.text_input) for one in kind if one.label.startswith(label)]
    return found
