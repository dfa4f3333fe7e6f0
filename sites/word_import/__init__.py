"""Screen "Import from Word": a DOCX file or a paste is previewed, then enters an article.

Nothing is stored before the user says so: the browser sends the same file twice (ADR 82).
"""
