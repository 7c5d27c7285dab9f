"""Loading the catalogue and the published values into a store: idempotent, and never over what people entered."""

from pathlib import Path

from db.engine import Engine
from db.queries import facts
from db.unit_of_work import unit_of_work
from db.vocabulary import EventCode, StoreKind
from seeds import load_catalogue, load_values
from seeds.reader import read_catalogue, read_published
from seeds.report import LoadReport
from seeds.schema import CatalogueFiles, PublishedValue

FOLDER = Path(__file__).resolve().parent
ACTOR = "chargement du catalogue"


def read_files() -> tuple[CatalogueFiles, list[PublishedValue]]:
    """The catalogue and the published values of this version. Raises SeedError with every mistake."""
    catalogue = read_catalogue(FOLDER / "catalogue")
    return catalogue, read_published(FOLDER / "published", catalogue)


def load(
    engine: Engine, catalogue: CatalogueFiles, published: list[PublishedValue], kind: StoreKind = StoreKind.REAL
) -> LoadReport:
    """Bring the store in line with the files, in one transaction. A second load changes nothing."""
    report = LoadReport()
    with unit_of_work(engine, ACTOR) as work:
        load_catalogue.load(work.session, catalogue, report)
        load_values.load_parameters(work.session, report, ACTOR)
        load_values.load_targets(work.session, catalogue, report, ACTOR)
        load_values.load_published(work.session, published, report, ACTOR)
        if report.wrote:
            facts.set_store_fact(work.session, "kind", kind)
            facts.set_store_fact(work.session, "catalogue", catalogue.checksum)
            work.record(EventCode.STORE_FILLED, "catalogue", checksum=catalogue.checksum, rapport=report.lines())
            work.commit()
    return report
