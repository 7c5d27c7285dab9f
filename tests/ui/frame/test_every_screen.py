"""Every screen, on every store, at the addresses that people use: it opens, says its title, speaks French."""

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.reading.progress.review import Judged, Review
from indicators.ui.registry import PIECES, SCREENS, Screen
from tests.screens import TRIED
from tests.ui.french import english
from tests.ui.viewer import PARAMETERS, Prepared, Seen, target

BANNER = "Données fictives : base de démonstration, aucun chiffre n’est réel."

VIEWS = [(address, parameters, title) for address, tried in TRIED.items() for parameters, title in tried.opens]
NAMES = [f"{address or 'accueil'}-{'-'.join(parameters.values())}".rstrip("-") for address, parameters, _ in VIEWS]


def check(seen: Seen, root: Path, is_demo: bool) -> None:
    """What holds on any screen."""
    assert not english(seen.text), english(seen.text)
    assert seen.text.count(BANNER) == is_demo
    for link in seen.links:
        if link.attributes["href"].startswith("http"):
            assert link.attributes["rel"] == "noopener noreferrer"  # the page of a source
            continue
        screen, parameters = target(link)
        assert screen in {one.address for one in (*SCREENS, PIECES)}, link.attributes["href"]
        assert set(parameters) <= PARAMETERS
        assert (link.text or link.attributes.get("aria-label")) and all(parameters.values())
    for image in seen.tree.all("img"):
        source = image.attributes["src"]
        assert "alt" in image.attributes
        assert source.startswith("data:image/svg+xml") or (root / source.removeprefix("app/")).is_file(), source


@pytest.mark.parametrize(("address", "parameters", "title"), VIEWS, ids=NAMES)
@pytest.mark.parametrize("kind", ["published", "demo"])
def test_screen_opens(
    kind: str,
    address: str,
    parameters: dict[str, str],
    title: str,
    view: Callable[..., Seen],
    prepared: Prepared,
    root: Path,
) -> None:
    seen = view(getattr(prepared, kind), address, **parameters)
    assert seen.h1.startswith(title)
    check(seen, root, is_demo=kind == "demo")


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.folder)
def test_an_empty_store_says_so_on_every_screen(
    screen: Screen, view: Callable[..., Seen], prepared: Prepared, root: Path
) -> None:
    seen = view(prepared.empty, screen.address, serie="ENT-01-A1", aire="1")
    assert seen.h1 == "Le catalogue n’est pas encore chargé"
    assert "python -m indicators init" in seen.text
    check(seen, root, is_demo=False)


def every_kind(review: Review) -> list[Judged]:
    """One series for each combination that a sheet tells differently."""
    kinds: dict[object, Judged] = {}
    for one in review.judged.values():
        key = (one.status, one.assessment.reason, one.facts.frequency, one.perimeter.kind, one.latest is None)
        kinds.setdefault(key, one)
    return list(kinds.values())


@pytest.mark.parametrize("kind", ["published", "demo"])
def test_a_sheet_opens_for_every_kind_of_series(
    kind: str, view: Callable[..., Seen], prepared: Prepared, reviews: Callable[[str], Review], root: Path
) -> None:
    url = getattr(prepared, kind)
    found = every_kind(reviews(url))
    assert len(found) >= 5
    for one in found:
        seen = view(url, "indicateur", serie=one.code)
        assert seen.h1 == one.definition.label
        assert one.code in seen.lead and one.perimeter.label in seen.lead
        check(seen, root, is_demo=kind == "demo")


def test_the_code_of_an_indicator_opens_its_first_series(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.demo, "indicateur", serie="ENT-01")
    assert seen.lead.startswith("ENT-01-A1 ")


def test_the_frame_names_the_roadmap(view: Callable[..., Seen], prepared: Prepared) -> None:
    seen = view(prepared.published)
    assert "Innovations pour une santé renforcée" in seen.brand
