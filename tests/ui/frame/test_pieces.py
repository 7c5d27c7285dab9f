"""The page of the pieces: in the demonstration it shows every one of them; elsewhere it does not exist."""

import importlib
import inspect
import pkgutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType

import pytest

from indicators.ui import kit, registry
from indicators.ui.kit import charts, moved_statuses, notices, view
from indicators.ui.kit.html import Html
from tests.ui.frame.test_every_screen import check
from tests.ui.viewer import Prepared, Seen

# Those that put their HTML on the screen themselves.
SHOWING = (charts.draw, moved_statuses.show_changes, notices.show_notices, view.band, view.switch)


def makers() -> dict[str, CodeType]:
    """Public functions and methods of the kit that make HTML, by name."""
    found = {f"{each.__module__}.{each.__qualname__}": each.__code__ for each in SHOWING}
    for part in pkgutil.iter_modules(kit.__path__, f"{kit.__name__}."):
        module = importlib.import_module(part.name)
        here = [each for each in vars(module).values() if getattr(each, "__module__", "") == part.name]
        methods = [each for owner in here if inspect.isclass(owner) for each in vars(owner).values()]
        for each in filter(inspect.isfunction, [*here, *methods]):
            if each.__annotations__.get("return") is Html and not each.__name__.startswith("_"):
                found[f"{part.name}.{each.__qualname__}"] = each.__code__
    return found


@contextmanager
def running(codes: set[CodeType]) -> Iterator[None]:
    """Add to a set the code of every function that runs meanwhile, in threads that begin meanwhile too."""

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            codes.add(frame.f_code)

    threading.setprofile(note)
    sys.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def test_every_piece_of_the_kit_is_on_the_page(view: Callable[..., Seen], prepared: Prepared, root: Path) -> None:
    ran: set[CodeType] = set()
    with running(ran):
        seen = view(prepared.demo, registry.PIECES.address)
    assert seen.h1 == "Pièces de l’interface"
    check(seen, root, is_demo=True)
    wanted = makers()
    assert len(wanted) > 25
    assert [name for name, code in wanted.items() if code not in ran] == []


@pytest.mark.parametrize("parameters", [{}, {"vue": "autre"}, {"statut": "recul", "page": "2"}])
def test_its_own_links_lead_back_to_it(
    parameters: dict[str, str], view: Callable[..., Seen], prepared: Prepared
) -> None:
    assert view(prepared.demo, registry.PIECES.address, **parameters).h1 == "Pièces de l’interface"


def test_it_is_in_no_navigation(view: Callable[..., Seen], prepared: Prepared) -> None:
    for url in (prepared.demo, prepared.published):
        links = [link.attributes["href"] for link in view(url).links]
        assert not [href for href in links if href.startswith(registry.PIECES.address)]


def test_on_a_real_store_it_does_not_exist(view: Callable[..., Seen], prepared: Prepared) -> None:
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        view(prepared.published, registry.PIECES.address)
