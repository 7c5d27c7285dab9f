"""A chart can be taken away, as an image and as figures; not from the projector of a meeting."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators.settings import settings
from tests.ui.viewer import Prepared

FILES = ["Image (SVG)", "Image (PNG)", "Chiffres (CSV)"]


def labels(
    root: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch, screen: str, **parameters: str
) -> list[str]:
    monkeypatch.setenv("INDICATORS_DATABASE_URL", prepared.demo)
    settings.cache_clear()
    at = AppTest.from_file(str(root / "app.py"), default_timeout=60)
    at.run()
    for name, value in parameters.items():
        at.query_params[name] = value
    at.switch_page(f"indicators/ui/{screen}/screen.py").run()
    assert not at.exception
    return [one.proto.label for one in at.get("download_button")]


@pytest.mark.parametrize(("screen", "charts"), [("compare", 1), ("learning", 1)])
def test_each_chart_has_its_files(
    root: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch, screen: str, charts: int
) -> None:
    found = labels(root, prepared, monkeypatch, screen)
    assert [one for one in found if one in FILES] == FILES * charts


def test_a_sheet_gives_the_files_of_its_chart(root: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    assert labels(root, prepared, monkeypatch, "indicator", serie="ENT-01-A1")[:3] == FILES


def test_the_projector_shows_no_files(root: Path, prepared: Prepared, monkeypatch: pytest.MonkeyPatch) -> None:
    found = labels(root, prepared, monkeypatch, "meeting", vue="2")
    assert not set(found) & set(FILES)
