"""Figures of ``charts`` as SVG, without a browser: the part of Plotly's language that our charts use, and no more.

What a chart writes that is not drawn here raises ``NotDrawn``: better no picture than another one.
"""
