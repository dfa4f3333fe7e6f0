"""Read a DOCX file or a rich paste as a manuscript: headings, texts, lists, tables and pictures.

The readers run in a sandboxed process (`child`); `sites.word_import` shows the manuscript and makes
blocks of an article from it.
"""
