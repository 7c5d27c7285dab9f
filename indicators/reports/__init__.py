"""Editions of the review: PDF, slides, workbook, and pictures of one chart.

Everything is made in this process, without network or browser, from a ``Review`` and a ``Cover``. Nothing here
reads the store, the clock or the session of a screen: the same input gives the same bytes.
"""
