"""Measures of the code that its readers feel: ``python -m tests.architecture.measure``.

Only the program is measured (app.py, db, indicators, seeds), not its tests nor the migrations, which are frozen.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("db", "indicators", "seeds")

# Words that fill a name without saying what the thing is.
FILLER = frozenset(
    [
        *("one", "ones", "thing", "things", "found", "said", "told", "held", "given", "kept", "asked", "made", "seen"),
        *("known", "shown", "wanted", "taken", "put", "got", "left", "meant"),
    ]
)


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method: where it is defined and how many lines it has."""

    file: str
    line: int
    name: str
    lines: int
    has_docstring: bool

    @property
    def is_private(self) -> bool:
        """Whether its name says that it is for its file alone."""
        return self.name.startswith("_") and not self.name.startswith("__")


class Tree:
    """The program as parsed files."""

    def __init__(self, root: Path = ROOT) -> None:
        paths = [root / "app.py", *(path for name in PROGRAM for path in sorted((root / name).rglob("*.py")))]
        self.root = root
        self.texts = {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in paths}
        self.parsed = {name: ast.parse(text) for name, text in self.texts.items()}

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
        """Each node of some kinds, with the name of its file."""
        for name, tree in self.parsed.items():
            for node in ast.walk(tree):
                if isinstance(node, kinds):
                    yield name, node

    def functions(self) -> list[Function]:
        """Every function and method."""
        return [
            Function(
                name, node.lineno, node.name, (node.end_lineno or 0) - node.lineno + 1, bool(ast.get_docstring(node))
            )
            for name, node in self.nodes(ast.FunctionDef, ast.AsyncFunctionDef)
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        ]

    def called_once(self) -> list[Function]:
        """Private functions that their file names exactly once."""
        named: dict[str, Counter[str]] = {name: Counter() for name in self.parsed}
        for name, node in self.nodes(ast.Name, ast.Attribute):
            named[name][
                node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            ] += 1
        return [
            function
            for function in self.functions()
            if function.is_private and named[function.file][function.name] == 1
        ]

    def classes(self) -> Counter[str]:
        """How many times each class name is defined."""
        return Counter(node.name for _, node in self.nodes(ast.ClassDef) if isinstance(node, ast.ClassDef))

    def identifiers(self) -> list[str]:
        """Every use of a name: variables, attributes, arguments, keywords, functions, classes."""
        names: list[str] = []
        for _, node in self.nodes(
            ast.Name, ast.Attribute, ast.arg, ast.keyword, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef
        ):
            match node:
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                    names.append(name)
                case ast.keyword(arg=str(name)):
                    names.append(name)
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                    names.append(name)
        return names

    def fillers(self) -> list[str]:
        """The identifiers that are, or hold, a filler word."""
        return [name for name in self.identifiers() if FILLER & set(words_of(name))]

    def folders(self) -> Counter[str]:
        """How many files each folder holds (``__init__.py`` counts)."""
        return Counter(name.rpartition("/")[0] or "." for name in self.texts)


def words_of(name: str) -> list[str]:
    """The words of an identifier, in lower case: ``_isHeld_once`` gives is, held, once."""
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]


def share(part: int, whole: int) -> str:
    """A part of a whole with its percentage."""
    return f"{part} of {whole} ({100 * part / whole:.2f} %)"


def main() -> None:
    """Print each measure on a line."""
    tree = Tree()
    lines = [text.count("\n") for text in tree.texts.values()]
    functions = tree.functions()
    lengths = [function.lines for function in functions]
    folders = tree.folders()
    largest, size = folders.most_common(1)[0]
    classes = tree.classes()
    twice = sum(1 for times in classes.values() if times > 1)
    identifiers = tree.identifiers()
    print(f"files: {len(lines)}, {sum(lines)} lines, median {median(lines):.0f}, p90 {quantiles(lines, n=10)[-1]:.0f}")
    print(f"folders: {len(folders)}, median {median(folders.values()):.0f} files, most {size} ({largest})")
    print(f"functions: {len(functions)}, median {median(lengths):.0f} lines, p90 {quantiles(lengths, n=10)[-1]:.0f}")
    print(
        f"functions with a docstring: {share(sum(1 for function in functions if function.has_docstring), len(functions))}"
    )
    print(f"private functions called once: {share(len(tree.called_once()), len(functions))}")
    print(f"filler words: {share(len(tree.fillers()), len(identifiers))}")
    print(f"class names used twice: {share(twice, len(classes))}")


if __name__ == "__main__":
    main()
