"""Small SVG documents as text: the frame of a drawing, its numbers, its address as data."""

from base64 import b64encode


def document(width: float, height: float, body: str, view: str = "") -> str:
    """A decorative drawing: the text beside it, or the ``alt`` of its image, says what it shows."""
    box = view or f"0 0 {num(width)} {num(height)}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(width)}" height="{num(height)}" viewBox="{box}"'
    return f'{head} aria-hidden="true" focusable="false">{body}</svg>'


def data_uri(svg: str) -> str:
    """The drawing as an address for ``img``, Plotly images and dataframe image columns."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def num(value: float) -> str:
    """A coordinate with two decimals at most."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def pairs(points: list[tuple[float, float]]) -> str:
    """Coordinates of a polyline."""
    return " ".join(f"{num(x)},{num(y)}" for x, y in points)
