"""The registry of screens is the whole truth about them."""

from pathlib import Path

from indicators.ui.registry import FOLDER, PIECES, SCREENS
from tests.screens import TRIED


def test_every_folder_with_a_screen_is_registered() -> None:
    assert {path.parent.name for path in FOLDER.glob("*/screen.py")} == {screen.folder for screen in (*SCREENS, PIECES)}


def test_every_screen_is_tried_and_looked_at() -> None:
    assert TRIED.keys() == {screen.address for screen in SCREENS}
    for address, tried in TRIED.items():
        assert tried.may and (tried.desk or tried.projector) and tried.phone, address


def test_addresses_and_titles_are_unique_and_one_screen_opens_first() -> None:
    addresses = [screen.address for screen in (*SCREENS, PIECES)]
    assert len(set(addresses)) == len(addresses)
    assert len({screen.title for screen in SCREENS}) == len(SCREENS)
    assert SCREENS[0].address == ""


def test_no_folder_lets_a_deep_link_skip_the_frame(root: Path) -> None:
    # Streamlit runs files of a folder named « pages » beside the script without the script itself.
    assert not (root / "pages").exists()
    assert not (FOLDER.parent / "pages").exists()


def test_screens_are_reached_by_a_path_that_a_browser_keeps() -> None:
    assert all(screen.address.isascii() and "/" not in screen.address for screen in SCREENS)
