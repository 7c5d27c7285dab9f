"""From nothing to head and back, with data, under failure and under concurrence; on both engines."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text

from db import migrate
from db.models import APPEND_ONLY, Base
from db.unit_of_work import unit_of_work
from tests import world
from tests.migrations.check import head_problems, schema_problems

TABLES = {table.name for table in Base.metadata.sorted_tables}

MIGRATION = '''"""{title}"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{after}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    pass
'''


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """A copy of the migrations with more of them after head, each given by the body of its upgrade."""

    def make(*bodies: str) -> Path:
        folder = tmp_path / "migrations"
        shutil.copytree(migrate.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
        after = migrate.HEAD
        for number, body in enumerate(bodies, int(after) + 1):
            revision = f"{number:04d}"
            content = MIGRATION.format(title="A later one", revision=revision, after=after, upgrade=body)
            (folder / "versions" / f"{revision}_later.py").write_text(content, encoding="utf-8")
            after = revision
        monkeypatch.setattr(migrate, "FOLDER", folder)
        return folder

    return make


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def functions(engine: Engine) -> list[str]:
    if engine.dialect.name == "sqlite":
        return []
    with engine.connect() as connection:
        found = connection.execute(text("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"))
        return list(found.scalars())


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {name: len(list(connection.execute(select(Base.metadata.tables[name])))) for name in sorted(TABLES)}


def test_one_head_and_the_last_file_is_it() -> None:
    assert head_problems() == []
    assert ScriptDirectory(migrate.FOLDER).get_current_head() == migrate.HEAD


def test_two_heads_or_a_file_out_of_order_are_seen(chain: Callable[..., Path]) -> None:
    folder = chain("pass")
    later, twin = (f"{int(migrate.HEAD) + step:04d}" for step in (1, 2))
    assert head_problems(folder) == []
    script = folder / "versions" / f"{later}_later.py"
    source = script.read_text(encoding="utf-8")
    script.rename(folder / "versions" / "0000_later.py")
    assert head_problems(folder) == [
        f"the last file of migrations/versions is {migrate.HEAD}, the newest migration is {later}"
    ]
    (folder / "versions" / "0000_later.py").rename(script)
    (folder / "versions" / f"{twin}_twin.py").write_text(source.replace(f'"{later}"', f'"{twin}"'), encoding="utf-8")
    assert head_problems(folder)[0].startswith(f"2 heads: {later}, {twin};")


def test_file_names_give_the_known_revisions() -> None:
    revisions = {script.revision for script in ScriptDirectory(migrate.FOLDER).walk_revisions()}
    assert migrate.available_revisions() == revisions


def test_models_and_migrations_say_the_same(engine: Engine) -> None:
    assert schema_problems(engine) == []


def test_a_rule_without_its_migration_is_seen(chain: Callable[..., Path], blank: Engine) -> None:
    folder = chain()
    script = next((folder / "versions").glob("0001_*.py"))
    source = script.read_text(encoding="utf-8")
    for old, new in (('sa.Column("note", sa.String(), nullable=False),', ""), ("BETWEEN 1 AND 99", "BETWEEN 1 AND 9")):
        assert old in source
        source = source.replace(old, new, 1)
    script.write_text(source.replace("ck_unit", "ck_unite").replace("uq_unit_code", "uq_unite"), encoding="utf-8")
    migrate.upgrade(blank)
    problems = "\n".join(schema_problems(blank))
    assert "add_column" in problems
    assert "uq_unite" in problems
    assert ("ck_area_number_range has another text" in problems) == (blank.dialect.name == "sqlite")


def test_append_only_tables_are_the_same_in_models_and_migration() -> None:
    sources = [path.read_text(encoding="utf-8") for path in sorted((migrate.FOLDER / "versions").glob("0*.py"))]
    listed = [found[1] for source in sources if (found := re.search(r"APPEND_ONLY = \((.*?)\)", source, re.S))]
    assert sorted(re.findall(r'"(\w+)"', " ".join(listed))) == sorted(APPEND_ONLY)


def test_up_from_nothing_gives_every_table(blank: Engine) -> None:
    assert migrate.current_revision(blank) is None
    migrate.upgrade(blank)
    assert tables(blank) == TABLES | {"alembic_version"}
    assert migrate.current_revision(blank) == migrate.HEAD
    migrate.upgrade(blank)  # a second time, nothing is left to do
    assert migrate.current_revision(blank) == migrate.HEAD


def test_down_to_nothing_and_up_again_with_the_catalogue(loaded: Engine) -> None:
    migrate.downgrade(loaded, "base")
    assert tables(loaded) == {"alembic_version"}
    assert functions(loaded) == []
    migrate.upgrade(loaded)
    assert sum(counts(loaded).values()) == counts(loaded)["data_version"] == 1
    assert schema_problems(loaded) == []


def test_down_and_up_with_a_row_in_every_table(engine: Engine) -> None:
    with unit_of_work(engine, "essai") as work:
        world.build(work.session)
        work.commit()
    assert 0 not in counts(engine).values()
    migrate.downgrade(engine, "base")
    migrate.upgrade(engine)
    with unit_of_work(engine, "essai") as work:
        world.build(work.session)
        work.commit()
    assert 0 not in counts(engine).values()


def test_failed_upgrade_leaves_the_store_as_it_was(chain: Callable[..., Path], loaded: Engine) -> None:
    before = counts(loaded)
    chain(
        'op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))',
        'op.execute("INSERT INTO family SELECT id + 100, code, label, short_label, position FROM family")',
    )
    with pytest.raises(Exception, match=r"(?i)unique"):
        migrate.upgrade(loaded)
    assert migrate.current_revision(loaded) == migrate.HEAD
    assert tables(loaded) == TABLES | {"alembic_version"}
    assert counts(loaded) == before


def test_table_that_others_refer_to_can_be_rebuilt(chain: Callable[..., Path], loaded: Engine) -> None:
    before = counts(loaded)
    chain('with op.batch_alter_table("series") as batch: batch.alter_column("precision", nullable=True)')
    migrate.upgrade(loaded)
    assert counts(loaded) == before
    with loaded.connect() as connection:
        if loaded.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        names = {str(one["name"]) for one in inspect(connection).get_check_constraints("series")}
    assert names == {"ck_series_applicability_known", "ck_series_reads_from_other"}


def test_upgrade_that_orphans_rows_is_refused(chain: Callable[..., Path], loaded: Engine) -> None:
    before = counts(loaded)
    chain('op.execute("DELETE FROM family")')
    with pytest.raises(Exception, match=r"refer to nothing|foreign key"):
        migrate.upgrade(loaded)
    assert counts(loaded) == before


UPGRADE = """
import sys
from pathlib import Path
from db import migrate
from db.engine import connect

migrate.FOLDER = Path(sys.argv[2])
engine = connect(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
migrate.upgrade(engine)
"""


def test_replicas_that_upgrade_together_all_succeed(chain: Callable[..., Path], blank: Engine, root: Path) -> None:
    folder = chain(*(f'op.create_table("later{n}", sa.Column("id", sa.Integer(), primary_key=True))' for n in range(3)))
    url = blank.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", UPGRADE, url, str(folder)]
    replicas = [subprocess.Popen(command, cwd=root, text=True, **_pipes()) for _ in range(2)]
    for replica in replicas:
        assert replica.stdout is not None
        assert replica.stdout.readline() == "ready\n"
    for replica in replicas:
        assert replica.stdin is not None
        replica.stdin.write("go\n")
        replica.stdin.flush()
    outcomes = [(replica.communicate(timeout=60)[1], replica.returncode) for replica in replicas]
    assert [code for _, code in outcomes] == [0, 0], outcomes
    assert tables(blank) == TABLES | {"alembic_version", "later0", "later1", "later2"}
    with blank.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM data_version")).scalar() == 1


def _pipes() -> dict[str, int]:
    return {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
